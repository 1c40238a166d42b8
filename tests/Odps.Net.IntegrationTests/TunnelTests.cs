using Odps.Net.IntegrationTests.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests;

public sealed class TunnelTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string AllTypes = """
        a tinyint, b smallint, c int, d bigint, e float, f double, g boolean, h string, i varchar(10), j char(5), k binary,
        l decimal(38,18), m date, n datetime, o timestamp, p timestamp_ntz, q interval_day_time, r interval_year_month, s json,
        t array<bigint>, u map<string,double>, v struct<x:int,y:array<string>>
        """;

    private readonly OdpsClient _client = fixture.Client;

    public static TheoryData<string> Compressions => ["none", "deflate"];

    [Theory]
    [MemberData(nameof(Compressions))]
    public async Task Values_of_every_type_come_back_as_they_were_written(string compressionName)
    {
        TunnelCompression compression = compressionName == "none" ? TunnelCompression.None : TunnelCompression.Deflate();
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), AllTypes);
        Record[] rows;
        await using (TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table, options: new UploadSessionOptions { Compression = compression }))
        {
            rows = [Smallest(upload), Largest(upload), upload.NewRecord()];
            await WriteAsync(upload, 0, rows);
            await upload.CommitAsync();
        }

        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table, options: new DownloadSessionOptions { Compression = compression });
        Assert.Equal(3, download.RecordCount);
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        List<Record> read = await reader.ReadRecordsAsync().ToListAsync();
        ArrowRows.AssertEqual(rows, read);
    }

    [Fact]
    public async Task Blocks_become_visible_together_at_the_commit_and_in_the_order_of_their_ids()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await WriteAsync(upload, 7, [new Record(upload.Columns, 3L), new Record(upload.Columns, 4L)]);
        await WriteAsync(upload, 2, [new Record(upload.Columns, 1L), new Record(upload.Columns, 2L)]);
        Assert.Empty(await ReadIdsAsync(table));
        Assert.Equal([2, 7], (await upload.GetBlocksAsync()).Select(b => b.BlockId).Order());

        await upload.CommitAsync();
        Assert.Equal([1L, 2L, 3L, 4L], await ReadIdsAsync(table));
        Assert.Equal(TunnelSessionStatus.Closed, upload.Status);
    }

    [Fact]
    public async Task Block_that_is_written_again_replaces_the_earlier_one()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await WriteAsync(upload, 0, [new Record(upload.Columns, 1L)]);
        await WriteAsync(upload, 0, [new Record(upload.Columns, 2L)]);
        await upload.CommitAsync();
        Assert.Equal([2L], await ReadIdsAsync(table));
    }

    [Fact]
    public async Task Writers_of_several_blocks_may_work_at_the_same_time()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(block =>
            WriteAsync(upload, block, Enumerable.Range(block * 1000, 1000).Select(id => new Record(upload.Columns, (long)id)))));
        await upload.CommitAsync();
        Assert.Equal(Enumerable.Range(0, 8000).Select(i => (long)i), await ReadIdsAsync(table));
    }

    [Fact]
    public async Task Writer_that_is_disposed_without_completing_abandons_its_block()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await WriteAsync(upload, 0, [new Record(upload.Columns, 1L)]);
        await using (RecordWriter abandoned = await upload.OpenRecordWriterAsync(1))
        {
            await abandoned.WriteAsync(new Record(upload.Columns, 2L));
            await abandoned.FlushAsync();
        }

        await upload.CommitAsync();
        Assert.Equal([1L], await ReadIdsAsync(table));
    }

    [Fact]
    public async Task Session_with_an_open_writer_cannot_be_committed()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using RecordWriter open = await upload.OpenRecordWriterAsync(3);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => upload.CommitAsync());
        Assert.Contains("block 3", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => upload.OpenRecordWriterAsync(3));
    }

    [Fact]
    public async Task Commit_is_refused_when_the_service_has_other_blocks_than_were_written()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await WriteAsync(upload, 0, [new Record(upload.Columns, 1L)]);
        OdpsException error = await Assert.ThrowsAsync<OdpsException>(() => upload.CommitAsync([0, 1]));
        Assert.Contains("Missing there: 1", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<OdpsException>(() => upload.CommitAsync([]));
        Assert.Contains("Not written here: 0", error.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadIdsAsync(table));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(20_000)]
    public async Task Block_id_out_of_range_is_refused(int blockId)
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => upload.OpenRecordWriterAsync(blockId));
    }

    [Fact]
    public async Task Upload_appends_or_overwrites_as_it_was_asked_to()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        foreach ((long id, bool overwrite) in new[] { (1L, false), (2L, false), (3L, true) })
        {
            await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table, options: new UploadSessionOptions { Overwrite = overwrite });
            await WriteAsync(upload, 0, [new Record(upload.Columns, id)]);
            await upload.CommitAsync();
            Assert.Equal(id == 1 ? [1L] : id == 2 ? [1L, 2L] : [3L], await ReadIdsAsync(table));
        }
    }

    [Fact]
    public async Task Partition_is_written_and_read_apart_and_created_on_demand()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string, hh string");
        foreach (string hour in new[] { "01", "02" })
        {
            await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(
                table, $"dt=20260101,hh={hour}", new UploadSessionOptions { CreatePartition = true });
            await WriteAsync(upload, 0, [new Record(upload.Columns, long.Parse(hour, System.Globalization.CultureInfo.InvariantCulture))]);
            await upload.CommitAsync();
        }

        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table, "dt=20260101,hh=02");
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        Assert.Equal([2L], await reader.ReadRecordsAsync().Select(r => r.GetInt64(0)).ToListAsync());
    }

    [Fact]
    public async Task Ranges_and_columns_are_read_as_asked_for()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string, v double");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await WriteAsync(upload, 0, Enumerable.Range(0, 100).Select(i => new Record(upload.Columns, (long)i, $"n{i}", i / 2.0)));
        await upload.CommitAsync();

        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        await using RecordReader reader = await download.OpenRecordReaderAsync(new RecordReaderOptions { Start = 90, Count = 5, Columns = ["v", "name"] });
        List<Record> rows = await reader.ReadRecordsAsync().ToListAsync();
        Assert.Equal(["n90", "n91", "n92", "n93", "n94"], rows.Select(r => r.GetString("name")));
        Assert.Equal(45.0, rows[0].GetDouble("v"));
        Assert.Equal(2, rows[0].Count);

        await using RecordReader tail = await download.OpenRecordReaderAsync(new RecordReaderOptions { Start = 98, Count = 1000 });
        Assert.Equal(2, await tail.ReadRecordsAsync().CountAsync());
        await using RecordReader nothing = await download.OpenRecordReaderAsync(new RecordReaderOptions { Start = 100 });
        Assert.False(await nothing.ReadAsync());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => download.OpenRecordReaderAsync(new RecordReaderOptions { Start = 101 }));
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(() => download.OpenRecordReaderAsync(new RecordReaderOptions { Columns = ["nam"] }));
        Assert.Contains("'nam'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_for_a_missing_table_or_partition_names_it()
    {
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tunnel.CreateDownloadSessionAsync(_client.Tables["no_such_table"]));
        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string");
        error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tunnel.CreateUploadSessionAsync(table, "dt=missing"));
        Assert.Contains("dt='missing'", error.Message, StringComparison.Ordinal);
        Assert.Contains(table.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_results_of_many_rows_arrive_whole()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await WriteAsync(upload, 0, Enumerable.Range(0, 12_345).Select(i => new Record(upload.Columns, (long)i)));
        await upload.CommitAsync();
        await using QueryResult result = await _client.Sql.QueryAsync($"select id from {new Identifier(table.Name)}");
        Assert.Equal(12_345, result.Count);
        Assert.Equal(12_345L * 12_344 / 2, await result.ReadRecordsAsync().Select(r => (decimal)r.GetInt64(0)).SumAsync());
    }

    private static async Task WriteAsync(TableUploadSession upload, int blockId, IEnumerable<Record> rows)
    {
        await using RecordWriter writer = await upload.OpenRecordWriterAsync(blockId);
        foreach (Record row in rows)
        {
            await writer.WriteAsync(row);
        }

        await writer.CompleteAsync();
    }

    private async Task<List<long>> ReadIdsAsync(Table table)
    {
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        return await reader.ReadRecordsAsync().Select(r => r.GetInt64(0)).ToListAsync();
    }

    private static Record Smallest(TableUploadSession session) => new(
        session.Columns,
        sbyte.MinValue, short.MinValue, int.MinValue, long.MinValue + 1, float.MinValue, double.Epsilon, false, "", "", "", Array.Empty<byte>(),
        OdpsDecimal.Parse("-99999999999999999999.999999999999999999"), new DateOnly(1, 1, 1), new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero),
        new OdpsTimestamp(-62_135_596_800, 0), new OdpsTimestampNtz(-1, 999_999_999), new IntervalDayTime(-1, -1), new IntervalYearMonth(-119_999), "{}",
        Array.Empty<object?>(), new OdpsMap([]), new object?[] { null, null });

    private static Record Largest(TableUploadSession session) => new(
        session.Columns,
        sbyte.MaxValue, short.MaxValue, int.MaxValue, long.MaxValue, float.NaN, double.NegativeInfinity, true, "数据 😀\0\n", "0123456789", "12345", new byte[] { 0, 255, 10 },
        OdpsDecimal.Parse("12345678901234567890.000000000000000001"), new DateOnly(9999, 12, 31), new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
        new OdpsTimestamp(253_402_300_799, 999_999_999), new OdpsTimestampNtz(0, 1), new IntervalDayTime(100_000, 999_999_999), new IntervalYearMonth(119_999), """{"a":[1,2]}""",
        new object?[] { 1L, null, -3L }, new OdpsMap([new("k", 0.5), new("z", null)]), new object?[] { 7, new object?[] { "a", null } });
}
