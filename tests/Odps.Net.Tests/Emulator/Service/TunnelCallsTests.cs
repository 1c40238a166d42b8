using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Odps.Net.Emulator.Storage;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Emulator.Service;

public sealed class TunnelCallsTests
{
    private const string Path = "/projects/demo/tables/t";

    private static readonly ColumnCollection Columns = [new("id", OdpsType.BigInt), new("name", OdpsType.String)];

    [Fact]
    public async Task Blocks_become_rows_at_commit_in_the_order_of_their_ids()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        await PutAsync(fixture, upload, 5, [3L, "c"]);
        await PutAsync(fixture, upload, 0, [9L, "replaced"]);
        await PutAsync(fixture, upload, 0, [1L, "a"], [2L, null]);
        Assert.Empty(ReadAll(fixture));

        JsonElement session = await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={upload}");
        Assert.Equal("normal", session.GetProperty("Status").GetString());
        Assert.Equal([(0, 2), (5, 1)], session.GetProperty("UploadedBlockList").EnumerateArray().Select(b => (b.GetProperty("BlockID").GetInt32(), b.GetProperty("RecordCount").GetInt32())));

        JsonElement committed = await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}");
        Assert.Equal("closed", committed.GetProperty("Status").GetString());
        Assert.Equal(["1:a", "2:", "3:c"], ReadAll(fixture));
    }

    [Fact]
    public async Task Values_of_CHAR_come_with_spaces_up_to_their_length()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        TableDefinition table = fixture.CreateTable("c", "a char(5), b varchar(5)");
        fixture.Store.Write(table, null, [["ab", "ab"], ["\U0001f600", null], [null, null]], overwrite: false);
        string download = (await fixture.TunnelJsonAsync("POST", "/projects/demo/tables/c?downloads")).GetProperty("DownloadID").GetString()!;
        using HttpResponseMessage data = await fixture.TunnelAsync("GET", $"/projects/demo/tables/c?data&downloadid={download}&rowrange=(0,3)");
        List<object?[]> rows = Odps.Net.Emulator.Tunnel.RecordStreamDecoder.Decode(
            await data.Content.ReadAsByteArrayAsync(), [new("a", OdpsType.String), new("b", OdpsType.String)]);
        Assert.Equal([["ab   ", "ab"], ["\U0001f600    ", null], [null, null]], rows);
    }

    [Fact]
    public async Task A_commit_that_is_repeated_does_not_repeat_the_rows()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        await PutAsync(fixture, upload, 0, [1L, "a"]);
        await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}");
        await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}");
        Assert.Equal(["1:a"], ReadAll(fixture));
        using HttpResponseMessage late = await fixture.TunnelAsync("PUT", $"{Path}?blockid=1&uploadid={upload}", EmulatorFixture.Records(Columns));
        Assert.Equal("StatusConflict", (await EmulatorFixture.JsonAsync(late, 409)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Overwrite_replaces_and_append_adds()
    {
        await using EmulatorFixture fixture = await StartAsync();
        foreach ((string flags, long id) in ((string, long)[])[("uploads", 1), ("uploads", 2), ("overwrite=true&uploads", 3)])
        {
            JsonElement session = await fixture.TunnelJsonAsync("POST", $"{Path}?{flags}");
            string upload = session.GetProperty("UploadID").GetString()!;
            await PutAsync(fixture, upload, 0, [id, "x"]);
            await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}");
        }

        Assert.Equal(["3:x"], ReadAll(fixture));
    }

    [Theory]
    [InlineData("truncated-no-footer", "IncompleteBody")]
    [InlineData("bad-record-checksum", "CorruptedDataStream")]
    public async Task A_broken_body_is_refused_and_its_block_does_not_count(string vector, string code)
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", RecordVector.Load(vector).Raw);
        JsonElement error = await EmulatorFixture.JsonAsync(put, 400);
        Assert.Equal(code, error.GetProperty("Code").GetString());
        Assert.Equal(put.Headers.GetValues("x-odps-request-id").Single(), error.GetProperty("RequestId").GetString());
        JsonElement session = await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={upload}");
        Assert.Empty(session.GetProperty("UploadedBlockList").EnumerateArray());
    }

    [Fact]
    public async Task Deflate_is_understood_in_both_directions_and_other_codings_are_named_in_the_error()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        byte[] records = EmulatorFixture.Records(Columns, Enumerable.Range(0, 1000).Select(i => new object?[] { (long)i, $"name {i}" }));
        using var deflated = new MemoryStream();
        await using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zlib.WriteAsync(records);
        }

        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", deflated.ToArray(), ("Content-Encoding", "deflate"));
        Assert.Equal(200, (int)put.StatusCode);
        Assert.Contains("ServerTotalCost", put.Headers.GetValues("odps-tunnel-metrics").Single(), StringComparison.Ordinal);
        await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}");

        string download = await CreateDownloadAsync(fixture);
        using HttpResponseMessage data = await fixture.TunnelAsync("GET", $"{Path}?data&downloadid={download}&rowrange=(0,1000)", null, ("Accept-Encoding", "deflate"));
        Assert.Equal(["deflate"], data.Content.Headers.ContentEncoding);
        using var raw = new MemoryStream();
        await using (var zlib = new ZLibStream(await data.Content.ReadAsStreamAsync(), CompressionMode.Decompress))
        {
            await zlib.CopyToAsync(raw);
        }

        Assert.Equal(records, raw.ToArray());
        using HttpResponseMessage plain = await fixture.TunnelAsync("GET", $"{Path}?data&downloadid={download}&rowrange=(0,1000)", null, ("Accept-Encoding", "identity"));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(records, await plain.Content.ReadAsByteArrayAsync());

        string second = await CreateUploadAsync(fixture);
        using HttpResponseMessage odd = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={second}", records, ("Content-Encoding", "br"));
        Assert.Contains("br", (await EmulatorFixture.JsonAsync(odd, 415)).GetProperty("Message").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage lie = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={second}", records, ("Content-Encoding", "deflate"));
        Assert.Equal("MalformedDataStream", (await EmulatorFixture.JsonAsync(lie, 400)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Download_is_a_snapshot_of_the_chosen_rows_and_columns()
    {
        await using EmulatorFixture fixture = await StartAsync([1L, "a"], [2L, "b"], [3L, null]);
        string download = await CreateDownloadAsync(fixture);
        TableDefinition table = fixture.Store.FindTable("demo", null, "t")!;
        fixture.Store.Write(table, null, [[7L, "new"]], overwrite: true);

        Assert.Equal(EmulatorFixture.Records(Columns, [1L, "a"], [2L, "b"], [3L, null]), await DataAsync(fixture, $"data&downloadid={download}&rowrange=(0,3)"));
        Assert.Equal(EmulatorFixture.Records(Columns, [2L, "b"]), await DataAsync(fixture, $"data&downloadid={download}&rowrange=(1,1)"));
        Assert.Equal(
            EmulatorFixture.Records([new("name", OdpsType.String), new("id", OdpsType.BigInt)], ["b", 2L], [null, 3L]),
            await DataAsync(fixture, $"columns=name,id&data&downloadid={download}&rowrange=(1,100)"));
        Assert.Equal(EmulatorFixture.Records(Columns), await DataAsync(fixture, $"data&downloadid={download}&rowrange=(3,0)"));
        Assert.Equal(EmulatorFixture.Records(Columns, [1L, "a"]), await DataAsync(fixture, $"data&downloadid={download}&raw_size=1&rowrange=(0,3)"));
        JsonElement beyond = await fixture.TunnelJsonAsync("GET", $"{Path}?data&downloadid={download}&rowrange=(4,1)", 400);
        Assert.Equal("InvalidRowRange", beyond.GetProperty("Code").GetString());
        JsonElement unknown = await fixture.TunnelJsonAsync("GET", $"{Path}?columns=nope&data&downloadid={download}&rowrange=(0,1)", 400);
        Assert.Contains("nope", unknown.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", false)]
    [InlineData("6", true)]
    public async Task Metrics_are_for_clients_of_version_six(string version, bool expected)
    {
        await using EmulatorFixture fixture = await StartAsync([1L, "a"]);
        string download = await CreateDownloadAsync(fixture);
        using HttpResponseMessage data = await fixture.TunnelAsync("GET", $"{Path}?data&downloadid={download}&rowrange=(0,1)", null, ("x-odps-tunnel-version", version));
        byte[] body = await data.Content.ReadAsByteArrayAsync();
        Assert.Equal(expected, body.AsSpan().IndexOf("ServerTotalCost"u8) >= 0);
    }

    [Fact]
    public async Task Asynchronous_creation_is_initiating_first()
    {
        await using EmulatorFixture fixture = await StartAsync([1L, "a"]);
        JsonElement created = await fixture.TunnelJsonAsync("POST", $"{Path}?asyncmode=true&downloads");
        Assert.Equal("initiating", created.GetProperty("Status").GetString());
        string id = created.GetProperty("DownloadID").GetString()!;
        JsonElement session;
        do
        {
            session = await fixture.TunnelJsonAsync("GET", $"{Path}?downloadid={id}");
        }
        while (session.GetProperty("Status").GetString() == "initiating");

        Assert.Equal(("normal", 1), (session.GetProperty("Status").GetString(), session.GetProperty("RecordCount").GetInt32()));
    }

    [Fact]
    public async Task Sessions_expire_after_a_day()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { Clock = clock });
        fixture.CreateTable("t", "id bigint, name string");
        string download = await CreateDownloadAsync(fixture);
        string upload = await CreateUploadAsync(fixture);
        clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal("expired", (await fixture.TunnelJsonAsync("GET", $"{Path}?downloadid={download}")).GetProperty("Status").GetString());
        Assert.Equal("NoSuchDownload", (await fixture.TunnelJsonAsync("GET", $"{Path}?data&downloadid={download}&rowrange=(0,0)", 404)).GetProperty("Code").GetString());
        Assert.Equal("expired", (await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={upload}")).GetProperty("Status").GetString());
        Assert.Equal("NoSuchUpload", (await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}", 404)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Partition_is_needed_where_the_table_has_them_and_can_be_made()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        TableDefinition table = fixture.CreateTable("t", "id bigint, name string", "pt string");
        foreach ((string flags, string code, int status) in ((string, string, int)[])
        [
            ("uploads", "MissingPartitionSpec", 400),
            ("partition=pt=a&uploads", "NoSuchPartition", 404),
            ("partition=other=a&uploads", "InvalidPartitionSpec", 400),
            ("downloads", "MissingPartitionSpec", 400),
        ])
        {
            Assert.Equal(code, (await fixture.TunnelJsonAsync("POST", $"{Path}?{flags}", status)).GetProperty("Code").GetString());
        }

        JsonElement session = await fixture.TunnelJsonAsync("POST", $"{Path}?create_partition=true&partition=pt=a,b&uploads");
        string upload = session.GetProperty("UploadID").GetString()!;
        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&partition=pt=a,b&uploadid={upload}", EmulatorFixture.Records(Columns, [[1L, "x"]]));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        await fixture.TunnelJsonAsync("POST", $"{Path}?partition=pt=a,b&uploadid={upload}");
        Assert.Equal(1, fixture.Store.CountRows(table, new PartitionSpec(("pt", "a,b"))));

        // A session belongs to its partition.
        fixture.Store.CreatePartition(table, PartitionSpec.Parse("pt=z"), ifNotExists: false);
        Assert.Equal("NoSuchUpload", (await fixture.TunnelJsonAsync("GET", $"{Path}?create_partition=true&partition=pt=z&uploadid={upload}", 404)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Commit_is_refused_when_the_table_changed()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        await PutAsync(fixture, upload, 0, [1L, "a"]);
        fixture.Store.DropTable("demo", null, "t", ifExists: false);
        fixture.CreateTable("t", "id bigint, name string");
        Assert.Equal("NoSuchTable", (await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={upload}", 404)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { MaxRequestBytes = 1000 });
        fixture.CreateTable("t", "id bigint, name string");
        string upload = await CreateUploadAsync(fixture);
        byte[] records = EmulatorFixture.Records(Columns, [1L, new string('x', 5000)]);
        using HttpResponseMessage sized = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", records);
        Assert.Equal("MaxMessageLengthExceeded", (await EmulatorFixture.JsonAsync(sized, 413)).GetProperty("Code").GetString());
        using var deflated = new MemoryStream();
        await using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zlib.WriteAsync(records);
        }

        using HttpResponseMessage bomb = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", deflated.ToArray(), ("Content-Encoding", "deflate"));
        Assert.Equal("MaxMessageLengthExceeded", (await EmulatorFixture.JsonAsync(bomb, 413)).GetProperty("Code").GetString());
    }

    private static async Task<EmulatorFixture> StartAsync(params object?[][] rows)
    {
        EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        TableDefinition table = fixture.CreateTable("t", "id bigint, name string");
        fixture.Store.Write(table, null, rows, overwrite: false);
        return fixture;
    }

    private static async Task<string> CreateUploadAsync(EmulatorFixture fixture) =>
        (await fixture.TunnelJsonAsync("POST", $"{Path}?uploads")).GetProperty("UploadID").GetString()!;

    private static async Task<string> CreateDownloadAsync(EmulatorFixture fixture) =>
        (await fixture.TunnelJsonAsync("POST", $"{Path}?downloads")).GetProperty("DownloadID").GetString()!;

    private static async Task PutAsync(EmulatorFixture fixture, string upload, int blockId, params object?[][] rows)
    {
        using HttpResponseMessage response = await fixture.TunnelAsync("PUT", $"{Path}?blockid={blockId}&uploadid={upload}", EmulatorFixture.Records(Columns, rows));
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task<byte[]> DataAsync(EmulatorFixture fixture, string query)
    {
        using HttpResponseMessage response = await fixture.TunnelAsync("GET", $"{Path}?{query}");
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static string[] ReadAll(EmulatorFixture fixture) =>
        [.. fixture.Store.Read(fixture.Store.FindTable("demo", null, "t")!, null, 0, long.MaxValue).Select(r => $"{r[0]}:{r[1]}")];
}
