using System.Globalization;
using System.Text.Json;
using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upsert;

/// <summary>Packets and their requests are those of other clients, byte for byte.</summary>
public class UpsertPacketTests
{
    [Theory]
    [InlineData("upsert-bigint", false)]
    [InlineData("upsert-bigint", true)]
    [InlineData("upsert-string", false)]
    [InlineData("upsert-string", true)]
    [InlineData("upsert-composite-legacy", false)]
    [InlineData("upsert-composite-legacy", true)]
    public async Task Packets_are_the_golden_ones(string name, bool asRecords)
    {
        JsonElement vector = UpsertVectors.Json(name);
        JsonElement session = vector.GetProperty("session");
        bool isDeflated = vector.GetProperty("contentEncoding").GetString() == "deflate";
        await using var service = new UpsertService
        {
            Columns = vector.GetProperty("schema").GetProperty("columns").GetRawText(),
            HashKey = session.GetProperty("hash_key").GetRawText(),
            Hasher = session.GetProperty("hasher").GetString()!,
            Slots = session.GetProperty("slots").GetRawText(),
        };
        UpsertSession upsert = await service.OpenAsync(UpsertService.Quiet with { Compression = isDeflated ? TunnelCompression.Deflate(1) : TunnelCompression.None });
        await using UpsertWriter writer = upsert.OpenWriter();
        await WriteAsync(writer, upsert, vector, asRecords);
        UpsertFlushResult result = await writer.FlushAsync();

        string[] buckets = [.. vector.GetProperty("buckets").EnumerateArray().Select(b => b.GetString()!)];
        Assert.Equal(buckets.Length, result.Packets);
        Assert.Equal(buckets.Length, service.Packets.Count);
        Assert.Equal(vector.GetProperty("operations").GetArrayLength(), result.Rows);
        foreach (string bucket in buckets)
        {
            JsonElement expected = UpsertVectors.Json(bucket);
            JsonElement query = expected.GetProperty("request").GetProperty("query");
            LoopbackExchange packet = service.Packets.Single(p => p.Parameter("bucketid") == query.GetProperty("bucketid").GetString());
            byte[] golden = UpsertVectors.Bytes(bucket);
            Assert.Equal(isDeflated ? TunnelScript.Inflate(golden) : golden, isDeflated ? TunnelScript.Inflate(packet.Body) : packet.Body);
            Assert.Equal(query.GetProperty("slotid").GetString(), packet.Parameter("slotid"));
            Assert.Equal(query.GetProperty("record_count").GetString(), packet.Parameter("record_count"));
            Assert.Equal("u1", packet.Parameter("upsertid"));
            Assert.Equal("/projects/p/tables/t/upserts", packet.Path());
            JsonElement headers = expected.GetProperty("request").GetProperty("headers");
            foreach (JsonProperty header in headers.EnumerateObject().Where(h => h.Name != "Content-Length"))
            {
                Assert.Equal(header.Value.GetString(), packet.Header(header.Name));
            }

            Assert.Equal(packet.Body.Length.ToString(CultureInfo.InvariantCulture), packet.Header("Content-Length"));
            Assert.Null(packet.Header("Content-Type"));
        }
    }

    [Fact]
    public async Task Columns_set_in_another_order_give_the_same_packet()
    {
        JsonElement vector = UpsertVectors.Json("upsert-bigint");
        await using var service = new UpsertService { Columns = vector.GetProperty("schema").GetProperty("columns").GetRawText(), HashKey = """["id"]""" };
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        foreach ((string operation, _, _, object?[] values) in UpsertVectors.Operations(vector))
        {
            writer.SetValue(0, 77L);
            for (int i = values.Length - 1; i >= 0; i--)
            {
                writer.SetValue(i, values[i]);
            }

            await (operation == "U" ? writer.UpsertRowAsync() : writer.DeleteRowAsync());
        }

        await writer.FlushAsync();

        Assert.All(service.Packets, p => Assert.Equal(UpsertVectors.Bytes("upsert-bigint.bucket" + p.Parameter("bucketid")), p.Body));
        Assert.Equal(4, service.Packets.Count);
    }

    [Fact]
    public async Task Session_is_created_with_all_that_was_asked_for()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.Client.Tunnel.CreateUpsertSessionAsync(
            service.Table, "pt=a", UpsertService.Quiet with { SlotCount = 4, LifecycleHours = 2, QuotaName = "q", Tags = ["a", "b"] });

        LoopbackExchange request = Assert.Single(service.Server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/projects/p/tables/t/upserts", request.Path());
        Assert.Equal("curr_project=p&lifecycle=2&partition=pt=a&quotaName=q&slotnum=4", request.Query());
        Assert.Equal("0", request.Header("Content-Length"));
        Assert.Equal("a,b", request.Header("odps-tunnel-tags"));
        Assert.Equal("6", request.Header("x-odps-tunnel-version"));
        Assert.Equal("u1", session.Id);
        Assert.Equal(4, session.BucketCount);
        Assert.Equal(["k"], session.KeyColumns);
        Assert.Equal("default", session.QuotaName);
        Assert.Equal(TunnelSessionStatus.Normal, session.Status);
    }

    [Fact]
    public async Task Session_is_found_again_by_its_id_and_writes_on()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.Client.Tunnel.GetUpsertSessionAsync(service.Table, "pt=a", "u1", UpsertService.Quiet);
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        await writer.FlushAsync();

        Assert.Equal("curr_project=p&partition=pt=a&upsertid=u1", service.Reloads.Single().Query());
        Assert.Equal("bucketid=3&curr_project=p&partition=pt=a&record_count=1&slotid=1&upsertid=u1", service.Packets.Single().Query());
        Assert.Equal("10.0.0.2:8093", service.Packets.Single().Header("odps-tunnel-routed-server"));
    }

    [Theory]
    [InlineData("""[{"slot_id":"0","buckets":[0,2],"worker_addr":"h:1"}]""", "buckets")]
    [InlineData("""[{"slot_id":"0","buckets":[0,1],"worker_addr":"h:1"},{"slot_id":"1","buckets":[1],"worker_addr":"h:2"}]""", "buckets")]
    [InlineData("[]", "buckets")]
    [InlineData("""[{"slot_id":"0","buckets":[0],"worker_addr":"h"}]""", "address")]
    public async Task Session_whose_slots_make_no_sense_is_refused(string slots, string fault)
    {
        await using var service = new UpsertService { Slots = slots };
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => service.OpenAsync());
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_with_a_hasher_that_is_not_known_is_refused()
    {
        await using var service = new UpsertService { Hasher = "murmur" };
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => service.OpenAsync());
        Assert.Contains("murmur", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public async Task Lifecycle_outside_of_a_day_is_refused(int hours)
    {
        await using var service = new UpsertService();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => service.OpenAsync(UpsertService.Quiet with { LifecycleHours = hours }));
    }

    [Fact]
    public async Task Update_of_some_columns_names_them_by_their_ids()
    {
        await using var service = new UpsertService { Extra = "\"enable_partial_update\":true," };
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { ValueColumns = ["v", "n"] });
        await UpsertService.UpsertAsync(writer, 1);
        await writer.FlushAsync();
        writer.SetInt64(0, 1);
        await writer.DeleteRowAsync();
        await writer.FlushAsync();

        // Field 8 (__value_cols of 3 columns): two elements, not null, 11 and 12.
        Assert.Contains("420200160018", Convert.ToHexString(service.Packets[0].Body), StringComparison.Ordinal);
        Assert.Contains("4200", Convert.ToHexString(service.Packets[1].Body), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.OpenWriter(new UpsertWriterOptions { ValueColumns = [] }));
    }

    [Fact]
    public async Task Update_of_some_columns_needs_a_session_that_has_it()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        Assert.Throws<InvalidOperationException>(() => session.OpenWriter(new UpsertWriterOptions { ValueColumns = ["v"] }));
    }

    private static async Task WriteAsync(UpsertWriter writer, UpsertSession session, JsonElement vector, bool asRecords)
    {
        foreach ((string operation, _, _, object?[] values) in UpsertVectors.Operations(vector))
        {
            if (asRecords)
            {
                Record record = session.NewRecord();
                UpsertVectors.Fill(record, values);
                await (operation == "U" ? writer.UpsertAsync(record) : writer.DeleteAsync(record));
                continue;
            }

            for (int i = 0; i < values.Length; i++)
            {
                writer.SetValue(i, values[i]);
            }

            await (operation == "U" ? writer.UpsertRowAsync() : writer.DeleteRowAsync());
        }
    }
}
