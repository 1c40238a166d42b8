using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// CRC32C (Castagnoli), the checksum of records and of streams. The methods work on the running state, which starts as
/// <see cref="Start"/> and is inverted by <see cref="Finish"/>. The processor's instruction is used where there is one; the JIT removes the choice.
/// </summary>
internal static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Start = 0xFFFF_FFFF;

    /// <summary>The checksum of a state.</summary>
    public static uint Finish(uint state) => ~state;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));

    /// <summary>Appends one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, byte value) =>
        Sse42.IsSupported ? X86Crc32C.Append(state, value)
        : ArmCrc32.IsSupported ? Arm64Crc32C.Append(state, value)
        : TableCrc32C.Append(state, value);

    /// <summary>Appends four bytes, little-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, uint value) =>
        Sse42.IsSupported ? X86Crc32C.Append(state, value)
        : ArmCrc32.IsSupported ? Arm64Crc32C.Append(state, value)
        : TableCrc32C.Append(state, value);

    /// <summary>Appends eight bytes, little-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, ulong value) =>
        Sse42.X64.IsSupported ? X86Crc32C.Append(state, value)
        : ArmCrc32.Arm64.IsSupported ? Arm64Crc32C.Append(state, value)
        : TableCrc32C.Append(state, value);

    /// <summary>Appends bytes.</summary>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes) => Append(state, ref MemoryMarshal.GetReference(bytes), bytes.Length);

    /// <summary>Appends bytes.</summary>
    public static uint Append(uint state, ref byte bytes, int count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
        {
            state = Append(state, Little.ReadUInt64(ref bytes, i));
        }

        if ((count & 4) != 0)
        {
            state = Append(state, Little.ReadUInt32(ref bytes, i));
            i += 4;
        }

        for (; i < count; i++)
        {
            state = Append(state, Unsafe.Add(ref bytes, i));
        }

        return state;
    }
}
