using System.IO.Compression;

namespace Odps.Net.Compression;

/// <summary>
/// Reads a zlib container (RFC 1950) through the platform's inflater, which verifies the Adler-32, and adds what the platform
/// leaves out: a stream that ends early, or goes on behind its end, is an error.
/// </summary>
internal sealed class DeflateReadStream : ReadOnlyAsyncStream
{
    private const string Format = "deflate";

    private readonly LookaheadStream _source;
    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly ZLibStream _inflater;
    private bool _ended;
    private bool _failed;
    private bool _disposed;

    public DeflateReadStream(Stream inner, bool leaveOpen)
    {
        _inner = inner;
        _leaveOpen = leaveOpen;
        _source = new LookaheadStream(inner);
        _inflater = new ZLibStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => !_disposed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            CompressionThrow.AlreadyFailed(Format);
        }

        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        try
        {
            read = await _inflater.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!_source.Failed && exception is InvalidDataException or IOException)
        {
            // The platform's own zlib failures are IOExceptions; one of the inner stream is passed on as it is.
            _failed = true;
            CompressionThrow.Damaged(Format, _source.Consumed, exception);
            throw;
        }

        if (read == 0)
        {
            await VerifyEndAsync(cancellationToken).ConfigureAwait(false);
            _ended = true;
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _inflater.Dispose();
            if (!_leaveOpen)
            {
                _inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await _inflater.DisposeAsync().ConfigureAwait(false);
            if (!_leaveOpen)
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask VerifyEndAsync(CancellationToken cancellationToken)
    {
        if (_source.EndWasRead)
        {
            // A finished inflater asks for nothing more, so it was not finished.
            _failed = true;
            CompressionThrow.EndedEarly(Format, _source.Consumed, "the rest of the deflate blocks and the Adler-32");
        }

        if (!await _source.IsExhaustedAsync(cancellationToken).ConfigureAwait(false))
        {
            _failed = true;
            CompressionThrow.Malformed(Format, _source.Consumed, "the stream goes on behind its end");
        }
    }
}
