using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>Tables written and read as Arrow.</summary>
public sealed class ArrowTableTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    public static TheoryData<string> Compressions => ["none", "deflate", "snappy", "lz4", "zstd"];

    [Theory]
    [MemberData(nameof(Compressions))]
    public async Task Values_of_every_type_come_back_as_they_were_written(string name)
    {
        TunnelCompression compression = Compression(name);
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), ArrowRows.AllTypes);
        TableUploadSession upload = await ArrowRows.WriteArrowAsync(_client, table, ArrowRows.OfAllTypes(TableSchema.Parse(ArrowRows.AllTypes).Columns), compression);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table, options: new DownloadSessionOptions { Compression = compression });
        ArrowRows.AssertEqual(ArrowRows.OfAllTypes(upload.Columns), await ArrowRows.ReadArrowAsync(download));

        string label = name switch { "none" => "identity", "lz4" => "x-odps-lz4-frame", "snappy" => "x-snappy-framed", _ => name };
        EmulatorRequest request = fixture.Emulator.Requests.Last(r => r.Query.ContainsKey("data") && r.Path.EndsWith(table.Name, StringComparison.Ordinal));
        Assert.Equal(label, request.Headers["Accept-Encoding"]);
        Assert.True(request.Query.ContainsKey("arrow"));
    }

    [Fact]
    public async Task Rows_written_as_records_are_read_as_Arrow_and_the_other_way()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), ArrowRows.AllTypes);
        Record[] rows = ArrowRows.OfAllTypes(TableSchema.Parse(ArrowRows.AllTypes).Columns);
        await ArrowRows.WriteRecordsAsync(_client, table, rows);
        await ArrowRows.WriteArrowAsync(_client, table, rows);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        ArrowRows.AssertEqual([.. rows, .. rows], await ArrowRows.ReadArrowAsync(download));
        ArrowRows.AssertEqual([.. rows, .. rows], await ArrowRows.ReadRecordsAsync(download));
    }

    [Fact]
    public async Task Legacy_decimals_of_many_digits_survive_in_every_form()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "d decimal");
        var columns = new ColumnCollection([new Column("d", OdpsType.LegacyDecimal)]);
        Record[] rows =
        [
            new(columns, OdpsDecimal.Parse("-1.5")), new(columns, OdpsDecimal.Parse("0.000000000000000001")), new(columns),
            new(columns, OdpsDecimal.Parse("123456789012345678901234567890.12345678")), new(columns, OdpsDecimal.Parse("-99999999999999999999")),
        ];
        await ArrowRows.WriteArrowAsync(_client, table, rows);
        await ArrowRows.WriteRecordsAsync(_client, table, rows);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        ArrowRows.AssertEqual([.. rows, .. rows], await ArrowRows.ReadArrowAsync(download));
        ArrowRows.AssertEqual([.. rows, .. rows], await ArrowRows.ReadRecordsAsync(download));
    }

    [Fact]
    public async Task Several_batches_of_a_stream_are_read_in_order_with_their_counts()
    {
        (Table table, Record[] rows) = await WriteNumbersAsync(10_000);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        var pool = new ArrowMemoryPool();
        var progress = new Reports();
        await using (ArrowReader reader = await download.OpenArrowReaderAsync(new ArrowReaderOptions { MemoryPool = pool, Progress = progress }))
        {
            var lengths = new List<int>();
            long next = 0;
            while (await reader.ReadNextRecordBatchAsync() is { } batch)
            {
                using (batch)
                {
                    Assert.Equal(reader.Schema, batch.Schema);
                    lengths.Add(batch.Length);
                    foreach (long id in ((Int64Array)batch.Column("id")).Values)
                    {
                        Assert.Equal(next++, id);
                    }
                }
            }

            Assert.Equal([4096, 4096, 1808], lengths);
            Assert.Equal(rows.Length, reader.RowsRead);
            Assert.True(reader.BytesRead > rows.Length * 8);
            Assert.Equal(0, reader.Resumes);
            Assert.NotNull(reader.Metrics);
            Assert.Equal([4096, 8192, 10_000, 10_000], progress.All.Select(p => p.Rows));
            Assert.Equal((1, reader.BytesRead), (progress.All[^1].Blocks, progress.All[^1].Bytes));
            Assert.Null(await reader.ReadNextRecordBatchAsync());
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Ranges_and_columns_are_read_as_asked_for()
    {
        (Table table, Record[] rows) = await WriteNumbersAsync(100);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        List<Record> some = await ArrowRows.ReadArrowAsync(download, new ArrowReaderOptions { Start = 90, Count = 5, Columns = ["name", "id"] });
        Assert.Equal(["name", "id"], some[0].Columns.Select(c => c.Name));
        Assert.Equal(rows[90..95].Select(r => (r.GetString(1), r.GetInt64(0))), some.Select(r => (r.GetString(0), r.GetInt64(1))));

        // Asked for in the order of the table, since it is not known which order the service would take otherwise.
        Assert.Equal("id,name", fixture.Emulator.Requests.Last(r => r.Query.ContainsKey("data")).Query["columns"]);
        Assert.Equal(2, (await ArrowRows.ReadArrowAsync(download, new ArrowReaderOptions { Start = 98, Count = 1000 })).Count);

        int requests = fixture.Emulator.Requests.Count;
        await using ArrowReader nothing = await download.OpenArrowReaderAsync(new ArrowReaderOptions { Start = 100 });
        Assert.Null(await nothing.ReadNextRecordBatchAsync());
        Assert.Equal(requests, fixture.Emulator.Requests.Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => download.OpenArrowReaderAsync(new ArrowReaderOptions { Start = 101 }));
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(() => download.OpenArrowReaderAsync(new ArrowReaderOptions { Columns = ["nam"] }));
        Assert.Contains("'nam'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_columns_stand_behind_the_data_with_their_type()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string", "dt string, n int");
        var columns = new ColumnCollection([new Column("id", OdpsType.BigInt), new Column("name", OdpsType.String)]);
        PartitionSpec partition = "dt=20260101,n=7";
        await ArrowRows.WriteArrowAsync(_client, table, Enumerable.Range(0, 5000).Select(i => new Record(columns, (long)i, null)), partition: partition);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table, partition);
        var pool = new ArrowMemoryPool();
        await using (ArrowReader reader = await download.OpenArrowReaderAsync(new ArrowReaderOptions { AppendPartitionColumns = true, MemoryPool = pool }))
        {
            Assert.Equal(["id", "name", "dt", "n"], reader.Schema.Fields.Select(f => f.Name));
            Assert.Equal(ArrowType.Int32, reader.Schema.Fields[3].DataType);
            long rows = 0;
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                using (batch)
                {
                    Assert.Equal(reader.Schema, batch.Schema);
                    Assert.All(((Int32Array)batch.Column("n")).Values.ToArray(), n => Assert.Equal(7, n));
                    Assert.Equal("20260101", ((StringArray)batch.Column("dt")).GetString(batch.Length - 1));
                    rows += batch.Length;
                }
            }

            Assert.Equal(5000, rows);
        }

        Assert.Equal(0, pool.RentedBlocks);
        List<Record> named = await ArrowRows.ReadArrowAsync(download, new ArrowReaderOptions { Count = 2, Columns = ["n", "id"] });
        Assert.Equal(["n", "id"], named[0].Columns.Select(c => c.Name));
        Assert.Equal([7, 0L], named[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parallel_readers_give_all_batches(bool ordered)
    {
        (Table table, Record[] rows) = await WriteNumbersAsync(20_000);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        var ids = new List<long>();
        await foreach (RecordBatch batch in download.ReadRecordBatchesAsync(new ParallelDownloadOptions { Ordered = ordered, RowsPerRange = 3000, Parallelism = 3, Columns = ["id"] }))
        {
            using (batch)
            {
                ids.AddRange(((Int64Array)batch.Column("id")).Values);
            }
        }

        IEnumerable<long> expected = rows.Select(r => r.GetInt64(0));
        Assert.Equal(expected, ordered ? ids : ids.Order());

        long sum = 0;
        await download.ForEachArrowRangeAsync(
            async (reader, cancellationToken) =>
            {
                await foreach (RecordBatch batch in reader.ReadAllAsync(cancellationToken))
                {
                    using (batch)
                    {
                        Interlocked.Add(ref sum, ((Int64Array)batch.Column("id")).Values.ToArray().Sum());
                    }
                }
            },
            new ParallelDownloadOptions { RowsPerRange = 7000 });
        Assert.Equal(expected.Sum(), sum);
    }

    [Fact]
    public async Task Batches_are_given_in_the_types_of_the_service_when_asked_for()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "t timestamp");
        var columns = new ColumnCollection([new Column("t", OdpsType.Timestamp)]);
        await ArrowRows.WriteRecordsAsync(_client, table, [new Record(columns, new OdpsTimestamp(1, 2))]);
        Instance query = await _client.Sql.ExecuteAsync($"select t from {Identifier.Of(table)}");
        InstanceDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(query);
        await using ArrowReader reader = await download.OpenArrowReaderAsync(new ArrowReaderOptions { ConvertToDeclaredTypes = false });
        using RecordBatch? batch = await reader.ReadNextRecordBatchAsync();
        var parts = Assert.IsType<StructArray>(batch!.Column(0));
        Assert.Equal([1L], ((Int64Array)parts.Field(0)).Values.ToArray());
        Assert.Equal([2], ((Int32Array)parts.Field(1)).Values.ToArray());
        Assert.Equal(new OdpsTimestamp(1, 2), batch.ToRecords(reader.Columns).Single().GetTimestamp(0));
    }

    [Fact]
    public async Task Time_stamp_beyond_nanoseconds_is_an_error_as_Arrow_and_a_value_as_a_record()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "t timestamp");
        var columns = new ColumnCollection([new Column("t", OdpsType.Timestamp)]);
        var late = new Record(columns, new OdpsTimestamp(253_402_300_799, 999_999_999));
        await ArrowRows.WriteRecordsAsync(_client, table, [late]);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        OdpsServiceException error = await Assert.ThrowsAsync<OdpsServiceException>(() => download.OpenArrowReaderAsync());
        Assert.Contains("'t'", error.Message, StringComparison.Ordinal);
        Assert.Equal([late], await ArrowRows.ReadRecordsAsync(download));
        OdpsDataException unwritable = Assert.Throws<OdpsDataException>(() => RecordBatch.FromRecords(columns, [late]));
        Assert.Equal("t", unwritable.Column);
    }

    private sealed class Reports : IProgress<TransferProgress>
    {
        public List<TransferProgress> All { get; } = [];

        public void Report(TransferProgress value) => All.Add(value);
    }

    private async Task<(Table Table, Record[] Rows)> WriteNumbersAsync(int count)
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        var columns = new ColumnCollection([new Column("id", OdpsType.BigInt), new Column("name", OdpsType.String)]);
        Record[] rows = [.. Enumerable.Range(0, count).Select(i => new Record(columns, (long)i, $"name {i}"))];
        await ArrowRows.WriteArrowAsync(_client, table, rows);
        return (table, rows);
    }

    private static TunnelCompression Compression(string name) => name switch
    {
        "deflate" => TunnelCompression.Deflate(),
        "snappy" => TunnelCompression.Snappy,
        "lz4" => TunnelCompression.Lz4(),
        "zstd" => TunnelCompression.Zstandard(),
        _ => TunnelCompression.None,
    };
}
