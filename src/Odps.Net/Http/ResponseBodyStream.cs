using System.Diagnostics.CodeAnalysis;

namespace Odps.Net.Http;

/// <summary>
/// The body of an answer. Each read may stay silent for the idle timeout, however long the whole takes. Reads that are served from a
/// buffer cost no timer.
/// </summary>
internal sealed class ResponseBodyStream(Stream inner, IdleTimeout idle, OdpsRequest request, string? requestId) : Stream
{
    private long _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        ValueTask<int> read;
        try
        {
            read = inner.ReadAsync(buffer, idle.Token);
        }
        catch (Exception failure) when (IsTransport(failure))
        {
            return ValueTask.FromException<int>(Translate(failure, cancellationToken));
        }

        if (read.IsCompletedSuccessfully)
        {
            int count = read.Result;
            _position += count;
            return new(count);
        }

        return AwaitAsync(read, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The body of an answer is read asynchronously only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await inner.DisposeAsync().ConfigureAwait(false);
            idle.Dispose();
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            inner.Dispose();
            idle.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> AwaitAsync(ValueTask<int> read, CancellationToken cancellationToken)
    {
        idle.Arm();
        CancellationTokenRegistration registration = idle.CancelWith(cancellationToken);
        try
        {
            int count = await read.ConfigureAwait(false);
            _position += count;
            return count;
        }
        catch (Exception failure) when (IsTransport(failure))
        {
            throw Translate(failure, cancellationToken);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            idle.Disarm();
        }
    }

    private static bool IsTransport(Exception failure) => failure is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException;

    private Exception Translate(Exception failure, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException($"The wait was cancelled while reading the answer to: {request.Operation}.", failure, cancellationToken);
        }

        if (idle.HasPassed)
        {
            return TransportErrors.ReadTimeout(request, idle.Limit, requestId, _position, failure);
        }

        return TransportErrors.BodyBroken(request, requestId, _position, failure);
    }
}
