using System.Buffers.Binary;
using Odps.Net.Arrow;
using Odps.Net.Tests.Compression;

namespace Odps.Net.Tests.Arrow;

/// <summary>Streams that other Arrow implementations wrote.</summary>
public sealed class ArrowStreamVectorTests
{
    public static TheoryData<string> Names => [.. ArrowVector.StreamNames];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reader_gives_the_schema_and_values_of_a_stored_stream(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        var pool = new ArrowMemoryPool();
        await using (var reader = new ArrowStreamReader(new MemoryStream(vector.Bytes), new ArrowReadOptions { MemoryPool = pool, Validation = ArrowValidation.Full }))
        {
            ArrowJson.AssertSchema(vector.SchemaJson, await reader.GetSchemaAsync());
            int index = 0;
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                using (batch)
                {
                    ArrowJson.AssertBatch(vector.Batches[index]!.AsObject(), batch, $"batch {index}");
                }

                index++;
            }

            Assert.Equal(vector.Batches.Count, index);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void All_stored_streams_are_there() => Assert.Equal(62, ArrowVector.StreamNames.Count());

    [Theory]
    [InlineData("all_odps_types")]
    [InlineData("dictionary_delta")]
    [InlineData("legacy_format")]
    [InlineData("bitmap_edges_zstd")]
    public async Task Reader_does_not_mind_how_the_bytes_arrive(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        foreach (int piece in (int[])[1, 3, 7, 64, 1000])
        {
            await using var reader = new ArrowStreamReader(new FragmentedStream(vector.Bytes, piece, suspend: piece == 7));
            int index = 0;
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                using (batch)
                {
                    ArrowJson.AssertBatch(vector.Batches[index++]!.AsObject(), batch, $"pieces of {piece}");
                }
            }

            Assert.Equal(vector.Batches.Count, index);
        }
    }

    [Fact]
    public async Task Metadata_of_version_V4_is_read_and_older_ones_are_refused_by_their_version()
    {
        foreach (string name in (string[])["tiny", "nested_map", "dictionary_delta", "bitmap_edges_zstd", "all_odps_types"])
        {
            ArrowVector vector = ArrowVector.Load(name);
            byte[] bytes = [.. vector.Bytes];
            SetVersion(bytes, MetadataVersion.V4);
            (_, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(bytes, new() { Validation = ArrowValidation.Full });
            for (int i = 0; i < batches.Count; i++)
            {
                ArrowJson.AssertBatch(vector.Batches[i]!.AsObject(), batches[i], $"{name}, batch {i}");
            }

            ArrowBytes.Dispose(batches);
            SetVersion(bytes, 2);
            OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(bytes));
            Assert.Contains("version V3; V4 and V5", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Batches_of_a_dictionary_that_was_replaced_keep_their_own()
    {
        ArrowVector vector = ArrowVector.Load("dictionary_replacement");
        var pool = new ArrowMemoryPool();
        var batches = new List<RecordBatch>();
        await using (var reader = new ArrowStreamReader(new MemoryStream(vector.Bytes), new ArrowReadOptions { MemoryPool = pool }))
        {
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                batches.Add(batch);
            }
        }

        for (int i = 0; i < batches.Count; i++)
        {
            ArrowJson.AssertBatch(vector.Batches[i]!.AsObject(), batches[i], $"batch {i}");
            batches[i].Dispose();
        }

        Assert.True(batches.Count > 1);
        Assert.Equal(0, pool.RentedBlocks);
    }

    /// <summary>Writes the version into each message, whose root table has it as its first field, and whose body length as its fourth.</summary>
    private static void SetVersion(Span<byte> stream, short version)
    {
        while (stream.Length > 8 && BinaryPrimitives.ReadInt32LittleEndian(stream[4..]) is > 0 and int length)
        {
            Span<byte> metadata = stream.Slice(8, length);
            int table = BinaryPrimitives.ReadInt32LittleEndian(metadata);
            int fields = table - BinaryPrimitives.ReadInt32LittleEndian(metadata[table..]);
            BinaryPrimitives.WriteInt16LittleEndian(metadata[(table + BinaryPrimitives.ReadUInt16LittleEndian(metadata[(fields + 4)..]))..], version);
            int bodyField = BinaryPrimitives.ReadUInt16LittleEndian(metadata[fields..]) > 10 ? BinaryPrimitives.ReadUInt16LittleEndian(metadata[(fields + 10)..]) : 0;
            int body = bodyField == 0 ? 0 : (int)BinaryPrimitives.ReadInt64LittleEndian(metadata[(table + bodyField)..]);
            stream = stream[(8 + length + body)..];
        }
    }
}
