using Odps.Net.Arrow;
using Odps.Net.Tests.Tunnel.Download;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Arrow;

/// <summary>The columns of a reader out of those that travel, with partition columns among them.</summary>
public sealed class BatchProjectionTests
{
    private const string Schema =
        """{"columns":[{"name":"a","type":"bigint","nullable":true},{"name":"b","type":"string","nullable":true},{"name":"c","type":"double","nullable":true}],"partitionKeys":[{"name":"dt","type":"string","nullable":true},{"name":"n","type":"int","nullable":true}]}""";

    [Theory]
    [InlineData(null, false, "a,b,c", "a,b,c")]
    [InlineData(null, true, "a,b,c", "a,b,c,dt,n")]
    [InlineData("c,a", false, "a,c", "c,a")]
    [InlineData("n,c,DT,a", false, "a,c", "n,c,dt,a")]
    [InlineData("n,c", true, "c", "n,c,dt")]
    [InlineData("dt", false, "", "dt")]
    [InlineData("", true, "", "dt,n")]
    public async Task Columns_stand_where_they_are_named(string? names, bool append, string wire, string expected)
    {
        ColumnSelection selection = await SelectAsync(TunnelDataForm.Arrow, names, append);
        Assert.Equal(wire, string.Join(',', selection.Wire.Select(c => c.Name)));
        Assert.Equal(expected, string.Join(',', selection.Columns.Select(c => c.Name)));

        var pool = new ArrowMemoryPool();
        using (BatchProjection? projection = BatchProjection.For(selection, pool))
        {
            Assert.Equal(names is null && !append, projection is null);
            foreach (int rows in (int[])[3, 10, 0, 5])
            {
                RecordBatch travelled = Batch(selection.Wire, rows, pool);
                ArrowBuffer[] buffers = [.. travelled.Data.ToArray().Select(d => d.Buffers[1])];
                using RecordBatch batch = projection is null ? travelled : selection.Wire.Count > 0 ? projection.Apply(travelled) : projection.Constants(rows);
                Assert.Equal(Net.Arrow.Schema.From(selection.Columns), batch.Schema);
                Assert.Equal(rows, batch.Length);
                for (int i = 0; i < batch.ColumnCount; i++)
                {
                    string name = batch.Schema.Fields[i].Name;
                    Assert.Equal(Enumerable.Range(0, rows).Select(r => Value(name, r)), batch.ToRecords(selection.Columns).Select(r => r[i]));
                    if (selection.Wire.IndexOf(name) is >= 0 and int place)
                    {
                        // From where it lies.
                        Assert.Equal(buffers[place], batch.Data[i].Buffers[1]);
                    }
                }
            }
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Theory]
    [InlineData("c,n,a", "c,a")]
    [InlineData("n", "")]
    public async Task Records_travel_in_the_order_that_was_asked_for(string names, string wire)
    {
        ColumnSelection selection = await SelectAsync(TunnelDataForm.Records, names, appendPartitions: false);
        Assert.Equal(wire, string.Join(',', selection.Wire.Select(c => c.Name)));
        Assert.Equal(names, string.Join(',', selection.Columns.Select(c => c.Name)));
    }

    [Fact]
    public async Task Names_that_cannot_be_read_are_refused()
    {
        Assert.Contains("'nam'", (await Assert.ThrowsAsync<ArgumentException>(() => SelectAsync(TunnelDataForm.Arrow, "a,nam", false))).Message, StringComparison.Ordinal);
        Assert.Contains("'n'", (await Assert.ThrowsAsync<ArgumentException>(() => SelectAsync(TunnelDataForm.Arrow, "n,a,N", false))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("a, b, c", (await Assert.ThrowsAsync<ArgumentException>(() => SelectAsync(TunnelDataForm.Arrow, "", false))).Message, StringComparison.Ordinal);
        ArgumentException without = await Assert.ThrowsAsync<ArgumentException>(() => SelectAsync(TunnelDataForm.Arrow, "a,n", false, partition: null));
        Assert.Contains("is not of one partition", without.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_of_the_types_of_the_service_keep_them()
    {
        ColumnSelection selection = await SelectAsync(TunnelDataForm.Arrow, "n,a", false);
        using BatchProjection projection = BatchProjection.For(selection, new ArrowMemoryPool())!;
        using Int32Array.Builder narrow = new();
        using RecordBatch batch = projection.Apply(new RecordBatch(new Schema([new Field("a", ArrowType.Int32)]), [narrow.Append(5).Build()], 1));
        Assert.Equal([ArrowType.Int32, ArrowType.Int32], batch.Schema.Fields.Select(f => f.DataType));
        Assert.Equal([7], ((Int32Array)batch.Column(0)).Values.ToArray());
        Assert.Equal([5], ((Int32Array)batch.Column(1)).Values.ToArray());
    }

    private static async Task<ColumnSelection> SelectAsync(TunnelDataForm form, string? names, bool appendPartitions, string? partition = "dt=20260101,n=7")
    {
        await using var service = new DownloadService(5) { Schema = Schema };
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table, partition is null ? null : PartitionSpec.Parse(partition));
        return ColumnSelection.Of(session, form, names?.Split(',', StringSplitOptions.RemoveEmptyEntries), appendPartitions);
    }

    private static RecordBatch Batch(ColumnCollection columns, int rows, ArrowMemoryPool pool)
    {
        using var builder = new RecordBatchBuilder(columns, pool);
        for (int i = 0; i < rows; i++)
        {
            var record = new Record(columns);
            foreach (Column column in columns)
            {
                record[column.Name] = Value(column.Name, i);
            }

            builder.Append(record);
        }

        return builder.Build();
    }

    private static object Value(string column, int row) => column switch
    {
        "a" => (long)row,
        "b" => $"text {row}",
        "c" => row / 2.0,
        "dt" => "20260101",
        _ => 7,
    };
}
