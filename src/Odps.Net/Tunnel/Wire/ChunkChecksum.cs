using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// The CRC32C of full chunks of one size, and of all of them together, in one pass over the data: a chunk is read as three lanes side by side, since the
/// processor can work on three checksums in the time of one, and what a chunk does to the checksum of the whole follows from its own.
/// </summary>
internal sealed class ChunkChecksum
{
    private const uint Polynomial = 0x82F6_3B78;

    /// <summary>The polynomial 1; the highest bit is that of the lowest power.</summary>
    private const uint One = 0x8000_0000;

    /// <summary>x to the power of 8: one byte more.</summary>
    private const uint Byte = One >> 8;

    /// <summary>Below that, joining the lanes costs more than it saves.</summary>
    private const int MinLane = 1024;

    private readonly int _lane;
    private readonly uint _laneFactor;
    private readonly uint _chunkFactor;

    /// <param name="chunkSize">The bytes of a chunk.</param>
    public ChunkChecksum(int chunkSize)
    {
        _lane = (chunkSize / 3) & ~7;
        _laneFactor = Factor(_lane);
        _chunkFactor = Factor(chunkSize);
    }

    /// <summary>The state after a full chunk, from <see cref="Crc32C.Start"/> on.</summary>
    public uint Compute(ReadOnlySpan<byte> chunk)
    {
        if (_lane < MinLane)
        {
            return Crc32C.Append(Crc32C.Start, chunk);
        }

        ref byte first = ref MemoryMarshal.GetReference(chunk);
        nint lane = _lane;
        (uint a, uint b, uint c) = (Crc32C.Start, 0, 0);
        for (nint i = 0; i < lane; i += 8)
        {
            a = Crc32C.Append(a, Little.ReadUInt64(ref first, i));
            b = Crc32C.Append(b, Little.ReadUInt64(ref first, lane + i));
            c = Crc32C.Append(c, Little.ReadUInt64(ref first, lane + lane + i));
        }

        uint joined = Multiply(Multiply(a, _laneFactor) ^ b, _laneFactor) ^ c;
        return Crc32C.Append(joined, chunk[(3 * _lane)..]);
    }

    /// <summary>The state of the whole after one more full chunk.</summary>
    /// <param name="whole">The state before it; <see cref="Crc32C.Start"/> before the first.</param>
    /// <param name="chunk">The chunk's own state.</param>
    public uint Extend(uint whole, uint chunk) => Multiply(whole ^ Crc32C.Start, _chunkFactor) ^ chunk;

    /// <summary>What a state is multiplied by when so many bytes follow.</summary>
    private static uint Factor(int bytes)
    {
        uint factor = One;
        for (uint power = Byte; bytes > 0; bytes >>= 1)
        {
            factor = (bytes & 1) != 0 ? Multiply(factor, power) : factor;
            power = Multiply(power, power);
        }

        return factor;
    }

    /// <summary>The product of two polynomials modulo that of the checksum.</summary>
    private static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (; left != 0; left <<= 1)
        {
            // All ones where the highest bit is set: no branch to guess wrong.
            product ^= right & (uint)((int)left >> 31);
            right = (right >> 1) ^ (Polynomial & (uint)-(int)(right & 1));
        }

        return product;
    }
}
