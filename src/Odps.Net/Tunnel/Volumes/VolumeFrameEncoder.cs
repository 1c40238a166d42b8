using System.Buffers;
using System.Buffers.Binary;

namespace Odps.Net.Tunnel;

/// <summary>
/// Frames the bytes of a volume file into a pooled buffer: the chunk size, then after each chunk the checksum of everything before it but the checksums.
/// The owner takes the bytes when the buffer is full.
/// </summary>
internal sealed class VolumeFrameEncoder : IDisposable
{
    /// <summary>The chunk size that writers use.</summary>
    public const int DefaultChunkSize = 512 * 1024;

    public const int ChecksumSize = sizeof(uint);

    private const int BufferSize = 64 * 1024;

    private readonly int _chunkSize;
    private byte[] _buffer;
    private int _length;
    private int _inChunk;
    private uint _state;

    public VolumeFrameEncoder(int chunkSize = DefaultChunkSize)
    {
        _chunkSize = chunkSize;
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        BinaryPrimitives.WriteInt32BigEndian(_buffer, chunkSize);
        _state = VolumeChecksum.Append(VolumeChecksum.Start, _buffer.AsSpan(0, sizeof(int)));
        _length = sizeof(int);
    }

    /// <summary>The bytes to send.</summary>
    public ReadOnlyMemory<byte> Pending => _buffer.AsMemory(0, _length);

    /// <summary>The bytes of the file so far.</summary>
    public long Count { get; private set; }

    /// <summary>Makes room after <see cref="Pending"/> was sent.</summary>
    public void Take() => _length = 0;

    /// <summary>Adds bytes of the file as far as there is room, and says how many. Zero: send <see cref="Pending"/> first.</summary>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        int taken = 0;
        while (taken < bytes.Length)
        {
            if (_inChunk == _chunkSize)
            {
                if (!TryEndChunk())
                {
                    break;
                }
            }

            int count = Math.Min(Math.Min(bytes.Length - taken, _chunkSize - _inChunk), _buffer.Length - _length);
            if (count == 0)
            {
                break;
            }

            ReadOnlySpan<byte> part = bytes.Slice(taken, count);
            part.CopyTo(_buffer.AsSpan(_length));
            _state = VolumeChecksum.Append(_state, part);
            _length += count;
            _inChunk += count;
            taken += count;
        }

        Count += taken;
        return taken;
    }

    /// <summary>Ends the last chunk, if there is one; false when <see cref="Pending"/> has to be sent first.</summary>
    public bool TryEndChunk()
    {
        if (_inChunk == 0)
        {
            return true;
        }

        if (_buffer.Length - _length < ChecksumSize)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_length), VolumeChecksum.Finish(_state));
        _length += ChecksumSize;
        _inChunk = 0;
        return true;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }
}
