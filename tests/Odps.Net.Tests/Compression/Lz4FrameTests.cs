using System.Buffers.Binary;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class Lz4FrameTests
{
    [Fact]
    public async Task Written_frames_have_independent_blocks_and_no_options()
    {
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Lz4Frame, CompressionBytes.Text(10, 1));
        Assert.Equal(new byte[] { 0x04, 0x22, 0x4D, 0x18, 0x60, 0x50 }, data[..6]);
        Assert.Equal(new byte[] { 0, 0, 0, 0 }, data[^4..]);
        byte[] empty = await CompressionBytes.CompressAsync(CompressionAlgorithm.Lz4Frame, ReadOnlyMemory<byte>.Empty);
        Assert.Equal(11, empty.Length);
    }

    [Fact]
    public void Static_calls_compress_and_decompress_one_buffer()
    {
        byte[] raw = CompressionBytes.Text(5000, 1);
        byte[] compressed = new byte[Lz4Frame.MaxCompressedLength(raw.Length)];
        int written = Lz4Frame.Compress(raw, compressed);
        byte[] result = new byte[raw.Length];
        Assert.Equal(raw.Length, Lz4Frame.Decompress(compressed.AsSpan(0, written), result));
        Assert.Equal(raw, result);
        Assert.Throws<ArgumentException>(() => Lz4Frame.Compress(raw, new byte[raw.Length]));
    }

    [Theory]
    [InlineData(4, 0xE0, "version")]
    [InlineData(4, 0x62, "reserved")]
    [InlineData(5, 0xC0, "reserved")]
    [InlineData(5, 0x30, "block size code")]
    [InlineData(4, 0x61, "dictionary")]
    public void A_header_that_is_not_allowed_is_an_error(int at, byte value, string expected)
    {
        byte[] frame = Frame([0x60, 0x40], []);
        frame[at] = value;
        if (value == 0x61)
        {
            frame = Frame([0x61, 0x40, 1, 2, 3, 4], []);
        }
        else
        {
            frame[6] = (byte)(XxHash32.Hash(frame.AsSpan(4, 2)) >> 8);
        }

        AssertError(frame, expected);
    }

    [Fact]
    public void A_wrong_header_checksum_is_an_error()
    {
        byte[] frame = Frame([0x60, 0x40], []);
        frame[6]++;
        AssertError(frame, "checksum");
    }

    [Fact]
    public void A_dictionary_id_of_zero_is_none()
        => Assert.Equal(0, Lz4Frame.Decompress(Frame([0x61, 0x40, 0, 0, 0, 0], [0, 0, 0, 0]), []));

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_content_size_that_is_not_met_is_an_error(byte declared)
    {
        byte[] frame = Frame([0x68, 0x40, declared, 0, 0, 0, 0, 0, 0, 0], [3, 0, 0, 0x80, 1, 2, 3, 0, 0, 0, 0]);
        AssertError(frame, "decompressed bytes");
    }

    [Fact]
    public void A_wrong_block_checksum_is_an_error()
    {
        byte[] good = Frame([0x70, 0x40], [3, 0, 0, 0x80, 1, 2, 3, .. Hash([1, 2, 3]), 0, 0, 0, 0]);
        byte[] result = new byte[3];
        Assert.Equal(3, Lz4Frame.Decompress(good, result));
        good[14]++;
        AssertError(good, "block checksum");
    }

    [Fact]
    public void A_wrong_content_checksum_is_an_error()
    {
        byte[] good = Frame([0x64, 0x40], [3, 0, 0, 0x80, 1, 2, 3, 0, 0, 0, 0, .. Hash([1, 2, 3])]);
        byte[] result = new byte[3];
        Assert.Equal(3, Lz4Frame.Decompress(good, result));
        good[^1]++;
        AssertError(good, "content checksum");
    }

    [Fact]
    public void A_block_larger_than_the_header_allows_is_an_error()
        => AssertError(Frame([0x60, 0x40], [1, 0, 1, 0x80, .. new byte[65537], 0, 0, 0, 0]), "block of 1 to 65536");

    [Fact]
    public void A_distance_before_the_data_is_an_error()
    {
        // One literal, then a match two bytes back.
        AssertError(Frame([0x60, 0x40], [4, 0, 0, 0, 0x10, 0x41, 2, 0, 0, 0, 0, 0]), "distance");
        AssertError(Frame([0x60, 0x40], [4, 0, 0, 0, 0x10, 0x41, 0, 0, 0, 0, 0, 0]), "distance");
    }

    [Fact]
    public void Independent_blocks_may_not_refer_to_each_other_but_linked_ones_may()
    {
        // A stored block of four bytes, then a match of four with distance four, and five literals behind it.
        byte[] blocks = [4, 0, 0, 0x80, 1, 2, 3, 4, 9, 0, 0, 0, 0x00, 4, 0, 0x50, 5, 6, 7, 8, 9, 0, 0, 0, 0];
        AssertError(Frame([0x60, 0x40], blocks), "distance");
        byte[] result = new byte[13];
        Assert.Equal(13, Lz4Frame.Decompress(Frame([0x40, 0x40], blocks), result));
        Assert.Equal(new byte[] { 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, result);
    }

    [Fact]
    public void A_message_says_the_byte_where_the_damage_is()
    {
        byte[] frame = [.. Frame([0x60, 0x40], [0, 0, 0, 0]), 1, 2, 3, 4];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Lz4Frame.Decompress(frame, []));
        Assert.Equal("Damaged LZ4 frame data at compressed byte 11: expected the magic number of a frame, found 04030201.", error.Message);
    }

    private static byte[] Frame(byte[] descriptor, byte[] blocks)
        => [0x04, 0x22, 0x4D, 0x18, .. descriptor, (byte)(XxHash32.Hash(descriptor) >> 8), .. blocks];

    private static byte[] Hash(byte[] data)
    {
        byte[] hash = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, XxHash32.Hash(data));
        return hash;
    }

    private static void AssertError(byte[] frame, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Lz4Frame.Decompress(frame, new byte[100_000]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("compressed byte", error.Message, StringComparison.Ordinal);
    }
}
