namespace Odps.Net.Compression;

/// <summary>LZ4 frames of single buffers. Where there are many, reuse a <see cref="Lz4FrameEncoder"/> and a <see cref="Lz4FrameDecoder"/>.</summary>
internal static class Lz4Frame
{
    /// <summary>The most bytes that a buffer of this length compresses to.</summary>
    public static int MaxCompressedLength(int length)
    {
        using var encoder = new Lz4FrameEncoder();
        return encoder.MaxCompressedLength(length);
    }

    /// <inheritdoc cref="FrameEncoder.Compress(ReadOnlySpan{byte}, Span{byte})"/>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> destination, int level = Lz4FrameEncoder.DefaultLevel)
    {
        using var encoder = new Lz4FrameEncoder(level);
        return encoder.Compress(source, destination);
    }

    /// <inheritdoc cref="FrameDecoder.Decompress"/>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        using var decoder = new Lz4FrameDecoder();
        return decoder.Decompress(source, destination);
    }
}
