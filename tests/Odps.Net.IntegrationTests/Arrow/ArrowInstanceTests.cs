using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>Results of queries read as Arrow.</summary>
public sealed class ArrowInstanceTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Result_of_every_type_is_read_as_Arrow()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), ArrowRows.AllTypes);
        Record[] rows = ArrowRows.OfAllTypes(TableSchema.Parse(ArrowRows.AllTypes).Columns);
        await ArrowRows.WriteRecordsAsync(_client, table, rows);
        Instance query = await _client.Sql.ExecuteAsync($"select * from {Identifier.Of(table)}");
        InstanceDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(query);
        ArrowRows.AssertEqual(rows, await ArrowRows.ReadArrowAsync(download));

        // Time stamps arrive as structs of seconds and nanoseconds, and are counts of nanoseconds for the caller.
        await using ArrowReader reader = await download.OpenArrowReaderAsync(new ArrowReaderOptions { Columns = ["p", "o"] });
        using RecordBatch? batch = await reader.ReadNextRecordBatchAsync();
        Assert.Equal(ArrowType.Timestamp(TimeUnit.Nanosecond), batch!.Schema.Fields[0].DataType);
        Assert.Equal(ArrowType.Timestamp(TimeUnit.Nanosecond, "UTC"), batch.Schema.Fields[1].DataType);
        Assert.Equal(-1, ((TimestampArray)batch.Column("p")).Values[0]);
    }

    [Fact]
    public async Task Limited_result_and_ranges_are_read_as_Arrow()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        var columns = new ColumnCollection([new Column("id", OdpsType.BigInt)]);
        await ArrowRows.WriteRecordsAsync(_client, table, Enumerable.Range(0, 12_000).Select(i => new Record(columns, (long)i)));
        Instance query = await _client.Sql.ExecuteAsync($"select id from {Identifier.Of(table)} order by id limit 12000");
        InstanceDownloadSession whole = await _client.Tunnel.CreateDownloadSessionAsync(query);
        Assert.Equal(12_000, whole.RecordCount);
        List<Record> tail = await ArrowRows.ReadArrowAsync(whole, new ArrowReaderOptions { Start = 11_990 });
        Assert.Equal(Enumerable.Range(11_990, 10).Select(i => (long)i), tail.Select(r => r.GetInt64(0)));

        InstanceDownloadSession limited = await _client.Tunnel.CreateDownloadSessionAsync(query, new InstanceDownloadOptions { Limited = true });
        Assert.Equal(limited.RecordCount, (await ArrowRows.ReadArrowAsync(limited)).Count);
        Assert.True(limited.RecordCount < 12_000);
        await using ArrowReader reader = await limited.OpenArrowReaderAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => limited.OpenArrowReaderAsync(new ArrowReaderOptions { Columns = ["missing"] }));
    }
}
