using Odps.Net.IntegrationTests.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel;

/// <summary>Partition columns, whose values do not travel, among the columns of records and of Arrow batches.</summary>
public sealed class PartitionColumnTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const int Rows = 300;
    private static readonly PartitionSpec Partition = "dt=20260101,n=7,b=-5";
    private readonly OdpsClient _client = fixture.Client;

    [Theory]
    [InlineData(null, true, "id,name,v,dt,n,b")]
    [InlineData("n,id,dt", false, "n,id,dt")]
    [InlineData("dt,n,b,name,id,v", false, "dt,n,b,name,id,v")]
    [InlineData("v,b,name,n,id,dt", false, "v,b,name,n,id,dt")]
    [InlineData("name,DT", true, "name,dt,n,b")]
    [InlineData("b", false, "b")]
    [InlineData("n,dt", true, "n,dt,b")]
    public async Task Columns_are_read_in_the_order_in_which_they_are_named(string? names, bool append, string expected)
    {
        TableDownloadSession session = await SessionAsync();
        string[]? columns = names?.Split(',');
        string[] wanted = expected.Split(',');
        object?[][] rows = [.. Enumerable.Range(10, 200).Select(i => wanted.Select(c => Value(c, i)).ToArray())];
        int requests = DataRequests;

        await using (RecordReader reader = await session.OpenRecordReaderAsync(new RecordReaderOptions { Start = 10, Count = 200, Columns = columns, AppendPartitionColumns = append }))
        {
            AssertRows(wanted, rows, await reader.ReadRecordsAsync().ToListAsync());
        }

        AssertRows(wanted, rows, await ArrowRows.ReadArrowAsync(session, new ArrowReaderOptions { Start = 10, Count = 200, Columns = columns, AppendPartitionColumns = append }));
        var parallel = new ParallelDownloadOptions { Start = 10, Count = 200, Columns = columns, AppendPartitionColumns = append, RowsPerRange = 30, Parallelism = 3 };
        AssertRows(wanted, rows, await session.ReadRecordsAsync(parallel).ToListAsync());
        var batches = new List<Record>();
        await foreach (Net.Arrow.RecordBatch batch in session.ReadRecordBatchesAsync(parallel))
        {
            using (batch)
            {
                batches.AddRange(batch.ToRecords());
            }
        }

        AssertRows(wanted, rows, batches);

        // Values that are all known are not asked for.
        Assert.Equal(wanted.Intersect(["id", "name", "v"]).Any() ? 2 + (2 * 7) : 0, DataRequests - requests);
    }

    [Fact]
    public async Task Every_getter_gives_the_value_of_a_partition_column_between_others()
    {
        TableDownloadSession session = await SessionAsync();
        await using RecordReader reader = await session.OpenRecordReaderAsync(new RecordReaderOptions { Columns = ["n", "id", "dt", "b", "name"], Count = 2 });
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
        while (await reader.ReadAsync())
        {
            Assert.Equal((7, 7L, 7), (reader.GetInt32(0), reader.GetInt64("n"), reader.GetFieldValue<int?>(0)));
            Assert.Equal(("20260101", "20260101", "20260101"), (reader.GetString(2), reader.GetFieldValue<string>("dt"), (string?)reader.GetValue(2)));
            Assert.Equal("20260101"u8.ToArray(), reader.GetUtf8(2).ToArray());
            Assert.Equal("20260101"u8.ToArray(), reader.GetBytes(2));
            Assert.Equal(-5L, reader.GetInt64(3));
            Assert.False(reader.IsNull(0) || reader.IsNull(2) || reader.IsNull(3));
            Assert.Equal(reader.RowsRead - 1, reader.GetInt64(1));
            Assert.Throws<InvalidCastException>(() => reader.GetString(0));
            Assert.Throws<InvalidCastException>(() => reader.GetBytes(0));
            Assert.Throws<InvalidCastException>(() => reader.GetInt32(2));
            Assert.ThrowsAny<ArgumentException>(() => reader.GetInt64(5));
            Assert.ThrowsAny<ArgumentException>(() => reader.IsNull(5));
            Assert.ThrowsAny<ArgumentException>(() => reader.GetBytes(-1));
        }

        Assert.Throws<InvalidOperationException>(() => reader.GetString(2));
    }

    [Fact]
    public async Task Whole_session_without_data_columns_has_as_many_rows_as_the_session()
    {
        TableDownloadSession session = await SessionAsync();
        int requests = DataRequests;
        Assert.Equal(Rows, (await ArrowRows.ReadArrowAsync(session, new ArrowReaderOptions { Columns = ["dt"] })).Count(r => r.GetString(0) == "20260101"));
        long rows = 0;
        await session.ForEachRangeAsync(
            async (reader, token) =>
            {
                while (await reader.ReadAsync(token))
                {
                    Interlocked.Add(ref rows, reader.GetInt32(0));
                }
            },
            new ParallelDownloadOptions { Columns = ["n"], RowsPerRange = 70 });
        Assert.Equal(Rows * 7, rows);
        Assert.Empty(await ArrowRows.ReadArrowAsync(session, new ArrowReaderOptions { Columns = ["dt"], Start = Rows }));
        Assert.Equal(requests, DataRequests);
    }

    private int DataRequests => fixture.Emulator.Requests.Count(r => r.Query.ContainsKey("data"));

    private async Task<TableDownloadSession> SessionAsync()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string, v double", "dt string, n int, b bigint");
        var columns = new ColumnCollection([new Column("id", OdpsType.BigInt), new Column("name", OdpsType.String), new Column("v", OdpsType.Double)]);
        await ArrowRows.WriteRecordsAsync(
            _client, table, Enumerable.Range(0, Rows).Select(i => new Record(columns, Value("id", i), Value("name", i), Value("v", i))), Partition);
        return await _client.Tunnel.CreateDownloadSessionAsync(table, Partition);
    }

    private static object? Value(string column, int row) => column switch
    {
        "id" => (long)row,
        "name" => row % 5 == 0 ? null : $"name {row}",
        "v" => row % 7 == 0 ? null : row / 2.0,
        "dt" => "20260101",
        "n" => 7,
        _ => -5L,
    };

    private static void AssertRows(string[] names, object?[][] expected, List<Record> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        Assert.Equal(names, actual[0].Columns.Select(c => c.Name));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second));
    }
}
