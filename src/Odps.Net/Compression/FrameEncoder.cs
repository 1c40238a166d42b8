using System.Buffers;

namespace Odps.Net.Compression;

/// <summary>
/// Encodes one compressed format, as a whole buffer or block by block. The same encoder serves spans (<see cref="Compress(ReadOnlySpan{byte}, Span{byte})"/>)
/// and streams (<see cref="FrameCompressingStream"/>).
/// </summary>
/// <remarks>An instance is reusable and not thread-safe. Reuse it where many small buffers are encoded: nothing is allocated per call.</remarks>
internal abstract class FrameEncoder : IDisposable
{
    /// <summary>The most input that one block takes.</summary>
    public abstract int BlockSize { get; }

    /// <summary>How much input before a block the encoder refers to, in a stream.</summary>
    public abstract int HistorySize { get; }

    /// <summary>The most bytes one call of <see cref="EncodeBlock"/> writes for so much input.</summary>
    public abstract int MaxEncodedBlockLength(int length);

    /// <summary>The most bytes that a whole buffer of this length compresses to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound does not fit an array.</exception>
    public abstract int MaxCompressedLength(int length);

    /// <summary>Starts a new stream.</summary>
    public abstract void Begin();

    /// <summary>Compresses the next block of a stream, with whatever the format puts before the first and after the last one.</summary>
    /// <param name="buffer">Up to <see cref="HistorySize"/> bytes of earlier input of this stream, then the block.</param>
    /// <param name="start">Where the block starts; everything from here on is compressed, at most <see cref="BlockSize"/> bytes.</param>
    /// <param name="last">Whether the stream ends with this block, which may then be empty.</param>
    /// <param name="destination">Room for <see cref="MaxEncodedBlockLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public abstract int EncodeBlock(ReadOnlySpan<byte> buffer, int start, bool last, Span<byte> destination);

    /// <summary>Compresses a whole buffer into one frame or stream.</summary>
    /// <param name="source">The bytes to compress; may be empty.</param>
    /// <param name="destination">Room for <see cref="MaxCompressedLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too small for the worst case.</exception>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int bound = MaxCompressedLength(source.Length);
        if (destination.Length < bound)
        {
            CompressionThrow.DestinationTooSmall(bound, destination.Length);
        }

        return EncodeAll(source, destination);
    }

    /// <summary>Compresses a whole buffer into one frame or stream, appended to <paramref name="output"/>.</summary>
    /// <returns>The bytes written.</returns>
    public int Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> output)
    {
        int written = EncodeAll(source, output.GetSpan(MaxCompressedLength(source.Length)));
        output.Advance(written);
        return written;
    }

    /// <summary>Returns pooled memory.</summary>
    public abstract void Dispose();

    /// <summary>Compresses a whole buffer; the destination is large enough.</summary>
    protected virtual int EncodeAll(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Begin();
        int read = 0;
        int written = 0;
        do
        {
            int end = Math.Min(source.Length, read + BlockSize);
            written += EncodeBlock(source[..end], read, end == source.Length, destination[written..]);
            read = end;
        }
        while (read < source.Length);
        return written;
    }
}
