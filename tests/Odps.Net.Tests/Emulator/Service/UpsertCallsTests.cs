using System.Text.Json;
using Odps.Net.Emulator.Storage;
using Odps.Net.Emulator.Tunnel;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.Upsert;
using Odps.Net.Tests.Tunnel.Wire;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>Upserts as other clients send them, and what is wrong with a packet.</summary>
public sealed class UpsertCallsTests
{
    private const string Path = "/projects/demo/tables/t/upserts";

    [Fact]
    public void Hashes_are_those_that_other_clients_agree_on()
    {
        int checkedEntries = 0;
        foreach (JsonElement entry in UpsertVectors.Json("upsert-hash").GetProperty("entries").EnumerateArray())
        {
            var type = OdpsType.Parse(entry.GetProperty("type").GetString()!);
            if (entry.GetProperty("status").GetString() is not ("agreed" or "java-only")
                || VectorValue.Parse(type, entry.GetProperty("value")) is not { } value
                || (type is DecimalType { Scale: var scale } && value is OdpsDecimal number && number.TrimTrailingZeros().Scale > scale))
            {
                continue;
            }

            var hash = new UpsertHash(entry.GetProperty("hasher").GetString() == "legacy");
            Assert.True(entry.GetProperty("hash").GetInt32() == hash.OfValue(type, value), entry.GetRawText());
            checkedEntries++;
        }

        Assert.True(checkedEntries > 240, $"{checkedEntries}");
    }

    [Fact]
    public async Task Packets_of_another_client_are_taken_and_change_what_they_say()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upsert = await CreateAsync(fixture, "slotnum=2");
        for (int bucket = 0; bucket < 4; bucket++)
        {
            byte[] packet = UpsertVectors.Bytes($"upsert-bigint.bucket{bucket}");
            Assert.Equal(200, await PutAsync(fixture, upsert, bucket, bucket % 2, packet));
        }

        Assert.Empty(Rows(fixture));
        Assert.Equal("committed", (await fixture.TunnelJsonAsync("POST", $"{Path}?upsertid={upsert}")).GetProperty("status").GetString());
        var expected = new Dictionary<string, string?>();
        foreach ((string operation, _, _, object?[] values) in UpsertVectors.Operations(UpsertVectors.Json("upsert-bigint")))
        {
            if (operation == "D")
            {
                expected.Remove($"{values[0]}");
            }
            else
            {
                expected[$"{values[0]}"] = (string?)values[1];
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(e => $"{e.Key}:{e.Value}").Order(StringComparer.Ordinal), Rows(fixture));

        // Again, and once more after the end.
        await fixture.TunnelJsonAsync("POST", $"{Path}?upsertid={upsert}");
        Assert.Equal("committed", (await fixture.TunnelJsonAsync("GET", $"{Path}?upsertid={upsert}")).GetProperty("status").GetString());
        Assert.Equal(409, await PutAsync(fixture, upsert, 1, 1, UpsertVectors.Bytes("upsert-bigint.bucket1")));
        using HttpResponseMessage abort = await fixture.TunnelAsync("DELETE", $"{Path}?upsertid={upsert}");
        Assert.Equal(409, (int)abort.StatusCode);
    }

    [Fact]
    public async Task A_row_in_the_packet_of_another_bucket_is_refused()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upsert = await CreateAsync(fixture, "slotnum=2");
        byte[] packet = UpsertVectors.Bytes("upsert-bigint.bucket1");
        using HttpResponseMessage wrong = await fixture.TunnelAsync("PUT", $"{Path}?bucketid=3&slotid=1&upsertid={upsert}", packet);
        JsonElement error = await EmulatorFixture.JsonAsync(wrong, 400);
        Assert.Equal("MalformedDataStream", error.GetProperty("Code").GetString());
        Assert.Contains("bucket 1 of 4", error.GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, await PutAsync(fixture, upsert, 1, 0, packet));
        Assert.Equal(400, await PutAsync(fixture, upsert, 4, 0, packet));
        await fixture.TunnelJsonAsync("POST", $"{Path}?upsertid={upsert}");
        Assert.Empty(Rows(fixture));
    }

    /// <summary>Buckets of 16 as PyODPS computes them without its compiled module.</summary>
    [Theory]
    [InlineData("STRING", "abcd", 4, 6)]
    [InlineData("STRING", "efgh", 13, 7)]
    [InlineData("STRING", "eragf", 15, 2)]
    [InlineData("STRING", "\u4e2d\u6587 key", 14, 14)]
    [InlineData("BIGINT", 1L << 62, 14, 0)]
    [InlineData("BIGINT", -(1L << 62), 2, 0)]
    [InlineData("BIGINT", 5L, 13, 5)]
    [InlineData("DOUBLE", -1e300, 4, 1)]
    public void Sums_that_do_not_wrap_give_the_buckets_of_PyODPS_without_its_compiled_module(string type, object value, int bucket, int legacyBucket)
    {
        Column[] columns = [new("k", OdpsType.Parse(type))];
        Assert.Equal(bucket, new UpsertHash(isLegacy: false, isUnbounded: true).Bucket(columns, [value], 16));
        Assert.Equal(legacyBucket, new UpsertHash(isLegacy: true, isUnbounded: true).Bucket(columns, [value], 16));
    }

    [Fact]
    public async Task A_row_of_PyODPS_without_its_compiled_module_is_taken_and_replaces_the_same_key_of_another_client()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        var table = new TableDefinition
        {
            Project = "demo", Name = "s", Schema = TableSchema.Parse("k string not null, v bigint"), PrimaryKey = ["k"],
            Properties = new Dictionary<string, string> { ["transactional"] = "true" },
        };
        fixture.Store.CreateTable(table, ifNotExists: false);
        const string Upserts = "/projects/demo/tables/s/upserts";
        string upsert = (await fixture.TunnelJsonAsync("POST", $"{Upserts}?slotnum=1")).GetProperty("id").GetString()!;
        ColumnCollection wire =
        [
            new("k", OdpsType.String), new("v", OdpsType.BigInt), new("__version", OdpsType.BigInt), new("__app_version", OdpsType.BigInt),
            new("__operation", OdpsType.TinyInt), new("__key_cols", OdpsType.Parse("array<bigint>")), new("__value_cols", OdpsType.Parse("array<bigint>")),
        ];
        int own = new UpsertHash(isLegacy: false).Bucket([wire[0]], ["eragf"], 16);
        Assert.NotEqual(15, own);
        foreach ((int bucket, long value) in ((int, long)[])[(own, 1), (15, 2)])
        {
            byte[] packet = EmulatorFixture.Records(wire, [["eragf", value, null, null, (sbyte)'U', null, null]]);
            using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Upserts}?bucketid={bucket}&slotid=0&upsertid={upsert}", packet);
            Assert.Equal(200, (int)put.StatusCode);
        }

        await fixture.TunnelJsonAsync("POST", $"{Upserts}?upsertid={upsert}");
        Assert.Equal([["eragf", 2L]], fixture.Store.Read(fixture.Store.FindTable("demo", null, "s")!, null, 0, 10));
    }

    [Fact]
    public async Task A_second_footer_of_a_packet_that_PyODPS_repeats_is_no_error()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upsert = await CreateAsync(fixture, "slotnum=1");
        byte[] packet = UpsertVectors.Bytes("upsert-bigint.bucket1");
        Assert.Equal(200, await PutAsync(fixture, upsert, 1, 0, [.. packet, .. packet[^14..]]));
    }

    [Theory]
    [InlineData(7, 'X', "operation")]
    [InlineData(7, null, "operation")]
    [InlineData(0, 'U', "key column")]
    public async Task A_record_without_an_operation_or_a_key_is_refused(int column, char? operation, string what)
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upsert = await CreateAsync(fixture, "slotnum=1");
        ColumnCollection wire =
        [
            new("id", OdpsType.BigInt), new("name", OdpsType.String), new("price", OdpsType.Parse("decimal(10,2)")), new("at", OdpsType.DateTime),
            new("__version", OdpsType.BigInt), new("__app_version", OdpsType.BigInt), new("__operation", OdpsType.TinyInt),
            new("__key_cols", OdpsType.Parse("array<bigint>")), new("__value_cols", OdpsType.Parse("array<bigint>")),
        ];
        var row = new object?[9];
        row[0] = column == 0 ? null : 1L;
        row[6] = operation is { } letter ? (sbyte)letter : null;
        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?bucketid=3&slotid=0&upsertid={upsert}", EmulatorFixture.Records(wire, [row]));
        Assert.Contains(what, (await EmulatorFixture.JsonAsync(put, 400)).GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_lives_as_long_as_it_is_looked_at()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await StartAsync(clock);
        string upsert = await CreateAsync(fixture, "lifecycle=1&slotnum=1");
        for (int i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(59));
            Assert.Equal("normal", (await fixture.TunnelJsonAsync("GET", $"{Path}?upsertid={upsert}")).GetProperty("status").GetString());
        }

        clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal("expired", (await fixture.TunnelJsonAsync("GET", $"{Path}?upsertid={upsert}")).GetProperty("status").GetString());
        Assert.Equal("UpsertSessionNotFound", (await fixture.TunnelJsonAsync("POST", $"{Path}?upsertid={upsert}", 404)).GetProperty("Code").GetString());
        Assert.Equal("InvalidArgument", (await fixture.TunnelJsonAsync("POST", $"{Path}?lifecycle=25", 400)).GetProperty("Code").GetString());
    }

    private static async Task<EmulatorFixture> StartAsync(TimeProvider? clock = null)
    {
        EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { Clock = clock ?? TimeProvider.System });
        fixture.Store.CreateTable(
            new TableDefinition
            {
                Project = "demo",
                Name = "t",
                Schema = TableSchema.Parse("id bigint, name string, price decimal(10,2), at datetime"),
                PrimaryKey = ["id"],
                IsTransactional = true,
                Properties = new Dictionary<string, string> { ["write.bucket.num"] = "4" },
            },
            ifNotExists: false);
        return fixture;
    }

    private static async Task<string> CreateAsync(EmulatorFixture fixture, string query) =>
        (await fixture.TunnelJsonAsync("POST", $"{Path}?{query}")).GetProperty("id").GetString()!;

    private static async Task<int> PutAsync(EmulatorFixture fixture, string upsert, int bucket, int slot, byte[] packet)
    {
        using HttpResponseMessage response = await fixture.TunnelAsync("PUT", $"{Path}?bucketid={bucket}&slotid={slot}&upsertid={upsert}", packet);
        return (int)response.StatusCode;
    }

    private static IEnumerable<string> Rows(EmulatorFixture fixture) => fixture.Store
        .Read(fixture.Store.FindTable("demo", null, "t")!, null, 0, long.MaxValue)
        .Select(r => $"{r[0]}:{r[1]}")
        .Order(StringComparer.Ordinal);
}
