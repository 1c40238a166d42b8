using System.IO.Compression;

namespace Odps.Net.Compression;

/// <summary>Writes a zlib container (RFC 1950) through the platform's deflater.</summary>
internal sealed class DeflateWriteStream : CompressingStream
{
    /// <summary>Level 1, as the other SDKs write.</summary>
    public const int DefaultLevel = 1;

    private readonly GateStream _gate;
    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly ZLibStream _deflater;
    private bool _wroteAny;
    private State _state;

    public DeflateWriteStream(Stream inner, int? level, bool leaveOpen)
    {
        _inner = inner;
        _leaveOpen = leaveOpen;
        _gate = new GateStream(inner);
        var options = new ZLibCompressionOptions { CompressionLevel = Math.Clamp(level ?? DefaultLevel, 0, 9) };
        _deflater = new ZLibStream(_gate, options, leaveOpen: true);
    }

    private enum State
    {
        Open,
        Completed,
        Broken,
        Disposed,
    }

    /// <summary>What the platform leaves out when nothing was written: an empty zlib stream, level 1.</summary>
    internal static ReadOnlyMemory<byte> Empty { get; } = new byte[] { 0x78, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01 };

    public override bool CanWrite => _state == State.Open;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty)
        {
            return;
        }

        _wroteAny = true;
        _state = State.Broken;
        await _deflater.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        _state = State.Open;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        if (!_wroteAny)
        {
            await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        _state = State.Broken;
        await _deflater.FlushAsync(cancellationToken).ConfigureAwait(false);
        _state = State.Open;
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        _state = State.Broken;
        if (_wroteAny)
        {
            _gate.CancellationToken = cancellationToken;
            await _deflater.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await _inner.WriteAsync(Empty, cancellationToken).ConfigureAwait(false);
        }

        _state = State.Completed;
        await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _state != State.Disposed)
        {
            _gate.Close();
            _deflater.Dispose();
            _state = State.Disposed;
            if (!_leaveOpen)
            {
                _inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_state != State.Disposed)
        {
            _gate.Close();
            await _deflater.DisposeAsync().ConfigureAwait(false);
            _state = State.Disposed;
            if (!_leaveOpen)
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void ThrowIfNotOpen()
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state == State.Completed)
        {
            throw new InvalidOperationException("The compressed stream is complete; nothing can be written after CompleteAsync.");
        }

        if (_state == State.Broken)
        {
            throw new InvalidOperationException("An earlier write to the inner stream failed or was cancelled; the compressed stream cannot go on.");
        }
    }
}
