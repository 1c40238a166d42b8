using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class ZstdFrameTests
{
    private static readonly byte[] Magic = [0x28, 0xB5, 0x2F, 0xFD];

    [Fact]
    public async Task A_long_stream_has_no_content_size_and_no_checksum_and_a_small_window()
    {
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Zstandard, CompressionBytes.Text(300_000, 1));
        Assert.Equal(Magic, data[..4]);
        Assert.Equal(0, data[4]);
        Assert.Equal((21 - 10) << 3, data[5]);
    }

    [Theory]
    [InlineData(0, new byte[] { 0x20, 0 })]
    [InlineData(255, new byte[] { 0x20, 255 })]
    [InlineData(256, new byte[] { 0x60, 0, 0 })]
    [InlineData(65791, new byte[] { 0x60, 255, 255 })]
    [InlineData(65792, new byte[] { 0xA0, 0, 1, 1, 0 })]
    public void A_buffer_is_one_segment_with_its_size(int length, byte[] header)
    {
        using FrameEncoder encoder = CompressionStreams.CreateEncoder(CompressionAlgorithm.Zstandard);
        byte[] target = new byte[encoder.MaxCompressedLength(length)];
        encoder.Compress(new byte[length], target);
        Assert.Equal(header, target[4..(4 + header.Length)]);
    }

    [Fact]
    public async Task A_window_beyond_the_limit_is_an_error_in_a_stream()
    {
        // 256 MiB.
        byte[] frame = [.. Magic, 0x00, 18 << 3, 0x01, 0x00, 0x00];
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(
            () => CompressionBytes.DecompressAsync(CompressionAlgorithm.Zstandard, frame));
        Assert.Contains("window of 268435456 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Decompress(frame));
    }

    [Fact]
    public async Task The_largest_window_allowed_costs_no_memory_by_itself()
    {
        // 128 MiB declared, three bytes of content.
        byte[] frame = [.. Magic, 0x00, 17 << 3, 0x19, 0x00, 0x00, 1, 2, 3];
        await CompressionBytes.DecompressAsync(CompressionAlgorithm.Zstandard, frame);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(new byte[] { 1, 2, 3 }, await CompressionBytes.DecompressAsync(CompressionAlgorithm.Zstandard, frame));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16_000_000);
    }

    [Fact]
    public void A_huge_content_size_is_an_error_without_memory_for_it()
    {
        byte[] frame = [.. Magic, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x19, 0x00, 0x00, 1, 2, 3];
        AssertError(frame, "expected 1152921504606846976 decompressed bytes");
    }

    [Fact]
    public void A_dictionary_is_an_error_that_names_it()
    {
        AssertError([.. Magic, 0x21, 7, 0, 0x01, 0x00, 0x00], "dictionary 7");
        Assert.Empty(Decompress([.. Magic, 0x21, 0, 0, 0x01, 0x00, 0x00]));
    }

    [Fact]
    public void The_reserved_bit_of_the_header_is_an_error() => AssertError([.. Magic, 0x28, 0, 0x01, 0x00, 0x00], "reserved");

    [Fact]
    public void A_reserved_block_type_is_an_error() => AssertError([.. Magic, 0x20, 0, 0x07, 0x00, 0x00], "block type");

    [Fact]
    public void A_block_larger_than_the_window_is_an_error()
        => AssertError([.. Magic, 0x20, 2, 0x19, 0x00, 0x00, 1, 2, 3], "block of at most 2");

    [Fact]
    public void Raw_and_run_blocks_decode()
        => Assert.Equal(new byte[] { 1, 2, 9, 9, 9 }, Decompress([.. Magic, 0x20, 5, 0x10, 0x00, 0x00, 1, 2, 0x1B, 0x00, 0x00, 9]));

    [Fact]
    public void A_wrong_content_checksum_is_an_error()
    {
        byte[] frame = [.. Magic, 0x24, 1, 0x09, 0x00, 0x00, 1, 0, 0, 0, 0];
        AssertError(frame, "content checksum");
        uint hash = (uint)XxHash64.Hash([1]);
        for (int index = 0; index < 4; index++)
        {
            frame[frame.Length - 4 + index] = (byte)(hash >> (8 * index));
        }

        Assert.Equal(new byte[] { 1 }, Decompress(frame));
    }

    [Fact]
    public void Literals_without_a_table_before_them_are_an_error()
        => AssertError([.. Magic, 0x00, 0x50, 0x2D, 0x00, 0x00, 0x43, 0x40, 0x00, 0xFF, 0x00], "Huffman table of an earlier block");

    [Fact]
    public void A_repeated_sequence_table_without_one_before_it_is_an_error()
        => AssertError([.. Magic, 0x00, 0x50, 0x35, 0x00, 0x00, 0x10, 0x41, 0x41, 0x01, 0xFC, 0x01], "table of an earlier block");

    [Fact]
    public void A_message_says_the_byte_where_the_damage_is()
    {
        byte[] first = [.. Magic, 0x20, 0, 0x01, 0x00, 0x00];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Decompress([.. first, 1, 2, 3, 4]));
        Assert.Equal("Damaged Zstandard data at compressed byte 9: expected the magic number of a frame, found 04030201.", error.Message);
    }

    private static byte[] Decompress(byte[] frame)
    {
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(CompressionAlgorithm.Zstandard);
        byte[] target = new byte[1000];
        return target[..decoder.Decompress(frame, target)];
    }

    private static void AssertError(byte[] frame, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Decompress(frame));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("compressed byte", error.Message, StringComparison.Ordinal);
    }
}
