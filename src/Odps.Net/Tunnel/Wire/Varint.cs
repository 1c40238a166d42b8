using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Base-128 varints, eight groups at a time: the continuation bits tell the length, and the groups are pushed together (or apart) by shifts, so
/// that lengths which vary from value to value cost no mispredicted branches. Reading looks up to 10 bytes ahead and writing stores up to 10
/// bytes; the caller keeps that many at hand.
/// </summary>
internal static class Varint
{
    /// <summary>The most bytes of a 64-bit number.</summary>
    public const int MaxLength = 10;

    private const ulong ContinuationBits = 0x8080_8080_8080_8080;

    /// <summary>Reads a number and moves past it. A number of more than 64 bits leaves <paramref name="position"/> negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(ref byte origin, ref nint position)
    {
        ulong word = Little.ReadUInt64(ref origin, position);
        ulong stops = ~word & ContinuationBits;
        if (stops == 0)
        {
            // A copy, so that the caller's position need not live in memory for the rare case.
            nint longPosition = position;
            ulong value = ReadLong(ref origin, ref longPosition, word);
            position = longPosition;
            return value;
        }

        position += (BitOperations.TrailingZeroCount(stops) + 1) >> 3;
        return BitGroups.Compress(word & (stops ^ (stops - 1)));
    }

    /// <summary>Reads a number; <paramref name="length"/> is 0 when it has more than 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadAt(ref byte at, out nint length)
    {
        ulong word = Little.ReadUInt64(ref at, 0);
        ulong stops = ~word & ContinuationBits;
        if (stops != 0)
        {
            length = (nint)((uint)(BitOperations.TrailingZeroCount(stops) + 1) >> 3);
            return BitGroups.Compress(word & (stops ^ (stops - 1)));
        }

        ulong ninth = Unsafe.Add(ref at, 8);
        ulong tenth = Unsafe.Add(ref at, 9);
        ulong value = BitGroups.Compress(word) | ((ninth & 0x7F) << 56);
        if (ninth < 0x80)
        {
            length = 9;
            return value;
        }

        length = tenth > 1 ? 0 : 10;
        return value | (tenth << 63);
    }

    /// <summary>Writes a number and gives its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte origin, nint position, ulong value)
    {
        if (value >> 56 != 0)
        {
            return WriteLong(ref origin, position, value);
        }

        int length = Length(value);
        Little.Write(ref origin, position, BitGroups.Expand(value) | (ContinuationBits & ((1UL << (8 * (length - 1))) - 1)));
        return length;
    }

    /// <summary>How many bytes a number takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(ulong value) => (int)((((uint)(64 - BitOperations.LeadingZeroCount(value | 1)) * 9) + 64) >> 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong ReadLong(ref byte origin, ref nint position, ulong word)
    {
        ulong value = BitGroups.Compress(word);
        ulong ninth = Unsafe.Add(ref origin, position + 8);
        value |= (ninth & 0x7F) << 56;
        if (ninth < 0x80)
        {
            position += 9;
            return value;
        }

        ulong tenth = Unsafe.Add(ref origin, position + 9);
        position = tenth > 1 ? -1 : position + 10;
        return value | (tenth << 63);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteLong(ref byte origin, nint position, ulong value)
    {
        Little.Write(ref origin, position, BitGroups.Expand(value & 0x00FF_FFFF_FFFF_FFFF) | ContinuationBits);
        ulong rest = value >> 56;
        if (rest < 0x80)
        {
            Unsafe.Add(ref origin, position + 8) = (byte)rest;
            return 9;
        }

        Unsafe.Add(ref origin, position + 8) = (byte)(rest | 0x80);
        Unsafe.Add(ref origin, position + 9) = (byte)(rest >> 7);
        return 10;
    }
}
