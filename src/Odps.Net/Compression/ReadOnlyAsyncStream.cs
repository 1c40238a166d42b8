namespace Odps.Net.Compression;

/// <summary>A stream that is only read, forward, and only asynchronously.</summary>
internal abstract class ReadOnlyAsyncStream : Stream
{
    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException("The length is not known before the stream was read.");

    public sealed override long Position
    {
        get => throw new NotSupportedException("The stream is read forward only and has no position.");
        set => throw new NotSupportedException("The stream is read forward only.");
    }

    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override int Read(byte[] buffer, int offset, int count) => throw OnlyAsync();

    public sealed override int Read(Span<byte> buffer) => throw OnlyAsync();

    public sealed override int ReadByte() => throw OnlyAsync();

    public sealed override void Flush()
    {
    }

    public sealed override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream is read forward only.");

    public sealed override void SetLength(long value) => throw new NotSupportedException("The stream is only read.");

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is only read.");

    private static NotSupportedException OnlyAsync() => new("The stream is read asynchronously only; use ReadAsync.");
}
