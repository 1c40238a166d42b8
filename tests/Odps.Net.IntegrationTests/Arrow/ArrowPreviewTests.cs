using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>The first rows of a table, which always travel as an Arrow stream.</summary>
public sealed class ArrowPreviewTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Theory]
    [InlineData(ArrowCompression.None)]
    [InlineData(ArrowCompression.Lz4Frame)]
    [InlineData(ArrowCompression.Zstandard)]
    public async Task Values_of_every_type_are_shown_as_batches_and_as_records(ArrowCompression compression)
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), ArrowRows.AllTypes);
        Record[] rows = ArrowRows.OfAllTypes(TableSchema.Parse(ArrowRows.AllTypes).Columns);
        await ArrowRows.WriteRecordsAsync(_client, table, rows);
        var pool = new ArrowMemoryPool();
        var options = new PreviewOptions { Compression = compression, MemoryPool = pool };
        await using (PreviewReader reader = await _client.Tunnel.OpenPreviewReaderAsync(table, options: options))
        {
            ArrowRows.AssertEqual(rows, await reader.ReadRecordsAsync().ToListAsync());
            Assert.Equal(rows.Length, reader.RowsRead);
        }

        await using (PreviewReader reader = await _client.Tunnel.OpenPreviewReaderAsync(table, options: options))
        {
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                using (batch)
                {
                    Assert.Equal(reader.Schema, batch.Schema);
                    ArrowRows.AssertEqual(rows, [.. batch.ToRecords(reader.Columns)]);
                }
            }
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Limit_columns_and_their_order_are_as_asked_for()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "a bigint, b string, c double");
        ColumnCollection columns = TableSchema.Parse("a bigint, b string, c double").Columns;
        await ArrowRows.WriteRecordsAsync(_client, table, Enumerable.Range(0, 100).Select(i => new Record(columns, (long)i, $"b{i}", i / 2.0)));
        await using PreviewReader reader = await _client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { Limit = 3, Columns = ["c", "a"] });
        List<Record> rows = await reader.ReadRecordsAsync().ToListAsync();
        Assert.Equal([(0.0, 0L), (0.5, 1L), (1.0, 2L)], rows.Select(r => (r.GetDouble("c"), r.GetInt64("a"))));
        Assert.Equal(["c", "a"], rows[0].Columns.Select(c => c.Name));
        Assert.Equal("a,c", fixture.Emulator.Requests.Last(r => r.Path.EndsWith("/preview", StringComparison.Ordinal)).Query["columns"]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { Limit = 0 }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => _client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { Columns = ["missing"] }));
    }

    [Fact]
    public async Task Quota_and_tags_go_with_the_request()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "a bigint");
        await using PreviewReader reader = await _client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { QuotaName = "default", Tags = ["nightly", "x"] });
        EmulatorRequest request = fixture.Emulator.Requests.Last(r => r.Path.EndsWith("/preview", StringComparison.Ordinal));
        Assert.Equal("default", request.Query["quotaName"]);
        Assert.Equal("nightly,x", request.Headers["odps-tunnel-tags"]);
    }

    [Fact]
    public async Task At_most_ten_thousand_rows_are_shown_in_several_batches()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        var columns = new ColumnCollection([new Column("id", OdpsType.BigInt)]);
        await ArrowRows.WriteArrowAsync(_client, table, Enumerable.Range(0, 12_000).Select(i => new Record(columns, (long)i)));
        await using PreviewReader reader = await _client.Tunnel.OpenPreviewReaderAsync(table);
        int batches = 0;
        long next = 0;
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            using (batch)
            {
                batches++;
                foreach (long id in ((Int64Array)batch.Column(0)).Values)
                {
                    Assert.Equal(next++, id);
                }
            }
        }

        Assert.Equal(10_000, next);
        Assert.Equal(3, batches);
    }

    [Fact]
    public async Task Partitions_are_shown_together_and_one_by_one_with_the_values_of_their_keys()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string, n int");
        var columns = new ColumnCollection([new Column("id", OdpsType.BigInt)]);
        await ArrowRows.WriteArrowAsync(_client, table, [new Record(columns, 1L)], partition: "dt=a,n=1");
        await ArrowRows.WriteArrowAsync(_client, table, [new Record(columns, 2L)], partition: "dt=b,n=2");
        await using PreviewReader all = await _client.Tunnel.OpenPreviewReaderAsync(table);
        Assert.Equal([(1L, "a", 1), (2L, "b", 2)], await all.ReadRecordsAsync().Select(r => (r.GetInt64("id"), r.GetString("dt"), r.GetInt32("n"))).ToListAsync());
        await using PreviewReader one = await _client.Tunnel.OpenPreviewReaderAsync(table, "dt=b,n=2", new PreviewOptions { Columns = ["n", "id"] });
        Record row = Assert.Single(await one.ReadRecordsAsync().ToListAsync());
        Assert.Equal([2, 2L], row);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tunnel.OpenPreviewReaderAsync(table, "dt=c,n=3"));
    }

    [Fact]
    public async Task Table_without_rows_shows_none()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using PreviewReader reader = await _client.Tunnel.OpenPreviewReaderAsync(table);
        Assert.Null(await reader.ReadNextRecordBatchAsync());
        Assert.Equal("id", reader.Columns.Single().Name);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tunnel.OpenPreviewReaderAsync(_client.Tables["missing_table"]));
    }

    [Fact]
    public async Task Values_that_have_no_place_in_a_batch_are_shown_as_records()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "t timestamp, d decimal");
        ColumnCollection columns = TableSchema.Parse("t timestamp, d decimal").Columns;
        var row = new Record(columns, new OdpsTimestamp(-62_135_596_800, 1), OdpsDecimal.Parse("-12345678901234567890.5"));
        await ArrowRows.WriteRecordsAsync(_client, table, [row]);
        await using PreviewReader records = await _client.Tunnel.OpenPreviewReaderAsync(table);
        Assert.Equal([row], await records.ReadRecordsAsync().ToListAsync());
        await using PreviewReader batches = await _client.Tunnel.OpenPreviewReaderAsync(table);
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => batches.ReadNextRecordBatchAsync().AsTask());
        Assert.Equal("t", error.Column);
        await using PreviewReader decimals = await _client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { Columns = ["d"] });
        using RecordBatch? batch = await decimals.ReadNextRecordBatchAsync();
        Assert.IsType<Decimal256Array>(batch!.Column(0));
        Assert.Equal(row[1], batch.ToRecords(decimals.Columns).Single()[0]);
    }
}
