using System.Buffers.Binary;
using Odps.Net.Arrow;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Arrow;

/// <summary>Streams that lie on purpose.</summary>
public sealed class ArrowHostileBytesTests
{
    public static TheoryData<string> CutStreams => ["tiny", "multi_batch", "dictionary_delta", "nested_map", "bitmap_edges_zstd", "legacy_format", "metadata"];

    [Theory]
    [MemberData(nameof(CutStreams))]
    public async Task Stream_cut_at_any_byte_is_an_error_when_the_rows_are_known(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        byte[] bytes = vector.Bytes;
        int rows = vector.Batches.Sum(b => b!["length"]!.GetValue<int>());
        var pool = new ArrowMemoryPool();
        var options = new ArrowReadOptions { MemoryPool = pool, ExpectedRowCount = rows };
        int marker = name == "legacy_format" ? 4 : 8;
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            if (length == bytes.Length - marker)
            {
                // All rows are there; only the end marker is not.
                ArrowBytes.Dispose((await ArrowBytes.ReadStreamAsync(cut, options)).Batches);
                await Assert.ThrowsAsync<OdpsStreamTruncatedException>(() => ArrowBytes.ReadStreamAsync(cut, options with { RequireEndMarker = true }));
            }
            else
            {
                OdpsStreamTruncatedException error = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(() => ArrowBytes.ReadStreamAsync(cut, options));
                Assert.InRange(error.RowsRead, 0, rows);
                Assert.Equal(length, error.Offset);
            }

            Assert.Equal(0, pool.RentedBlocks);
        }
    }

    [Fact]
    public async Task End_between_messages_is_the_end_when_nothing_else_is_known()
    {
        byte[] bytes = ArrowVector.Load("multi_batch").Bytes[..^8];
        ArrowBytes.Dispose((await ArrowBytes.ReadStreamAsync(bytes)).Batches);
    }

    [Theory]
    [InlineData(0, 0, 3, 2, 9, "backwards at slot 2")]
    [InlineData(0, -1, 3, 4, 9, "")]
    [InlineData(0, 0, 3, 4, 10, "")]
    [InlineData(-4, 0, 3, 4, 9, "from -4")]
    public async Task Offsets_that_run_backwards_or_past_the_end_are_refused(int a, int b, int c, int d, int e, string where)
    {
        byte[] body = new byte[40];
        foreach ((int value, int index) in new[] { a, b, c, d, e }.Select((v, i) => (v, i)))
        {
            BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4 * index), value);
        }

        byte[] stream = await StreamAsync(ArrowType.String, MessageBytes.RecordBatch(4, [(4, 0)], [(0, 0), (0, 20), (24, 9)], body));
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(stream));
        Assert.Equal("x", error.Column);
        Assert.NotNull(error.Offset);
        Assert.Contains(where, error.Message, StringComparison.Ordinal);

        // Without the check while reading, the access itself refuses.
        (_, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(stream, new() { Validation = ArrowValidation.Layout });
        using RecordBatch batch = Assert.Single(batches);
        Assert.Throws<OdpsDataException>(() =>
        {
            for (int i = 0; i < 4; i++)
            {
                ((StringArray)batch.Column(0)).GetString(i);
            }
        });
    }

    [Theory]
    [InlineData(4, 0, 0, 16, 0, 40)]
    [InlineData(4, 0, 0, 4096, 0, 32)]
    [InlineData(4, 0, 32, 16, 0, 32)]
    [InlineData(4, 0, -8, 32, 0, 32)]
    [InlineData(4, 0, 0, -32, 0, 32)]
    [InlineData(4, 0, long.MaxValue, 32, 0, 32)]
    [InlineData(4, 1, 0, 32, 0, 32)]
    [InlineData(4, 5, 0, 32, 1, 32)]
    [InlineData(-1, 0, 0, 32, 0, 32)]
    [InlineData(long.MaxValue, 0, 0, 32, 0, 32)]
    [InlineData(5, 0, 0, 32, 0, 32)]
    public async Task Lengths_that_lie_are_refused(long slots, long nulls, long offset, long length, long validity, int bodyLength)
    {
        byte[] message = MessageBytes.RecordBatch(4, [(slots, nulls)], [(0, validity), (offset, length)], new byte[bodyLength]);
        byte[] stream = await StreamAsync(ArrowType.Int64, message);
        foreach (ArrowValidation validation in Enum.GetValues<ArrowValidation>())
        {
            OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(stream, new() { Validation = validation }));
            Assert.Contains("Message 1 of the Arrow stream, which starts at byte ", error.Message, StringComparison.Ordinal);
            Assert.Equal(stream.Length - message.Length, error.Offset);
        }
    }

    [Fact]
    public async Task Announced_body_that_does_not_come_allocates_no_more_than_comes()
    {
        var pool = new ArrowMemoryPool();
        byte[] stream = await StreamAsync(ArrowType.Int64, MessageBytes.RecordBatch(4, [(4, 0)], [(0, 0), (0, 32)], new byte[3 << 20], bodyLength: 1 << 30));
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await Assert.ThrowsAsync<OdpsStreamTruncatedException>(() => ArrowBytes.ReadStreamAsync(stream, new() { MemoryPool = pool }));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
        Assert.Equal(0, pool.RentedBlocks);
        stream = await StreamAsync(ArrowType.Int64, MessageBytes.RecordBatch(4, [(4, 0)], [(0, 0), (0, 32)], new byte[32], bodyLength: long.MaxValue));
        await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(stream));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Decompression_beyond_or_below_the_announced_size_is_refused(byte codec)
    {
        byte[] plain = new byte[32];
        plain[0] = 7;
        using FrameEncoder encoder = CompressionStreams.CreateEncoder(codec == 0 ? CompressionAlgorithm.Lz4Frame : CompressionAlgorithm.Zstandard);
        byte[] frame = new byte[encoder.MaxCompressedLength(plain.Length)];
        frame = frame[..encoder.Compress(plain, frame)];
        foreach ((long announced, bool good) in ((long, bool)[])[(32, true), (31, false), (33, false), (40, false), (8, false), (-2, false), (1L << 29, false), (long.MaxValue, false)])
        {
            byte[] body = new byte[(8 + frame.Length + 7) & ~7];
            BinaryPrimitives.WriteInt64LittleEndian(body, announced);
            frame.CopyTo(body, 8);
            byte[] stream = await StreamAsync(ArrowType.Int64, MessageBytes.RecordBatch(4, [(4, 0)], [(0, 0), (0, 8 + frame.Length)], body, codec: codec));
            var pool = new ArrowMemoryPool();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            if (good)
            {
                (_, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(stream, new() { MemoryPool = pool });
                Assert.Equal(7, ((Int64Array)batches[0].Column(0)).Values[0]);
                ArrowBytes.Dispose(batches);
            }
            else
            {
                await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(stream, new() { MemoryPool = pool }));
            }

            Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
            Assert.Equal(0, pool.RentedBlocks);
        }
    }

    [Theory]
    [InlineData(ArrowCompression.Lz4Frame)]
    [InlineData(ArrowCompression.Zstandard)]
    public async Task Data_that_compresses_extremely_is_read(ArrowCompression compression)
    {
        var builder = new Int64Array.Builder();
        builder.AppendRange(new long[2_000_000]);
        var second = new Int64Array.Builder();
        second.AppendRange(Enumerable.Range(0, 2_000_000).Select(i => (long)(i / 100_000)).ToArray());
        using var batch = new RecordBatch(new Schema([new Field("a", ArrowType.Int64), new Field("b", ArrowType.Int64)]), [builder.Build(), second.Build()], 2_000_000);
        byte[] bytes = await ArrowBytes.WriteStreamAsync(batch.Schema, [batch], new() { Compression = compression });
        (_, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(bytes);
        using RecordBatch copy = Assert.Single(copies);
        for (int i = 0; i < 2; i++)
        {
            Assert.True(((Int64Array)batch.Column(i)).Values.SequenceEqual(((Int64Array)copy.Column(i)).Values));
        }

        await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(bytes, new() { MaxBodyLength = 30 << 20 }));
    }

    [Fact]
    public async Task Unknown_codec_and_unknown_messages_are_refused()
    {
        byte[] stream = await StreamAsync(ArrowType.Int64, MessageBytes.RecordBatch(0, [(0, 0)], [(0, 0), (0, 0)], [], codec: 2));
        await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(stream));
        await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync([0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]));
        await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync("<html>this is not Arrow</html>"u8.ToArray()));
        await Assert.ThrowsAsync<OdpsStreamTruncatedException>(() => ArrowBytes.ReadStreamAsync([]));
    }

    [Fact]
    public async Task Depth_over_the_limit_is_refused()
    {
        ArrowType type = ArrowType.Int32;
        for (int i = 0; i < 70; i++)
        {
            type = ArrowType.List(type);
        }

        byte[] bytes = await ArrowBytes.WriteStreamAsync(new Schema([new Field("x", type)]), []);
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(bytes));
        Assert.Contains("64 levels", error.Message, StringComparison.Ordinal);
        (Schema schema, _) = await ArrowBytes.ReadStreamAsync(bytes, new() { MaxDepth = 80 });
        Assert.Equal(type, schema.Fields[0].DataType);
    }

    [Fact]
    public async Task Schema_whose_fields_share_their_children_is_refused_when_it_unfolds_to_too_many()
    {
        // Each struct refers twice to the next one: few bytes, 2^40 fields.
        var writer = new FlatBufferWriter();
        writer.Begin();
        int[] message = [2, 1, 4, 8];
        writer.Table(message, 0);
        writer.SetInt16(message[0], 4);
        writer.SetByte(message[1], 1);
        int[] schema = [2, 4];
        writer.Table(schema, message[2]);
        int vector = writer.ReferenceVector(1, schema[1]);
        int second = 0;
        for (int depth = 0; depth < 40; depth++)
        {
            int[] field = [4, 1, 1, 4, 0, 4];
            int at = writer.Length;
            writer.Table(field, vector);
            if (second != 0)
            {
                int target = vector + BinaryPrimitives.ReadInt32LittleEndian(writer.Span[vector..]);
                writer.SetInt32(second, target - second);
            }

            writer.SetByte(field[2], depth == 39 ? (byte)6 : (byte)13);
            writer.String("", field[0]);
            writer.Table([], field[3]);
            vector = writer.ReferenceVector(depth == 39 ? 0 : 2, field[5]);
            second = vector + 4;
            Assert.True(writer.Length > at);
        }

        writer.Align(8);
        byte[] bytes = new byte[8 + writer.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, -1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), writer.Length);
        writer.Span.CopyTo(bytes.AsSpan(8));
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => ArrowBytes.ReadStreamAsync(bytes));
        Assert.Contains("65536 fields", error.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> StreamAsync(ArrowType type, byte[] message)
    {
        byte[] schema = await ArrowBytes.WriteStreamAsync(new Schema([new Field("x", type)]), []);
        return [.. schema[..^8], .. message];
    }
}
