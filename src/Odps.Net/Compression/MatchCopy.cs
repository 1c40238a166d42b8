using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Odps.Net.Compression;

/// <summary>The copying that all of the dictionary coders share.</summary>
internal static unsafe class MatchCopy
{
    /// <summary>How far beyond its end a copy may write if the buffer has that much room.</summary>
    public const int Overrun = 32;

    /// <summary>For each distance below 16, the indices that repeat so many bytes over a vector.</summary>
    private static ReadOnlySpan<byte> Patterns =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
        0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
    ];

    /// <summary>How many bytes of a vector are whole repetitions of each distance.</summary>
    private static ReadOnlySpan<byte> Strides => [16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>Copies earlier output to the end of the output; the two may overlap, which repeats the earlier bytes.</summary>
    /// <param name="target">The end of the output.</param>
    /// <param name="distance">How far back the copy starts, at least 1.</param>
    /// <param name="length">The bytes to copy; the caller has checked that there is room for them.</param>
    /// <param name="bufferEnd">The end of the memory that may be written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Repeat(byte* target, long distance, long length, byte* bufferEnd)
    {
        Debug.Assert(distance > 0 && length >= 0 && length <= bufferEnd - target);
        if (distance >= 16 && bufferEnd - target >= length + Overrun)
        {
            byte* from = target - distance;
            byte* end = target + length;
            Vector128.Store(Vector128.Load(from), target);
            Vector128.Store(Vector128.Load(from + 16), target + 16);
            if (length > 32)
            {
                RepeatFar(target + 32, from + 32, end);
            }

            return;
        }

        RepeatNear(target, distance, length, bufferEnd);
    }

    /// <summary>Copies bytes from another buffer, writing over the end where both sides have the room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Literals(byte* target, byte* from, long length, byte* bufferEnd, byte* fromEnd)
    {
        if (bufferEnd - target >= length + Overrun && fromEnd - from >= length + Overrun)
        {
            Vector128.Store(Vector128.Load(from), target);
            if (length > 16)
            {
                RepeatFar(target + 16, from + 16, target + length);
            }

            return;
        }

        Unsafe.CopyBlockUnaligned(target, from, (uint)length);
    }

    /// <summary>Copies in vectors until the end is reached or passed by less than one vector pair.</summary>
    private static void RepeatFar(byte* target, byte* from, byte* end)
    {
        do
        {
            Vector128.Store(Vector128.Load(from), target);
            target += 16;
            from += 16;
        }
        while (target < end);
    }

    private static void RepeatNear(byte* target, long distance, long length, byte* bufferEnd)
    {
        byte* end = target + length;
        if (distance < 16 && bufferEnd - target >= length + Overrun)
        {
            Vector128<byte> pattern = Vector128.Shuffle(Vector128.Load(target - distance), Vector128.Create(Patterns.Slice((int)distance * 16, 16)));
            long stride = Strides[(int)distance];
            do
            {
                Vector128.Store(pattern, target);
                target += stride;
            }
            while (target < end);
            return;
        }

        byte* from = target - distance;
        while (target < end)
        {
            *target++ = *from++;
        }
    }
}
