using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

public sealed class ArrowFileTests
{
    public static TheoryData<string> Names => [.. ArrowVector.StreamNames.Where(n => !n.StartsWith("dictionary_delta", StringComparison.Ordinal) && !n.StartsWith("dictionary_replacement", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task File_gives_its_batches_in_any_order(string name)
    {
        var pool = new ArrowMemoryPool();
        var options = new ArrowReadOptions { MemoryPool = pool };
        (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load(name).Bytes, options);
        byte[] bytes = await ArrowBytes.WriteFileAsync(schema, batches, new() { Compression = name.Length % 2 == 0 ? ArrowCompression.None : ArrowCompression.Zstandard });
        await using (ArrowFileReader reader = await ArrowFileReader.OpenAsync(new MemoryStream(bytes), options))
        {
            Assert.Equal(schema, reader.Schema);
            Assert.Equal(batches.Count, reader.RecordBatchCount);
            for (int i = batches.Count - 1; i >= 0; i--)
            {
                using RecordBatch batch = await reader.ReadRecordBatchAsync(i);
                Assert.Null(ArrowBytes.Difference(batches[i], batch));
            }

            int count = 0;
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                batch.Dispose();
                count++;
            }

            Assert.Equal(batches.Count, count);
        }

        ArrowBytes.Dispose(batches);
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task File_writer_refuses_a_second_dictionary()
    {
        (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load("dictionary_replacement").Bytes);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ArrowBytes.WriteFileAsync(schema, batches));
        ArrowBytes.Dispose(batches);
    }

    [Fact]
    public async Task Every_cut_of_a_file_is_refused()
    {
        (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load("dictionary").Bytes);
        byte[] bytes = await ArrowBytes.WriteFileAsync(schema, batches);
        for (int length = 0; length < bytes.Length; length++)
        {
            await Assert.ThrowsAsync<OdpsDataException>(async () => await ArrowFileReader.OpenAsync(new MemoryStream(bytes, 0, length)));
        }

        ArrowBytes.Dispose(batches);
    }

    [Fact]
    public async Task File_can_be_read_as_a_stream_behind_its_first_letters()
    {
        (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load("multi_batch").Bytes);
        byte[] bytes = await ArrowBytes.WriteFileAsync(schema, batches);
        (_, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(bytes[8..], new() { RequireEndMarker = true });
        Assert.Equal(batches.Count, copies.Count);
        ArrowBytes.Dispose([.. batches, .. copies]);
    }
}
