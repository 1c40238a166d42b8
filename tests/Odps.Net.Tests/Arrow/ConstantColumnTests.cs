using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Arrow;

/// <summary>The values of partition columns, which stand in every row.</summary>
public sealed class ConstantColumnTests
{
    [Fact]
    public void Rows_stay_valid_when_longer_batches_follow_and_all_memory_goes_back()
    {
        var pool = new ArrowMemoryPool();
        var column = new Column("dt", OdpsType.String);
        var constant = new ConstantColumn(column, RecordSlot.FromObject("20260101"), pool);
        ArrowArray[] taken = [.. ((int[])[3, 10, 5, 0]).Select(Take)];
        Assert.Equal([3, 10, 5, 0], taken.Select(a => a.Length));
        constant.Dispose();
        constant.Dispose();
        foreach (StringArray array in taken.Cast<StringArray>())
        {
            Assert.All(Enumerable.Range(0, array.Length), i => Assert.Equal("20260101", array.GetString(i)));
            array.Dispose();
        }

        Assert.Equal(0, pool.RentedBlocks);

        ArrowArray Take(int length)
        {
            ArrayData data = constant.Take(length);
            data.Retain();
            return ArrowArrayFactory.Create(data, owned: true);
        }
    }

    [Fact]
    public void Null_of_a_default_partition_is_null_in_every_row()
    {
        using var constant = new ConstantColumn(new Column("n", OdpsType.Int), default, new ArrowMemoryPool());
        ArrayData data = constant.Take(4);
        Assert.Equal((4, 4), (data.Length, data.NullCount));
    }
}
