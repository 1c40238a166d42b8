using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

public sealed class ArrowStreamWriterTests
{
    public static TheoryData<string> Names => [.. ArrowVector.StreamNames];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_was_read_is_written_and_read_again(string name)
    {
        var pool = new ArrowMemoryPool();
        var options = new ArrowReadOptions { MemoryPool = pool, Validation = ArrowValidation.Full };
        (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load(name).Bytes, options);
        foreach (ArrowCompression compression in Enum.GetValues<ArrowCompression>())
        {
            foreach (int alignment in (int[])[8, 64])
            {
                byte[] bytes = await ArrowBytes.WriteStreamAsync(schema, batches, new() { Compression = compression, Alignment = alignment });
                Assert.Equal(0, bytes.Length % 8);
                (Schema again, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(bytes, options with { RequireEndMarker = true });
                Assert.Equal(schema, again);
                Assert.Equal(batches.Count, copies.Count);
                foreach ((RecordBatch batch, RecordBatch copy) in batches.Zip(copies))
                {
                    Assert.Null(ArrowBytes.Difference(batch, copy));
                }

                ArrowBytes.Dispose(copies);
            }
        }

        ArrowBytes.Dispose(batches);
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Slices_are_written_as_if_they_were_whole(string name)
    {
        var pool = new ArrowMemoryPool();
        var options = new ArrowReadOptions { MemoryPool = pool, Validation = ArrowValidation.Full };
        (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load(name).Bytes, options);
        foreach (RecordBatch batch in batches.Where(b => b.Length > 0))
        {
            foreach ((int offset, int length) in ((int, int)[])[(0, 1), (1, batch.Length - 1), (batch.Length / 2, batch.Length - (batch.Length / 2)), (batch.Length - 1, 1), (batch.Length, 0)])
            {
                using RecordBatch slice = batch.Slice(offset, length);
                (_, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(await ArrowBytes.WriteStreamAsync(schema, [slice]), options);
                using RecordBatch copy = Assert.Single(copies);
                Assert.Null(ArrowBytes.Difference(slice, copy));
            }

            if (batch.Length > 1000)
            {
                break;
            }
        }

        ArrowBytes.Dispose(batches);
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Stream_without_batches_has_a_schema_and_an_end()
    {
        var schema = new Schema([new Field("a", ArrowType.Int32)], new KeyValueMetadata([new("k", "v")]));
        (Schema again, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(await ArrowBytes.WriteStreamAsync(schema, []), new() { RequireEndMarker = true });
        Assert.Equal(schema, again);
        Assert.Empty(batches);
    }

    [Fact]
    public async Task Writer_refuses_a_batch_of_another_schema_and_goes_on()
    {
        using RecordBatch right = Batch("a", 1, 2);
        using RecordBatch wrong = Batch("b", 3);
        using var stream = new MemoryStream();
        await using var writer = new ArrowStreamWriter(stream, right.Schema, leaveOpen: true);
        await Assert.ThrowsAsync<ArgumentException>(async () => await writer.WriteRecordBatchAsync(wrong));
        await writer.WriteRecordBatchAsync(right);
        await writer.CompleteAsync();
        Assert.Equal(2, writer.RowsWritten);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteRecordBatchAsync(right));
    }

    [Fact]
    public async Task Body_that_does_not_shrink_is_stored_as_it_is()
    {
        byte[] noise = new byte[5000];
        new Random(1).NextBytes(noise);
        using RecordBatch batch = new(new Schema([new Field("b", ArrowType.Binary)]), [new BinaryArray.Builder().Append(noise).Build()], 1);
        byte[] plain = await ArrowBytes.WriteStreamAsync(batch.Schema, [batch]);
        foreach (ArrowCompression compression in (ArrowCompression[])[ArrowCompression.Lz4Frame, ArrowCompression.Zstandard])
        {
            byte[] bytes = await ArrowBytes.WriteStreamAsync(batch.Schema, [batch], new() { Compression = compression });
            Assert.InRange(bytes.Length, plain.Length, plain.Length + 200);
            (_, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(bytes);
            using RecordBatch copy = Assert.Single(copies);
            Assert.Equal(noise, ((BinaryArray)copy.Column(0)).GetBytes(0).ToArray());
        }
    }

    private static RecordBatch Batch(string name, params int[] values) =>
        new(new Schema([new Field(name, ArrowType.Int32)]), [new Int32Array.Builder().AppendRange(values).Build()], values.Length);
}
