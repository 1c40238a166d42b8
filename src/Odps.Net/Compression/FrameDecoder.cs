using System.Diagnostics.CodeAnalysis;

namespace Odps.Net.Compression;

/// <summary>
/// Decodes one compressed format in steps. A step takes a whole unit (a header, a block, a chunk) from contiguous input and
/// appends what it decodes to a buffer that also holds the earlier output a block may refer to. The same decoder serves spans
/// (<see cref="Decompress"/>, where the destination is its own history) and streams (<see cref="DecompressingStream"/>).
/// </summary>
/// <remarks>An instance is reusable and not thread-safe. Reuse it where many small buffers are decoded: nothing is allocated per call.</remarks>
internal abstract class FrameDecoder : IDisposable
{
    /// <summary>What a message calls the format.</summary>
    public abstract string Format { get; }

    /// <summary>The bytes of input without which the next step cannot start; at least 1.</summary>
    public int NeededInput { get; protected set; } = 1;

    /// <summary>The most bytes that the next step may append to the output.</summary>
    public int NextOutput { get; protected set; }

    /// <summary>How many bytes of earlier output later steps may refer to.</summary>
    public int HistorySize { get; protected set; }

    /// <summary>Whether the input may end here: at least one frame was read, and the last one is complete.</summary>
    public bool CanEnd { get; protected set; }

    /// <summary>Compressed bytes consumed by earlier steps, for messages.</summary>
    protected long Offset { get; private set; }

    /// <summary>Whether the caller's buffer slides, so that the history that a frame asks for costs memory and is capped.</summary>
    protected bool Streaming { get; private set; } = true;

    /// <summary>What the next step expects, for the message of a stream that ends early.</summary>
    protected abstract string Expected { get; }

    /// <summary>Makes the decoder ready for a new stream.</summary>
    public void Reset()
    {
        Offset = 0;
        CanEnd = false;
        Streaming = true;
        Restart();
    }

    /// <summary>Makes the decoder ready for a whole buffer that the caller decodes in steps, with all earlier output before the next.</summary>
    public void ResetForBuffer()
    {
        Reset();
        Streaming = false;
    }

    /// <summary>
    /// Takes one step. The caller provides at least <see cref="NeededInput"/> bytes, and room for <see cref="NextOutput"/> bytes
    /// after <paramref name="position"/> unless the room is the true limit of the output.
    /// </summary>
    /// <param name="source">The input that is not consumed yet.</param>
    /// <param name="buffer">History before <paramref name="position"/>, free room after it.</param>
    /// <param name="position">Where the output goes; advanced by what was decoded.</param>
    /// <returns>The bytes consumed.</returns>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position)
    {
        int consumed = Step(source, buffer, ref position);
        Offset += consumed;
        return consumed;
    }

    /// <summary>Decompresses a whole buffer of one or more frames.</summary>
    /// <param name="source">All of the compressed bytes.</param>
    /// <param name="destination">Receives the output; more output than it has room for is an error.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="InvalidDataException">The data is damaged, or too long for the destination.</exception>
    /// <exception cref="EndOfStreamException">The data ends early.</exception>
    public int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ResetForBuffer();
        int position = 0;
        int read = 0;
        while (read < source.Length)
        {
            if (source.Length - read < NeededInput)
            {
                ThrowCut(source.Length - read);
            }

            read += Decode(source[read..], destination, ref position);
        }

        if (!CanEnd)
        {
            ThrowCut(0);
        }

        return position;
    }

    /// <summary>Decompresses a buffer whose decompressed length is known and must be met.</summary>
    /// <exception cref="InvalidDataException">The data is damaged, or not exactly as long as the destination.</exception>
    /// <exception cref="EndOfStreamException">The data ends early.</exception>
    public void DecompressExactly(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int written = Decompress(source, destination);
        if (written != destination.Length)
        {
            CompressionThrow.OutputTooShort(Format, Offset, destination.Length, written);
        }
    }

    /// <summary>Reports that the input ended where it may not.</summary>
    /// <param name="remaining">Input bytes that were left over, too few for a step.</param>
    [DoesNotReturn]
    public void ThrowCut(int remaining) => CompressionThrow.EndedEarly(Format, Offset + remaining, Expected);

    /// <summary>Returns pooled memory.</summary>
    public abstract void Dispose();

    /// <summary>Forgets everything about the stream read so far.</summary>
    protected abstract void Restart();

    /// <inheritdoc cref="Decode"/>
    protected abstract int Step(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position);
}
