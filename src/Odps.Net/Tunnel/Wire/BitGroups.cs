using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Odps.Net.Tunnel.Wire;

/// <summary>Between eight groups of seven bits, one in each byte, and one number of 56 bits.</summary>
internal static class BitGroups
{
    private const ulong Groups = 0x7F7F_7F7F_7F7F_7F7F;

    /// <summary>
    /// Whether the processor has instructions that do it at once. AMD's processors before Zen 3 have them, but take hundreds of cycles.
    /// </summary>
    private static readonly bool _hasInstructions = Bmi2.X64.IsSupported && !IsSlow();

    /// <summary>Pushes the groups together; the highest bit of each byte is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compress(ulong word) => _hasInstructions ? Bmi2.X64.ParallelBitExtract(word, Groups) : CompressByShifts(word & Groups);

    /// <summary>Puts each seven bits into a byte of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Expand(ulong value) => _hasInstructions ? Bmi2.X64.ParallelBitDeposit(value, Groups) : ExpandByShifts(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong CompressByShifts(ulong word)
    {
        word = ((word & 0x7F00_7F00_7F00_7F00) >> 1) | (word & 0x007F_007F_007F_007F);
        word = ((word & 0x3FFF_0000_3FFF_0000) >> 2) | (word & 0x0000_3FFF_0000_3FFF);
        return ((word & 0x0FFF_FFFF_0000_0000) >> 4) | (word & 0x0000_0000_0FFF_FFFF);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong ExpandByShifts(ulong value)
    {
        value = ((value & 0x00FF_FFFF_F000_0000) << 4) | (value & 0x0000_0000_0FFF_FFFF);
        value = ((value & 0x0FFF_C000_0FFF_C000) << 2) | (value & 0x0000_3FFF_0000_3FFF);
        return ((value & 0x3F80_3F80_3F80_3F80) << 1) | (value & 0x007F_007F_007F_007F);
    }

    private static bool IsSlow()
    {
        const int Authentic = 0x6874_7541;
        const int ZenThreeFamily = 0x19;
        (_, int vendor, _, _) = X86Base.CpuId(0, 0);
        (int version, _, _, _) = X86Base.CpuId(1, 0);
        int family = ((version >> 8) & 0xF) + ((version >> 20) & 0xFF);
        return vendor == Authentic && family < ZenThreeFamily;
    }
}
