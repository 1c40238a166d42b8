using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel;

/// <summary>A table read and written in one call, and sessions that several objects share, against the emulator.</summary>
public sealed class TableDataTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Rows_are_written_and_read_in_one_call_each()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string", "dt string");
        TableSchema schema = (await table.GetAsync()).Schema!;
        var options = new UploadSessionOptions { CreatePartition = true };
        RecordWriteResult written = await table.WriteAsync(Enumerable.Range(0, 1000).Select(i => new Record(schema.Columns, (long)i, $"n{i}")), "dt=1", options);
        Assert.Equal(1000, written.Rows);
        Assert.NotNull(written.Metrics);
        await table.WriteAsync(MoreAsync(schema.Columns), "dt=1");
        await table.WriteAsync(MoreAsync(schema.Columns), "dt=2", options);

        Assert.Equal(1003, await table.ReadAsync("dt=1").CountAsync());
        List<Record> rows = await table.ReadAsync(
            "dt=1", new ParallelDownloadOptions { Columns = ["name", "dt"], Start = 10, Count = 5, RowsPerRange = 2 }, new DownloadSessionOptions { Compression = TunnelCompression.Deflate() }).ToListAsync();
        Assert.Equal(["n10", "n11", "n12", "n13", "n14"], rows.Select(r => r.GetString("name")));
        Assert.All(rows, r => Assert.Equal("1", r.GetString("dt")));

        await table.WriteAsync(MoreAsync(schema.Columns), "dt=1", new UploadSessionOptions { Overwrite = true });
        Assert.Equal([1L, 2L, 3L], await table.ReadAsync("dt=1").Select(r => r.GetInt64(0)).ToListAsync());
    }

    [Fact]
    public async Task Writing_that_fails_commits_nothing()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        TableSchema schema = (await table.GetAsync()).Schema!;
        IEnumerable<Record> rows = Enumerable.Range(0, 10).Select(i => i < 5 ? new Record(schema.Columns, (long)i, "x") : throw new FormatException("says the source"));
        FormatException error = await Assert.ThrowsAsync<FormatException>(() => table.WriteAsync(rows));
        Assert.Equal("says the source", error.Message);
        Assert.Empty(await table.ReadAsync().ToListAsync());
    }

    [Fact]
    public async Task Several_objects_write_ranges_of_blocks_of_one_session_and_one_commits_them_all()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession first = await _client.Tunnel.CreateUploadSessionAsync(table, options: new UploadSessionOptions { LastBlockId = 999 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async share =>
        {
            await using TableUploadSession session = await _client.Tunnel.GetUploadSessionAsync(
                table, null, first.Id, new UploadSessionOptions { FirstBlockId = share * 1000, LastBlockId = (share * 1000) + 999 });
            await using RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 1 });
            for (int i = 0; i < 100; i++)
            {
                await writer.WriteAsync(new Record(session.Columns, (share * 100L) + i));
                if (i % 25 == 24)
                {
                    await writer.FlushAsync();
                }
            }

            await writer.CompleteAsync();
        }));
        int[] blocks = [.. (await first.GetBlocksAsync()).Select(b => b.BlockId)];
        Assert.Equal(16, blocks.Length);
        await first.CommitAsync(blocks);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => (long)i), await table.ReadAsync().Select(r => r.GetInt64(0)).Order().ToListAsync());
    }

    [Fact]
    public async Task Result_of_a_query_is_found_again_by_the_id_of_its_session_and_a_limited_one_says_what_is_known()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        TableSchema schema = (await table.GetAsync()).Schema!;
        await table.WriteAsync(Enumerable.Range(0, 10_050).Select(i => new Record(schema.Columns, (long)i)));
        Instance instance = await _client.Sql.ExecuteAsync($"select id from {Identifier.Of(table)}");
        InstanceDownloadSession whole = await _client.Tunnel.CreateDownloadSessionAsync(instance);
        InstanceDownloadSession again = await _client.Tunnel.GetDownloadSessionAsync(instance, whole.Id);
        Assert.Equal(10_050, again.RecordCount);
        Assert.False(again.IsTruncated);
        InstanceDownloadSession limited = await _client.Tunnel.CreateDownloadSessionAsync(instance, new InstanceDownloadOptions { Limited = true });
        Assert.Equal(10_000, limited.RecordCount);
        Assert.True(limited.IsTruncated);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parallel_reading_of_a_table_gives_every_row_once(bool ordered)
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        TableSchema schema = (await table.GetAsync()).Schema!;
        await table.WriteAsync(Enumerable.Range(0, 5000).Select(i => new Record(schema.Columns, (long)i, $"n{i}")));
        var options = new ParallelDownloadOptions { Ordered = ordered, Parallelism = 3, RowsPerRange = 700, MaxBufferedBytes = 5000 };
        List<long> ids = await table.ReadAsync(options: options).Select(r => r.GetInt64(0)).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (long)i), ordered ? ids : ids.Order());
    }

    private static async IAsyncEnumerable<Record> MoreAsync(ColumnCollection columns)
    {
        var row = new Record(columns);
        for (long id = 1; id <= 3; id++)
        {
            // The same object may be used again.
            row[0] = id;
            yield return row;
            await Task.Yield();
        }
    }
}
