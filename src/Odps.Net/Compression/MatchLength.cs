using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>The comparing that all of the dictionary coders share.</summary>
internal static unsafe class MatchLength
{
    /// <summary>Counts equal bytes from two places on, up to the limit of the later one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long CountEqual(byte* later, byte* earlier, byte* limit)
    {
        byte* start = later;
        while (limit - later >= 8)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(later) ^ Unsafe.ReadUnaligned<ulong>(earlier);
            if (difference != 0)
            {
                int bits = BitConverter.IsLittleEndian ? BitOperations.TrailingZeroCount(difference) : BitOperations.LeadingZeroCount(difference);
                return later - start + (bits >> 3);
            }

            later += 8;
            earlier += 8;
        }

        while (later < limit && *later == *earlier)
        {
            later++;
            earlier++;
        }

        return later - start;
    }
}
