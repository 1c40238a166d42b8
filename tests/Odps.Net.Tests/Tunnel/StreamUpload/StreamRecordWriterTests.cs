using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.StreamUpload;

/// <summary>What packs look like on the wire, and when they are sent.</summary>
public class StreamRecordWriterTests
{
    [Fact]
    public async Task Pack_is_one_request_with_its_length_and_row_count()
    {
        await using var service = new StreamService();
        service.Answer(e => e.RespondAsync(200, "", StreamService.Accepted + e.Header("odps-tunnel-routed-server") + "\nx-odps-request-id: R7\nodps-tunnel-batch-id: 42\nodps-tunnel-metrics: {\"ServerTotalCost\":1500}"));
        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { ZOrderColumns = ["k"], QuotaName = "q", Tags = ["x"] });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2, 3);
        StreamFlushResult result = await writer.FlushAsync();

        LoopbackExchange pack = Assert.Single(service.Packs);
        byte[] body = StreamService.Body(1, 2, 3);
        Assert.Equal("/projects/p/tables/t/streams", pack.Path());
        Assert.Contains(pack.Parameter("slotid"), (string?[])["0", "1"]);
        Assert.Equal(
            $"check_latest_schema=false&curr_project=p&quotaName=q&record_count=3&schema_version=3&slotid={pack.Parameter("slotid")}&uploadid=s1&zorder_columns=k", pack.Query());
        Assert.Equal(pack.Parameter("slotid") == "0" ? "10.0.0.1:8082" : "10.0.0.2:8082", pack.Header("odps-tunnel-routed-server"));
        Assert.Equal("2", pack.Header("odps-tunnel-slot-num"));
        Assert.Equal("application/octet-stream", pack.Header("Content-Type"));
        Assert.Equal(body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), pack.Header("Content-Length"));
        Assert.Null(pack.Header("Content-Encoding"));
        Assert.Equal("x", pack.Header("odps-tunnel-tags"));
        Assert.Equal(body, pack.Body);
        Assert.Equal(1, result.Packs);
        Assert.Equal(3, result.Rows);
        Assert.Equal(body.Length, result.Bytes);
        Assert.Equal(body.Length, result.SentBytes);
        Assert.Equal("R7", result.RequestId);
        Assert.Equal(42, result.BatchId);
        Assert.Equal(TimeSpan.FromMilliseconds(1.5), result.Metrics!.TotalTime);
        Assert.Equal(0, writer.BufferedRows);
        Assert.Equal(3, writer.RowsStored);
    }

    [Fact]
    public async Task Flush_without_rows_costs_no_request()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync();
        await using StreamRecordWriter writer = session.OpenRecordWriter();

        Assert.Equal(0, (await writer.FlushAsync()).Packs);
        Assert.Equal(new RecordWriteResult(0, 0), await writer.CompleteAsync());
        Assert.Empty(service.Packs);
    }

    [Fact]
    public async Task Packs_take_the_slots_in_turn()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync();
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        for (int i = 0; i < 4; i++)
        {
            await StreamService.WriteAsync(writer, i);
            await writer.FlushAsync();
        }

        string[] slots = [.. service.Packs.Select(p => p.Parameter("slotid")!)];
        Assert.Equal(slots[0] == "0" ? ["0", "1", "0", "1"] : ["1", "0", "1", "0"], slots);
    }

    [Fact]
    public async Task Pack_is_sent_by_itself_when_it_has_its_size()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync();
        await using StreamRecordWriter writer = session.OpenRecordWriter(new StreamWriterOptions { PackBytes = 20 });
        await StreamService.WriteAsync(writer, 1, 2, 3, 4, 5);
        RecordWriteResult all = await writer.CompleteAsync();

        Assert.Equal([StreamService.Body(1, 2), StreamService.Body(3, 4), StreamService.Body(5)], service.Packs.Select(p => p.Body));
        Assert.Equal(5, all.Rows);
        Assert.Equal(service.Packs.Sum(p => p.Body.Length), all.Bytes);
    }

    [Fact]
    public async Task Compressed_pack_says_so_and_has_the_same_rows()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { Compression = TunnelCompression.Deflate() });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2, 3);
        StreamFlushResult result = await writer.FlushAsync();

        LoopbackExchange pack = service.Packs.Single();
        Assert.Equal("deflate", pack.Header("Content-Encoding"));
        Assert.Equal(StreamService.Body(1, 2, 3), TunnelScript.Inflate(pack.Body));
        Assert.Equal(pack.Body.Length, result.SentBytes);
        Assert.Equal(StreamService.Body(1, 2, 3).Length, result.Bytes);
    }

    [Fact]
    public async Task Records_are_written_as_rows_and_a_record_that_is_refused_leaves_nothing()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync();
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        Record good = session.NewRecord();
        good[0] = 1L;
        good[1] = "v";
        var other = new Record(new ColumnCollection([new Column("k", OdpsType.BigInt), new Column("v", OdpsType.Binary)]));

        await writer.WriteAsync(good);
        await Assert.ThrowsAsync<ArgumentException>(async () => await writer.WriteAsync(other));
        writer.SetInt64(0, 5);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAsync(good));
        writer.DiscardRow();
        await writer.CompleteAsync();

        Assert.Equal(StreamService.Body(1), service.Packs.Single().Body);
    }

    [Fact]
    public async Task Ordinal_that_is_not_there_is_refused()
    {
        await using var service = new StreamService();
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.SetInt64(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.SetNull(-1));
    }

    [Fact]
    public async Task Writers_of_a_session_with_dynamic_partitions_name_theirs()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { DynamicPartition = true });
        Assert.Throws<ArgumentException>(() => session.OpenRecordWriter());
        await using StreamRecordWriter a = session.OpenRecordWriter(new StreamWriterOptions { Partition = "pt=a" });
        await using StreamRecordWriter b = session.OpenRecordWriter(new StreamWriterOptions { Partition = "pt=b" });
        await StreamService.WriteAsync(a, 1);
        await StreamService.WriteAsync(b, 2);
        await a.CompleteAsync();
        await b.CompleteAsync();

        Assert.Equal(["pt=a", "pt=b"], service.Packs.Select(p => p.Parameter("partition")));
        Assert.All(service.Packs, p => Assert.Equal("true", p.Parameter("dynamic_partition")));
        Assert.Null(service.Server.Requests.First().Parameter("partition"));
    }

    [Fact]
    public async Task Writer_of_an_ordinary_session_cannot_name_a_partition()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync();
        Assert.Throws<ArgumentException>(() => session.OpenRecordWriter(new StreamWriterOptions { Partition = "pt=a" }));
    }

    [Fact]
    public async Task Address_that_an_answer_names_is_used_for_that_slot_from_then_on()
    {
        await using var service = new StreamService { Slots = """[["7","10.0.0.1:8082"]]""" };
        service.Answer(200, "", "odps-tunnel-slot-num: 1\nodps-tunnel-routed-server: 10.0.0.9:1");
        service.Answer(200, "", "odps-tunnel-slot-num: 1\nodps-tunnel-routed-server: 10.0.0.9:1");
        StreamUploadSession session = await service.OpenAsync();
        await using StreamRecordWriter writer = session.OpenRecordWriter(new StreamWriterOptions { PackBytes = 1 });
        await StreamService.WriteAsync(writer, 1, 2);

        Assert.Equal(["10.0.0.1:8082", "10.0.0.9:1"], service.Packs.Select(p => p.Header("odps-tunnel-routed-server")));
        Assert.Equal(["7", "7"], service.Packs.Select(p => p.Parameter("slotid")));
        Assert.Empty(service.Reloads);
    }

    [Fact]
    public async Task Session_is_looked_at_again_before_the_next_pack_when_the_number_of_slots_changes()
    {
        await using var service = new StreamService();
        service.Answer(200, "", "odps-tunnel-slot-num: 1\nodps-tunnel-routed-server: 10.0.0.1:8082");
        service.Answer(200, "", "odps-tunnel-slot-num: 1\nodps-tunnel-routed-server: 10.0.0.5:8082");
        StreamUploadSession session = await service.OpenAsync();
        await using StreamRecordWriter writer = session.OpenRecordWriter(new StreamWriterOptions { PackBytes = 1 });
        await StreamService.WriteAsync(writer, 1);
        service.Slots = """[[4,"10.0.0.5:8082"]]""";
        Assert.Empty(service.Reloads);
        await StreamService.WriteAsync(writer, 2);

        Assert.Single(service.Reloads);
        Assert.Equal("4", service.Packs[1].Parameter("slotid"));
        Assert.Equal("1", service.Packs[1].Header("odps-tunnel-slot-num"));
        Assert.Equal(1, session.SlotCount);
    }
}
