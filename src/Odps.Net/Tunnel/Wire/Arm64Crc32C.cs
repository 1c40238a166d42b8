using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;

namespace Odps.Net.Tunnel.Wire;

/// <summary>CRC32C by the instruction of Armv8.1.</summary>
internal static class Arm64Crc32C
{
    public static bool IsSupported => Crc32.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, byte value) => Crc32.ComputeCrc32C(state, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, uint value) => Crc32.ComputeCrc32C(state, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, ulong value) => Crc32.Arm64.ComputeCrc32C(state, value);
}
