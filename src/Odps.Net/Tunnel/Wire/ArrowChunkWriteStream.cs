using System.Buffers;
using System.Buffers.Binary;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Puts the chunk framing of an Arrow body around what is written: a chunk size, chunks each followed by its CRC32C, and by <see cref="CompleteAsync"/> the
/// CRC32C of all data. Disposing without completing leaves the body without its last checksum, so that the service refuses it.
/// </summary>
internal sealed class ArrowChunkWriteStream : Stream
{
    /// <summary>The chunk size of all known writers.</summary>
    public const int DefaultChunkSize = 64 << 10;

    private const int ChecksumLength = 4;

    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly int _chunkSize;
    private readonly ChunkChecksum _checksum;
    private byte[] _buffer;
    private int _filled;
    private int _chunkStart;
    private uint _total = Crc32C.Start;
    private State _state;

    public ArrowChunkWriteStream(Stream inner, int chunkSize = DefaultChunkSize, bool leaveOpen = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunkSize, ArrowChunkReadStream.MaxChunkSize);
        _inner = inner;
        _leaveOpen = leaveOpen;
        _chunkSize = chunkSize;
        _checksum = new ChunkChecksum(chunkSize);
        _buffer = ArrayPool<byte>.Shared.Rent(chunkSize + (2 * ChecksumLength));
        BinaryPrimitives.WriteInt32BigEndian(_buffer, chunkSize);
        _filled = ChecksumLength;
        _chunkStart = ChecksumLength;
    }

    private enum State
    {
        Open,
        Writing,
        Completed,
        Disposed,
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => _state == State.Open;

    public override long Length => throw new NotSupportedException("The length of the body is not known.");

    public override long Position
    {
        get => throw new NotSupportedException("The body has no position to seek from.");
        set => throw new NotSupportedException("The body cannot be sought.");
    }

    /// <summary>The data written so far, without framing, in bytes.</summary>
    public long DataLength { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Enter();
        cancellationToken.ThrowIfCancellationRequested();
        while (!buffer.IsEmpty)
        {
            int count = Math.Min(buffer.Length, _chunkStart + _chunkSize - _filled);
            buffer.Span[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            DataLength += count;
            buffer = buffer[count..];
            if (_filled == _chunkStart + _chunkSize)
            {
                await WriteChunkAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        _state = State.Open;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Writes the last chunk and the checksum of the whole, and flushes the inner stream.</summary>
    /// <exception cref="InvalidOperationException">The body is complete already, or an earlier write failed.</exception>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        _total = Crc32C.Append(_total, _buffer.AsSpan(_chunkStart, _filled - _chunkStart));
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_filled), Crc32C.Finish(_total));
        await _inner.WriteAsync(_buffer.AsMemory(0, _filled + ChecksumLength), cancellationToken).ConfigureAwait(false);
        await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        _state = State.Completed;
    }

    /// <summary>Does nothing for the data that is gathered, since a chunk that is not full would be the last one; flushes the inner stream.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => throw OnlyAsync();

    public override void Write(byte[] buffer, int offset, int count) => throw OnlyAsync();

    public override void Write(ReadOnlySpan<byte> buffer) => throw OnlyAsync();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is only written.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The body cannot be sought.");

    public override void SetLength(long value) => throw new NotSupportedException("The body has no length to set.");

    public override async ValueTask DisposeAsync()
    {
        if (ReturnBuffer() && !_leaveOpen)
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && ReturnBuffer() && !_leaveOpen)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask WriteChunkAsync(CancellationToken cancellationToken)
    {
        uint state = _checksum.Compute(_buffer.AsSpan(_chunkStart, _chunkSize));
        _total = _checksum.Extend(_total, state);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_filled), Crc32C.Finish(state));
        await _inner.WriteAsync(_buffer.AsMemory(0, _filled + ChecksumLength), cancellationToken).ConfigureAwait(false);
        _filled = 0;
        _chunkStart = 0;
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state != State.Open)
        {
            throw new InvalidOperationException(_state == State.Completed ? "The Arrow body is complete." : "An earlier write to this Arrow body has not ended, or has failed.");
        }

        _state = State.Writing;
    }

    private bool ReturnBuffer()
    {
        if (_state == State.Disposed)
        {
            return false;
        }

        _state = State.Disposed;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return true;
    }

    private static NotSupportedException OnlyAsync() => new("The stream is written asynchronously only; use WriteAsync and CompleteAsync.");
}
