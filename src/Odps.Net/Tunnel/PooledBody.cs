using System.Buffers;
using System.Net;

namespace Odps.Net.Tunnel;

/// <summary>
/// A request body in pooled memory: written once, sent as often as needed. The buffers go back when it is disposed and no attempt is still sending
/// them, so that an attempt which was given up cannot send what another request has put there since.
/// </summary>
internal sealed class PooledBody : Stream
{
    private const int SegmentSize = 128 * 1024;

    private readonly List<byte[]> _segments = [];
    private int _lastLength = SegmentSize;
    private long _length;
    private int _users = 1;
    private bool _disposed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_disposed;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>The body of one attempt.</summary>
    public HttpContent CreateContent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new PooledContent(this);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (!buffer.IsEmpty)
        {
            if (_lastLength == SegmentSize)
            {
                _segments.Add(ArrayPool<byte>.Shared.Rent(SegmentSize));
                _lastLength = 0;
            }

            int count = Math.Min(buffer.Length, SegmentSize - _lastLength);
            buffer[..count].CopyTo(_segments[^1].AsSpan(_lastLength));
            buffer = buffer[count..];
            _lastLength += count;
            _length += count;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            Release();
        }

        base.Dispose(disposing);
    }

    /// <summary>False when the buffers are gone already.</summary>
    private bool TryUse()
    {
        int users;
        do
        {
            users = Volatile.Read(ref _users);
            if (users == 0)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);
        return true;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        foreach (byte[] segment in _segments)
        {
            ArrayPool<byte>.Shared.Return(segment);
        }

        _segments.Clear();
    }

    private sealed class PooledContent(PooledBody body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(!body.TryUse(), body);
            try
            {
                long left = body._length;
                for (int i = 0; left > 0; i++)
                {
                    int count = (int)Math.Min(left, SegmentSize);
                    await stream.WriteAsync(body._segments[i].AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    left -= count;
                }
            }
            finally
            {
                body.Release();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body._length;
            return true;
        }
    }
}
