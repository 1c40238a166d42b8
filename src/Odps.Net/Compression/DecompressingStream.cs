using System.Buffers;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>
/// Reads the decompressed bytes of an inner stream. Only the asynchronous reads are supported. The end of the inner stream is
/// accepted only where the format may end; anywhere else reading throws.
/// </summary>
internal sealed class DecompressingStream : ReadOnlyAsyncStream
{
    /// <summary>Room behind the output that lets copies run over their end.</summary>
    private const int Slack = 64;

    private const int InputSize = 64 * 1024;

    /// <summary>Beyond this much history the buffer slides more often rather than growing further.</summary>
    private const int MaxSlideDistance = 16 * 1024 * 1024;

    private readonly FrameDecoder _decoder;
    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private byte[] _input = [];
    private int _inputStart;
    private int _inputEnd;
    private byte[] _output = [];
    private int _outputStart;
    private int _outputEnd;
    private bool _ended;
    private bool _failed;
    private bool _disposed;

    /// <summary>Takes ownership of the decoder, and of the inner stream unless it is left open.</summary>
    public DecompressingStream(FrameDecoder decoder, Stream inner, bool leaveOpen)
    {
        _decoder = decoder;
        decoder.Reset();
        _inner = inner;
        _leaveOpen = leaveOpen;
    }

    public override bool CanRead => !_disposed;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        if (_outputStart < _outputEnd || buffer.IsEmpty || _ended)
        {
            return new ValueTask<int>(TakeOutput(buffer.Span));
        }

        return DecodeAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
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
        if (!_disposed)
        {
            ReleaseBuffers();
            if (!_leaveOpen)
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> DecodeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (DecodeBuffered())
            {
                return TakeOutput(buffer.Span);
            }

            MakeRoomForInput();
            int read = await _inner.ReadAsync(_input.AsMemory(_inputEnd), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                if (_inputStart != _inputEnd || !_decoder.CanEnd)
                {
                    _failed = true;
                    _decoder.ThrowCut(_inputEnd - _inputStart);
                }

                _ended = true;
                return 0;
            }

            _inputEnd += read;
        }
    }

    /// <summary>Steps until there is output; false when the input does not suffice.</summary>
    private bool DecodeBuffered()
    {
        if (_failed)
        {
            CompressionThrow.AlreadyFailed(_decoder.Format);
        }

        while (_inputEnd - _inputStart >= _decoder.NeededInput)
        {
            MakeRoomForOutput();
            try
            {
                _inputStart += _decoder.Decode(_input.AsSpan(_inputStart, _inputEnd - _inputStart), _output, ref _outputEnd);
            }
            catch
            {
                _failed = true;
                throw;
            }

            if (_outputStart < _outputEnd)
            {
                return true;
            }
        }

        return false;
    }

    private int TakeOutput(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _outputEnd - _outputStart);
        _output.AsSpan(_outputStart, count).CopyTo(destination);
        _outputStart += count;
        return count;
    }

    /// <summary>
    /// A unit of the format may be larger than the buffer. It grows only as far as bytes have really arrived, so that a length
    /// on the wire alone costs no memory.
    /// </summary>
    private void MakeRoomForInput()
    {
        if (_input.Length == 0)
        {
            _input = ArrayPool<byte>.Shared.Rent(InputSize);
            return;
        }

        int pending = _inputEnd - _inputStart;
        if (pending == 0)
        {
            _inputStart = _inputEnd = 0;
            return;
        }

        if (_inputStart + _decoder.NeededInput <= _input.Length && _inputEnd < _input.Length)
        {
            return;
        }

        byte[] target = _input;
        if (pending == _input.Length)
        {
            target = ArrayPool<byte>.Shared.Rent(pending * 2);
        }

        Buffer.BlockCopy(_input, _inputStart, target, 0, pending);
        if (target != _input)
        {
            ArrayPool<byte>.Shared.Return(_input);
            _input = target;
        }

        _inputStart = 0;
        _inputEnd = pending;
    }

    /// <summary>Called when all output was taken: what remains in the buffer is history only.</summary>
    private void MakeRoomForOutput()
    {
        int needed = _decoder.NextOutput;
        if (needed == 0 || _output.Length - _outputEnd >= needed + Slack)
        {
            return;
        }

        int history = Math.Min(_decoder.HistorySize, _outputEnd);
        // A history that is moved to the front again after as many bytes as it has costs one copy per byte.
        long full = (long)_decoder.HistorySize + Math.Max(needed, Math.Min(_decoder.HistorySize, MaxSlideDistance)) + Slack;
        byte[] target = _output;
        if (_output.Length < full)
        {
            long wanted = Math.Max(history + needed + Slack, Math.Min(full, (long)_output.Length * 2));
            target = ArrayPool<byte>.Shared.Rent((int)wanted);
        }

        Buffer.BlockCopy(_output, _outputEnd - history, target, 0, history);
        if (target != _output)
        {
            ReturnBuffer(ref _output);
            _output = target;
        }

        _outputStart = _outputEnd = history;
    }

    private void ReleaseBuffers()
    {
        _disposed = true;
        _decoder.Dispose();
        ReturnBuffer(ref _input);
        ReturnBuffer(ref _output);
        _inputStart = _inputEnd = _outputStart = _outputEnd = 0;
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
