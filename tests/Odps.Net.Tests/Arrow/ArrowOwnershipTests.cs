using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Who owns memory, and what happens after it was given back.</summary>
public sealed class ArrowOwnershipTests
{
    [Fact]
    public void Values_after_dispose_are_refused()
    {
        RecordBatch batch = Numbers(null, 1, 2);
        ArrowArray column = batch.Column(0);
        batch.Dispose();
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => batch.Column(0));
        Assert.Throws<ObjectDisposedException>(() => batch.Slice(0, 1));
        Assert.Throws<ObjectDisposedException>(() => ((Int64Array)column).Values.Length);
        Assert.Throws<ObjectDisposedException>(() => column.Slice(0, 1));
        Assert.Throws<ObjectDisposedException>(() => batch.ToRecords().ToList());
    }

    [Fact]
    public void Memory_goes_back_once_and_serves_the_next_batch()
    {
        var pool = new ArrowMemoryPool();
        RecordBatch first = Numbers(pool, 1, 2, 3);
        Assert.Equal(1, pool.RentedBlocks);
        first.Dispose();
        first.Dispose();
        Assert.Equal(0, pool.RentedBlocks);
        long retained = pool.RetainedBytes;
        Assert.True(retained > 0);
        using RecordBatch second = Numbers(pool, 4);
        Assert.True(pool.RetainedBytes < retained);
        Assert.Equal(4, ((Int64Array)second.Column(0)).Values[0]);
    }

    [Fact]
    public void Slice_keeps_the_memory_that_it_shares()
    {
        var pool = new ArrowMemoryPool();
        RecordBatch batch = Numbers(pool, 1, 2, 3, 4);
        RecordBatch slice = batch.Slice(1, 3);
        ArrowArray inner = slice.Column(0).Slice(1, 2);
        batch.Dispose();
        slice.Dispose();
        Assert.Equal(1, pool.RentedBlocks);
        Assert.Equal([3, 4], ((Int64Array)inner).Values.ToArray());
        inner.Dispose();
        inner.Dispose();
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Column_of_one_batch_can_be_part_of_another()
    {
        var pool = new ArrowMemoryPool();
        RecordBatch batch = Numbers(pool, 1, 2);
        var other = new RecordBatch(new Schema([new Field("b", ArrowType.Int64)]), [batch.Column(0)], 2);
        RecordBatch selected = batch.Select(0, 0);
        batch.Dispose();
        Assert.Equal([1, 2], ((Int64Array)other.Column("b")).Values.ToArray());
        other.Dispose();
        Assert.Equal([1, 2], ((Int64Array)selected.Column(1)).Values.ToArray());
        selected.Dispose();
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Disposing_a_borrowed_column_does_nothing()
    {
        using RecordBatch batch = Numbers(null, 9);
        batch.Column(0).Dispose();
        Assert.Equal(9, ((Int64Array)batch.Column(0)).Values[0]);
    }

    [Fact]
    public void Array_that_went_into_a_batch_belongs_to_it()
    {
        var pool = new ArrowMemoryPool();
        Int64Array array = new Int64Array.Builder(pool).Append(1).Build();
        using (var batch = new RecordBatch(new Schema([new Field("a", ArrowType.Int64)]), [array], 1))
        {
            array.Dispose();
            Assert.Equal(1, ((Int64Array)batch.Column(0)).Values[0]);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Buffers_start_at_64_byte_boundaries()
    {
        using RecordBatch batch = new(
            new Schema([new Field("a", ArrowType.Int8), new Field("b", ArrowType.String)]),
            [new Int8Array.Builder().Append(1).AppendNull().Build(), new StringArray.Builder().Append("x").Append("yz").Build()],
            2);
        foreach (ArrayData data in batch.Data)
        {
            Assert.All(data.Buffers.Where(b => !b.IsEmpty), b => Assert.Equal(0, b.Address % 64));
        }
    }

    [Theory]
    [InlineData(ArrowCompression.None)]
    [InlineData(ArrowCompression.Lz4Frame)]
    [InlineData(ArrowCompression.Zstandard)]
    public async Task Buffers_of_batches_that_were_read_start_at_64_byte_boundaries(ArrowCompression compression)
    {
        var random = new RandomArrow(new Random(5));
        Schema schema = random.Schema(12, 3);
        using RecordBatch batch = random.Batch(schema, 333);
        byte[] bytes = await ArrowBytes.WriteStreamAsync(schema, [batch, batch], new() { Compression = compression });
        (_, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(bytes);
        foreach (RecordBatch copy in copies)
        {
            foreach (ArrayData column in copy.Data)
            {
                AssertAligned(column);
            }
        }

        ArrowBytes.Dispose(copies);

        static void AssertAligned(ArrayData data)
        {
            Assert.All(data.Buffers, b => Assert.Equal(0, b.Address % 64));
            Assert.All(data.Children, AssertAligned);
        }
    }

    [Fact]
    public void Memory_that_is_released_more_often_than_it_was_acquired_is_refused_and_goes_back_once()
    {
        var pool = new ArrowMemoryPool();
        PooledMemory memory = PooledMemory.Rent(pool, 100);
        memory.AddReference();
        memory.Release();
        Assert.Equal(1, pool.RentedBlocks);
        memory.Release();
        Assert.Equal(0, pool.RentedBlocks);
        Assert.Throws<InvalidOperationException>(memory.Release);
        Assert.Throws<ObjectDisposedException>(memory.AddReference);
        Assert.Throws<ObjectDisposedException>(() => memory.Span(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Memory(0, 1).Length);
        Assert.Equal(0, pool.RentedBlocks);
    }

#if DEBUG
    [Fact]
    public void Values_that_are_read_through_a_span_after_the_return_stand_out_in_debug_builds()
    {
        RecordBatch batch = Numbers(new ArrowMemoryPool(), 1, 2);
        ReadOnlySpan<long> kept = ((Int64Array)batch.Column(0)).Values;
        batch.Dispose();
        Assert.Equal(0xDDDD_DDDD_DDDD_DDDD, (ulong)kept[1]);
    }
#endif

    [Fact]
    public void Builder_gives_back_what_it_did_not_build()
    {
        var pool = new ArrowMemoryPool();
        using (var builder = new MapArray.Builder(ArrowType.Map(ArrowType.String, ArrowType.List(ArrowType.Int32)), pool))
        {
            builder.Append();
            ((StringArray.Builder)builder.KeyBuilder).Append("k");
            Assert.Throws<InvalidOperationException>(() => builder.Build());
            Assert.True(pool.RentedBlocks > 0);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Builder_is_empty_after_building()
    {
        using var builder = new StringArray.Builder();
        using StringArray first = builder.Append("a").Append((string?)null).Append("bc".AsSpan()).Append("d"u8).Build();
        using StringArray second = builder.Append("z").Build();
        Assert.Equal(["a", null, "bc", "d"], Enumerable.Range(0, 4).Select(first.GetString));
        Assert.Equal(1, first.NullCount);
        Assert.Equal("z", second.GetString(0));
        Assert.Equal(0, second.NullCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => second.GetString(1));
        Assert.Throws<System.Text.EncoderFallbackException>(() => builder.Append("\ud800"));
    }

    [Fact]
    public async Task Reading_allocates_no_more_for_large_batches_than_for_small_ones()
    {
        long small = await AllocatedAsync(100);
        long large = await AllocatedAsync(100_000);
        Assert.InRange(large - small, -4096, 4096);
        Assert.InRange(large, 0, 16_384);

        static async Task<long> AllocatedAsync(int rows)
        {
            using RecordBatch batch = new(
                new Schema([new Field("a", ArrowType.Int64), new Field("b", ArrowType.String)]),
                [new Int64Array.Builder().AppendRange(new long[rows]).Build(), Texts(rows)],
                rows);
            byte[] bytes = await ArrowBytes.WriteStreamAsync(batch.Schema, Enumerable.Repeat(batch, 20));
            using var reader = new ArrowStreamReader(new MemoryStream(bytes));
            long before = 0;
            long used = 0;
            for (int i = 0; i < 20; i++)
            {
                (await reader.ReadNextRecordBatchAsync())!.Dispose();
                long now = GC.GetAllocatedBytesForCurrentThread();
                used = i > 10 ? Math.Max(used, now - before) : 0;
                before = now;
            }

            return used;
        }

        static StringArray Texts(int rows)
        {
            using var builder = new StringArray.Builder();
            for (int i = 0; i < rows; i++)
            {
                builder.Append("text"u8);
            }

            return builder.Build();
        }
    }

    private static RecordBatch Numbers(ArrowMemoryPool? pool, params long[] values) =>
        new(new Schema([new Field("a", ArrowType.Int64)]), [new Int64Array.Builder(pool).AppendRange(values).Build()], values.Length);
}
