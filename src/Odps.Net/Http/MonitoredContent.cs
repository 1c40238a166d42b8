using System.Net;
using System.Net.Http.Headers;

namespace Odps.Net.Http;

/// <summary>
/// The body of one attempt, watched on its way out: the idle timeout runs while bytes wait for the network and stands still while their
/// producer works; a fault of the producer is told apart from one of the network; and whether any of it was asked for is known.
/// </summary>
internal sealed class MonitoredContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly IdleTimeout _idle;

    public MonitoredContent(HttpContent inner, IdleTimeout idle)
    {
        _inner = inner;
        _idle = idle;
        foreach (KeyValuePair<string, HeaderStringValues> header in inner.Headers.NonValidated)
        {
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }
        }
    }

    /// <summary>Whether the transport has begun to ask for the body.</summary>
    public bool Begun { get; private set; }

    /// <summary>What the producer of the body threw.</summary>
    public Exception? ProducerFailure { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Begun = true;
        var network = new MonitoredWriteStream(stream, _idle);
        _idle.Disarm();
        try
        {
            await _inner.CopyToAsync(network, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!network.HasFailed && !_idle.Token.IsCancellationRequested)
        {
            ProducerFailure = failure is HttpRequestException { InnerException: { } cause } ? cause : failure;
            throw;
        }
        finally
        {
            // From here on the service is waited for.
            _idle.Arm();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class MonitoredWriteStream(Stream network, IdleTimeout idle) : Stream
    {
        public bool HasFailed { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            GuardAsync(Begin(static (target, bytes, token) => target.WriteAsync(bytes, token), buffer, cancellationToken));

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            ValidateBufferArguments(buffer, offset, count);
            return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
        }

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            GuardAsync(Begin(static (target, _, token) => new ValueTask(target.FlushAsync(token)), default, cancellationToken)).AsTask();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("The body of a request is written asynchronously only.");

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private ValueTask Begin(Func<Stream, ReadOnlyMemory<byte>, CancellationToken, ValueTask> operation, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                return operation(network, buffer, cancellationToken);
            }
            catch
            {
                HasFailed = true;
                throw;
            }
        }

        private ValueTask GuardAsync(ValueTask write) => write.IsCompletedSuccessfully ? write : AwaitAsync(write);

        private async ValueTask AwaitAsync(ValueTask write)
        {
            idle.Arm();
            try
            {
                await write.ConfigureAwait(false);
            }
            catch
            {
                HasFailed = true;
                throw;
            }
            finally
            {
                idle.Disarm();
            }
        }
    }
}
