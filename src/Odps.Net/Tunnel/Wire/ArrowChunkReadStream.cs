using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Odps.Net.Compression;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Takes the chunk framing of an Arrow body away: a chunk size, chunks each followed by its CRC32C, and at the end the CRC32C of all data. Data is handed
/// out only after its checksum was verified; that of the last chunk after the checksum of the whole.
/// </summary>
/// <remarks>
/// A reader whose buffer has room for a whole chunk and its checksum gets the chunk read into that buffer, and verified there: nothing is copied. Behind what a
/// read gives, its buffer may have been written to.
/// Only the end of the body marks the last chunk, so a body that is cut shows as a checksum that does not match, or as one that is missing. An empty body, and one
/// of four zero bytes, are what clients send for no data; both are read as no data.
/// </remarks>
internal sealed class ArrowChunkReadStream(Stream inner, bool leaveOpen = false) : ReadOnlyAsyncStream
{
    /// <summary>The largest chunk size that is accepted.</summary>
    public const int MaxChunkSize = 64 << 20;

    private const int ChecksumLength = 4;
    private const int FirstPiece = (64 << 10) + ChecksumLength;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _chunkSize;
    private ChunkChecksum? _checksum;
    private long _chunks;
    private uint _total = Crc32C.Start;
    private bool _begun;
    private bool _ended;
    private bool _failed;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    /// <summary>The data verified so far, in bytes.</summary>
    public long DataLength { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return buffer.IsEmpty ? default : _start < _end ? new ValueTask<int>(Take(buffer)) : ReadMoreAsync(buffer, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadMoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_start == _end)
        {
            if (_failed)
            {
                throw new InvalidOperationException("An earlier read of this Arrow body failed; what follows is not known.");
            }

            if (_ended)
            {
                return 0;
            }

            _failed = true;
            if (!_begun)
            {
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (buffer.Length - ChecksumLength >= _chunkSize)
            {
                int read = await FillAsync(buffer[..(_chunkSize + ChecksumLength)], cancellationToken).ConfigureAwait(false);
                int length = Verify(buffer.Span[..read]);
                _failed = false;
                return length;
            }
            else
            {
                await ReadChunkAsync(cancellationToken).ConfigureAwait(false);
            }

            _failed = false;
        }

        return Take(buffer);
    }

    private int Take(Memory<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            ReturnBuffer();
            if (!leaveOpen)
            {
                await inner.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            ReturnBuffer();
            if (!leaveOpen)
            {
                inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void ReturnBuffer()
    {
        _disposed = true;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        int read = await FillBufferAsync(ChecksumLength, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            _ended = true;
            return;
        }

        if (read < ChecksumLength)
        {
            ThrowCut(string.Create(CultureInfo.InvariantCulture, $"after {read} bytes of the chunk size"));
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(_buffer);
        if (size == 0)
        {
            if (await inner.ReadAsync(_buffer.AsMemory(0, 1), cancellationToken).ConfigureAwait(false) != 0)
            {
                throw new OdpsDataException("The Arrow body announces chunks of 0 bytes, and data follows.") { Offset = 0 };
            }

            _ended = true;
            return;
        }

        if (size > MaxChunkSize)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"The Arrow body announces chunks of {size} bytes; at most {MaxChunkSize} are accepted.")) { Offset = 0 };
        }

        _chunkSize = (int)size;
        _checksum = new ChunkChecksum(_chunkSize);
        await ReadChunkAsync(cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadChunkAsync(CancellationToken cancellationToken)
    {
        int read = await FillBufferAsync(_chunkSize + ChecksumLength, cancellationToken).ConfigureAwait(false);
        (_start, _end) = (0, Verify(_buffer.AsSpan(0, read)));
    }

    /// <summary>Verifies a chunk with its checksum, or what came in its place; returns the length of its data.</summary>
    private int Verify(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < ChecksumLength)
        {
            ThrowCut(chunk.IsEmpty ? "before the checksum of the whole" : string.Create(CultureInfo.InvariantCulture, $"after {chunk.Length} bytes of the checksum of the whole"));
        }

        ReadOnlySpan<byte> data = chunk[..^ChecksumLength];
        _ended = data.Length < _chunkSize;
        uint state = _ended ? Crc32C.Append(_total, data) : _checksum!.Compute(data);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(chunk[data.Length..]);
        if (stored != Crc32C.Finish(state))
        {
            ThrowChecksum(stored, Crc32C.Finish(state));
        }

        _total = _ended ? state : _checksum!.Extend(_total, state);
        _chunks++;
        DataLength += data.Length;
        return data.Length;
    }

    /// <summary>Fills the buffer as far as there is data; it grows with what arrives.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillBufferAsync(int count, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < count)
        {
            if (filled == _buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(count, Math.Max(FirstPiece, _buffer.Length * 2L)));
                _buffer.AsSpan(0, filled).CopyTo(larger);
                if (_buffer.Length > 0)
                {
                    ArrayPool<byte>.Shared.Return(_buffer);
                }

                _buffer = larger;
            }

            Memory<byte> room = _buffer.AsMemory(filled, Math.Min(count, _buffer.Length) - filled);
            int read = await FillAsync(room, cancellationToken).ConfigureAwait(false);
            filled += read;
            if (read < room.Length)
            {
                break;
            }
        }

        return filled;
    }

    /// <summary>Fills some memory as far as there is data.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < room.Length)
        {
            int read = await inner.ReadAsync(room[filled..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    [DoesNotReturn]
    private void ThrowCut(string where) => throw new OdpsStreamTruncatedException(
        string.Create(CultureInfo.InvariantCulture, $"The Arrow body ends early, {where}, after {_chunks} chunks with {DataLength} bytes of data."), 0) { Offset = DataLength };

    [DoesNotReturn]
    private void ThrowChecksum(uint stored, uint computed) => throw new OdpsChecksumException(_ended
        ? string.Create(CultureInfo.InvariantCulture, $"The checksum of the whole Arrow body does not match, after {_chunks} good chunks with {DataLength} bytes of data: it says {stored:x8}, the data gives {computed:x8}. The body was damaged or cut.")
        : string.Create(CultureInfo.InvariantCulture, $"The checksum of chunk {_chunks} of the Arrow body does not match: it says {stored:x8}, the data from byte {DataLength} on gives {computed:x8}.")) { Offset = DataLength };
}
