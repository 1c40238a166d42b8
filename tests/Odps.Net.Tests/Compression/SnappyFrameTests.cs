using System.Buffers.Binary;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class SnappyFrameTests
{
    private static readonly byte[] Identifier = [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59];

    [Fact]
    public async Task An_empty_stream_is_its_identifier()
        => Assert.Equal(Identifier, await CompressionBytes.CompressAsync(CompressionAlgorithm.Snappy, ReadOnlyMemory<byte>.Empty));

    [Fact]
    public async Task Written_chunks_hold_at_most_65536_bytes()
    {
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Snappy, CompressionBytes.Random(65537, 1));
        Assert.Equal(Identifier, data[..10]);
        Assert.Equal(new byte[] { 0x01, 0x04, 0x00, 0x01 }, data[10..14]);
        Assert.Equal(new byte[] { 0x01, 0x05, 0x00, 0x00 }, data[(10 + 8 + 65536)..(10 + 8 + 65536 + 4)]);
    }

    [Fact]
    public void A_stream_without_identifier_is_an_error() => AssertError(Plain(1, 2, 3), "identifier");

    [Fact]
    public void A_wrong_identifier_is_an_error()
        => AssertError([0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x58], "identifier");

    [Fact]
    public void Every_reserved_unskippable_chunk_is_an_error()
    {
        for (int type = 0x02; type < 0x80; type++)
        {
            AssertError([.. Identifier, (byte)type, 0, 0, 0], "chunk type");
        }
    }

    [Fact]
    public void Every_skippable_chunk_and_padding_is_skipped()
    {
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(CompressionAlgorithm.Snappy);
        for (int type = 0x80; type <= 0xFE; type++)
        {
            byte[] result = new byte[6];
            decoder.DecompressExactly(
                [.. Identifier, (byte)type, 3, 0, 0, 7, 7, 7, .. Plain(1, 2, 3), (byte)type, 0, 0, 0, .. Identifier, .. Plain(4, 5, 6)], result);
            Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6 }, result);
        }
    }

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        byte[] data = [.. Identifier, .. Plain(1, 2, 3)];
        data[14]++;
        AssertError(data, "checksum");
    }

    [Fact]
    public void A_chunk_of_more_than_65536_bytes_is_an_error()
    {
        AssertError([.. Identifier, .. Plain(new byte[65537])], "65540");

        // A compressed chunk that says 65537.
        AssertError([.. Identifier, 0, 8, 0, 0, 0, 0, 0, 0, 0x81, 0x80, 0x04, 0], "65536");
    }

    [Fact]
    public void A_skippable_chunk_that_ends_early_is_an_error()
    {
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(CompressionAlgorithm.Snappy);
        Assert.Throws<EndOfStreamException>(() => decoder.Decompress([.. Identifier, 0x80, 3, 0, 0, 1, 2], []));
    }

    private static byte[] Plain(params byte[] data)
    {
        byte[] chunk = new byte[8 + data.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, 1 | ((uint)(data.Length + 4) << 8));
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), MaskedCrc32C.Compute(data));
        data.CopyTo(chunk, 8);
        return chunk;
    }

    private static void AssertError(byte[] data, string expected)
    {
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(CompressionAlgorithm.Snappy);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => decoder.Decompress(data, new byte[100_000]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("Snappy", error.Message, StringComparison.Ordinal);
    }
}
