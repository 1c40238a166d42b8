using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel;

/// <summary>
/// CRC-32 (IEEE, as zlib has it), the checksum of volume files. Eight bytes at a time by tables. The methods work on the running state, which starts as
/// <see cref="Start"/> and is inverted by <see cref="Finish"/>.
/// </summary>
internal static class VolumeChecksum
{
    public const uint Start = 0xFFFF_FFFF;

    private const uint Polynomial = 0xEDB8_8320;

    private static readonly uint[] Tables = CreateTables();

    public static uint Finish(uint state) => ~state;

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        // Every index is a byte within one of the tables.
        ref uint tables = ref MemoryMarshal.GetArrayDataReference(Tables);
        while (bytes.Length >= 8)
        {
            uint low = state ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = Unsafe.Add(ref tables, 0x700 + (byte)low) ^ Unsafe.Add(ref tables, 0x600 + (byte)(low >> 8))
                ^ Unsafe.Add(ref tables, 0x500 + (byte)(low >> 16)) ^ Unsafe.Add(ref tables, 0x400 + (low >> 24))
                ^ Unsafe.Add(ref tables, 0x300 + (byte)high) ^ Unsafe.Add(ref tables, 0x200 + (byte)(high >> 8))
                ^ Unsafe.Add(ref tables, 0x100 + (byte)(high >> 16)) ^ Unsafe.Add(ref tables, high >> 24);
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            state = Unsafe.Add(ref tables, (byte)(state ^ b)) ^ (state >> 8);
        }

        return state;
    }

    private static uint[] CreateTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint state = i;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? (state >> 1) ^ Polynomial : state >> 1;
            }

            tables[i] = state;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        }

        return tables;
    }
}
