using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>Unaligned little-endian numbers at an offset that the caller has checked.</summary>
internal static class Little
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32(ref byte origin, nint offset)
    {
        uint value = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref origin, offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64(ref byte origin, nint offset)
    {
        ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref origin, offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte origin, nint offset, uint value) =>
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref origin, offset), BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte origin, nint offset, ulong value) =>
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref origin, offset), BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
}
