using System.Buffers;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>The compressing stream of the formats that a <see cref="FrameEncoder"/> writes.</summary>
internal sealed class FrameCompressingStream : CompressingStream
{
    private readonly FrameEncoder _encoder;
    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly int _fullLength;
    private byte[] _input = [];
    private int _blockStart;
    private int _inputEnd;
    private byte[] _output = [];
    private State _state;

    /// <summary>Takes ownership of the encoder, and of the inner stream unless it is left open.</summary>
    public FrameCompressingStream(FrameEncoder encoder, Stream inner, bool leaveOpen)
    {
        _encoder = encoder;
        _inner = inner;
        _leaveOpen = leaveOpen;
        // With history, the buffer holds it twice so that it is moved to the front only once per its own length.
        _fullLength = encoder.BlockSize + (2 * encoder.HistorySize);
        encoder.Begin();
    }

    private enum State
    {
        Open,
        Completed,
        Broken,
        Disposed,
    }

    public override bool CanWrite => _state == State.Open;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        int taken = Take(buffer.Span);
        return taken == buffer.Length ? default : WriteBlocksAsync(buffer[taken..], cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        if (_inputEnd > _blockStart)
        {
            await WriteBlockAsync(last: false, cancellationToken).ConfigureAwait(false);
        }

        await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        await WriteBlockAsync(last: true, cancellationToken).ConfigureAwait(false);
        _state = State.Completed;
        await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _state != State.Disposed)
        {
            ReleaseBuffers();
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
            ReleaseBuffers();
            if (!_leaveOpen)
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteBlocksAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await WriteBlockAsync(last: false, cancellationToken).ConfigureAwait(false);
            int taken = Take(buffer.Span);
            if (taken == buffer.Length)
            {
                return;
            }

            buffer = buffer[taken..];
        }
    }

    /// <summary>Buffers up to a full block. A full block waits for more input, since the last one is written differently.</summary>
    private int Take(ReadOnlySpan<byte> source)
    {
        int wanted = Math.Min(source.Length, _blockStart + _encoder.BlockSize - _inputEnd);
        if (wanted == 0)
        {
            return 0;
        }

        if (_inputEnd + wanted > _input.Length)
        {
            MakeRoom(_inputEnd + wanted);
        }

        source[..wanted].CopyTo(_input.AsSpan(_inputEnd));
        _inputEnd += wanted;
        return wanted;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteBlockAsync(bool last, CancellationToken cancellationToken)
    {
        int bound = _encoder.MaxEncodedBlockLength(_inputEnd - _blockStart);
        if (_output.Length < bound)
        {
            ReturnBuffer(ref _output);
            _output = ArrayPool<byte>.Shared.Rent(bound);
        }

        // A block that did not reach the inner stream cannot be repeated; whatever fails from here on ends the stream.
        _state = State.Broken;
        int length = _encoder.EncodeBlock(_input.AsSpan(0, _inputEnd), _blockStart, last, _output);
        await _inner.WriteAsync(_output.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        _state = State.Open;
        _blockStart = _inputEnd;
        if (_encoder.HistorySize == 0)
        {
            _blockStart = _inputEnd = 0;
        }
        else if (_inputEnd + _encoder.BlockSize > _fullLength)
        {
            SlideHistory();
        }
    }

    private void SlideHistory()
    {
        int history = Math.Min(_encoder.HistorySize, _inputEnd);
        Buffer.BlockCopy(_input, _inputEnd - history, _input, 0, history);
        _blockStart = _inputEnd = history;
    }

    private void MakeRoom(int needed)
    {
        byte[] grown = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(_fullLength, Math.Max(4096, _input.Length * 2))));
        Buffer.BlockCopy(_input, 0, grown, 0, _inputEnd);
        ReturnBuffer(ref _input);
        _input = grown;
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

    private void ReleaseBuffers()
    {
        _state = State.Disposed;
        _encoder.Dispose();
        ReturnBuffer(ref _input);
        ReturnBuffer(ref _output);
    }

    private static void ReturnBuffer(ref byte[] buffer)
    {
        if (buffer.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }
}
