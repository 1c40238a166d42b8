namespace Odps.Net.Compression;

/// <summary>
/// Passes writes on until it is closed and drops them afterwards: disposing the platform's deflater writes a valid end, which
/// an abandoned stream must not get.
/// </summary>
internal sealed class GateStream(Stream inner) : Stream
{
    private bool _closed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Cancels the writes of a disposal, which takes no token.</summary>
    public CancellationToken CancellationToken { get; set; }

    public override void Close() => _closed = true;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => _closed ? default : inner.WriteAsync(buffer, cancellationToken.CanBeCanceled ? cancellationToken : CancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken)
        => _closed ? Task.CompletedTask : inner.FlushAsync(cancellationToken.CanBeCanceled ? cancellationToken : CancellationToken);

    public override void Flush()
    {
        if (!_closed)
        {
            throw new NotSupportedException("The stream is written asynchronously only.");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
