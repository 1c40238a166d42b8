namespace Odps.Net.Compression;

/// <summary>
/// Compresses what is written into an inner stream, asynchronously only. The compressed stream gets its valid end from
/// <see cref="CompleteAsync"/> alone: disposing without it leaves the inner stream without one, so that a reader sees that the
/// data is incomplete.
/// </summary>
internal abstract class CompressingStream : Stream
{
    public sealed override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public sealed override long Length => throw new NotSupportedException("The length of the compressed data is not known.");

    public sealed override long Position
    {
        get => throw new NotSupportedException("Compressed data has no position to seek from.");
        set => throw new NotSupportedException("Compressed data cannot be sought.");
    }

    /// <summary>Compresses what is buffered, writes the end of the compressed stream and flushes the inner stream.</summary>
    /// <exception cref="InvalidOperationException">The stream is complete already, or an earlier write failed.</exception>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken = default);

    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>Compresses what is buffered, as a shorter block, and flushes the inner stream. The compressed stream goes on.</summary>
    public abstract override Task FlushAsync(CancellationToken cancellationToken);

    public sealed override void Flush() => throw OnlyAsync();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw OnlyAsync();

    public sealed override void Write(ReadOnlySpan<byte> buffer) => throw OnlyAsync();

    public sealed override void WriteByte(byte value) => throw OnlyAsync();

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is only written.");

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Compressed data cannot be sought.");

    public sealed override void SetLength(long value) => throw new NotSupportedException("Compressed data has no length to set.");

    private static NotSupportedException OnlyAsync() => new("The stream is written asynchronously only; use WriteAsync, FlushAsync and CompleteAsync.");
}
