using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Odps.Net.Tunnel.Wire;

/// <summary>CRC32C by the instruction of SSE 4.2.</summary>
internal static class X86Crc32C
{
    public static bool IsSupported => Sse42.X64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, byte value) => Sse42.Crc32(state, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, uint value) => Sse42.Crc32(state, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, ulong value) => (uint)Sse42.X64.Crc32(state, value);
}
