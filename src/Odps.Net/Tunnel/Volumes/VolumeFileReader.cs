using System.Buffers;
using System.Buffers.Binary;
using Odps.Net.Compression;

namespace Odps.Net.Tunnel;

/// <summary>
/// Reads the bytes of a volume file out of their frames. A chunk is handed out after its checksum was verified, and the end is believed only when all bytes
/// that were expected have come.
/// </summary>
internal sealed class VolumeFileReader : ReadOnlyAsyncStream
{
    /// <summary>The largest chunk that the protocol allows.</summary>
    public const int MaxChunkSize = 256 * 1024 * 1024;

    private const int FirstBytes = 64 * 1024;

    private readonly Stream _body;
    private readonly string _description;
    private readonly long? _expected;
    private readonly TransferCounter? _counter;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _filled;
    private int _start;
    private int _end;
    private int _chunkSize;
    private uint _state = VolumeChecksum.Start;
    private long _position;
    private bool _atEnd;
    private bool _failed;
    private bool _disposed;

    /// <param name="body">The framed bytes, decompressed. Owned by this.</param>
    /// <param name="description">What is read, for messages.</param>
    /// <param name="expected">How many bytes are to come; null when that is not known.</param>
    /// <param name="counter">Told of the verified bytes, and of the end. Default: nobody.</param>
    public VolumeFileReader(Stream body, string description, long? expected, TransferCounter? counter = null)
    {
        _counter = counter;
        _body = body;
        _description = description;
        _expected = expected;
    }

    public override bool CanRead => !_disposed;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_start < _end || _atEnd || buffer.IsEmpty)
        {
            return new(Take(buffer.Span));
        }

        return ReadChunkAsync(buffer, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            await _body.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private int Take(Span<byte> target)
    {
        int count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        _position += count;
        return count;
    }

    private async ValueTask<int> ReadChunkAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_failed)
        {
            throw new InvalidOperationException("The reading has failed before.");
        }

        try
        {
            if (_chunkSize == 0)
            {
                await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!_atEnd)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            return Take(buffer.Span);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    private async ValueTask ReadHeaderAsync(CancellationToken cancellationToken)
    {
        int read = await ReadUpToAsync(sizeof(int), cancellationToken).ConfigureAwait(false);
        if (read == 0 && _expected == 0)
        {
            End();
            return;
        }

        if (read < sizeof(int))
        {
            throw Truncated("the answer ends within the chunk size, its first 4 bytes");
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(_buffer);
        if (size is < 1 or > MaxChunkSize)
        {
            throw new OdpsDataException($"Could not read {_description}: a chunk size of 1 to {MaxChunkSize} was expected, {size} was found.") { Offset = 0 };
        }

        _chunkSize = (int)size;
        _state = VolumeChecksum.Append(_state, _buffer.AsSpan(0, sizeof(int)));
    }

    /// <summary>Reads a chunk and its checksum; the last one is known by the end of the body.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        int whole = _chunkSize + VolumeFrameEncoder.ChecksumSize;
        int read = await ReadUpToAsync(whole, cancellationToken).ConfigureAwait(false);
        _start = 0;
        _end = 0;
        if (read == 0)
        {
            End();
            return;
        }

        if (read < VolumeFrameEncoder.ChecksumSize)
        {
            throw Truncated("the answer ends within a checksum");
        }

        int data = read - VolumeFrameEncoder.ChecksumSize;
        _state = VolumeChecksum.Append(_state, _buffer.AsSpan(0, data));
        uint stated = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(data));
        if (stated != VolumeChecksum.Finish(_state))
        {
            // A body that was cut within a chunk looks the same: its last four bytes are no checksum.
            throw read < whole && _expected is long expected && _position + data < expected
                ? Truncated("the answer ends within a chunk")
                : new OdpsChecksumException(
                    $"Could not read {_description}: the checksum behind byte {_position + data} is {stated:x8}, that of the data is {VolumeChecksum.Finish(_state):x8}. Nothing of the chunk was handed out; try again.")
                {
                    Offset = _position,
                };
        }

        if (_expected is long limit && _position + data > limit)
        {
            throw new OdpsDataException($"Could not read {_description}: {limit} bytes were expected, and there are more.") { Offset = limit };
        }

        _end = data;
        if (data > 0)
        {
            _counter?.Add(bytes: data);
        }

        if (read < whole && data == 0)
        {
            End();
        }
    }

    private void End()
    {
        if (_expected is long expected && _position < expected)
        {
            throw Truncated("the answer ends between two chunks");
        }

        _atEnd = true;
        _counter?.Add(blocks: 1);
    }

    /// <summary>Fills the buffer from its beginning; fewer bytes only at the end of the body. It grows with what has arrived, not with what was announced.</summary>
    private async ValueTask<int> ReadUpToAsync(int count, CancellationToken cancellationToken)
    {
        _filled = 0;
        while (_filled < count)
        {
            if (_filled == _buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _buffer.Length, Math.Max(count, _buffer.Length + 1L)));
                _buffer.AsSpan(0, _filled).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }

            int read = await _body.ReadAsync(_buffer.AsMemory(_filled, Math.Min(count, _buffer.Length) - _filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            _filled += read;
        }

        return _filled;
    }

    private OdpsStreamTruncatedException Truncated(string how) => new(
        $"Could not read {_description} to its end: {how}, after {_position} bytes"
        + (_expected is long expected ? $" of {expected}" : "") + ". The bytes before were verified; read on from there.",
        rowsRead: 0)
    {
        Offset = _position,
    };
}
