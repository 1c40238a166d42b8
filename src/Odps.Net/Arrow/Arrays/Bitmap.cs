using System.Numerics;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>Bits in Arrow's order: slot i is bit i &amp; 7 of byte i &gt;&gt; 3. Bits beyond the last slot are never looked at.</summary>
internal static class Bitmap
{
    public static int ByteCount(int bits) => (int)(((long)bits + 7) >> 3);

    public static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] & (1 << (index & 7))) != 0;

    public static void Set(Span<byte> bits, int index) => bits[index >> 3] |= (byte)(1 << (index & 7));

    /// <summary>How many bits are 1 among <paramref name="length"/> bits from <paramref name="offset"/> on.</summary>
    public static int Count(ReadOnlySpan<byte> bits, int offset, int length)
    {
        int count = 0;
        while (length > 0 && (offset & 7) != 0)
        {
            count += Get(bits, offset) ? 1 : 0;
            offset++;
            length--;
        }

        bits = bits[(offset >> 3)..];
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bits[..(length >> 3)]);
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        for (int i = words.Length * 64; i < length; i++)
        {
            count += Get(bits, i) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Copies bits to the start of bytes; the bits behind the last one in its byte become 0.</summary>
    public static void Copy(ReadOnlySpan<byte> bits, int offset, int length, Span<byte> destination)
    {
        int bytes = ByteCount(length);
        int shift = offset & 7;
        bits = bits[(offset >> 3)..];
        if (shift == 0)
        {
            bits[..bytes].CopyTo(destination);
        }
        else
        {
            int available = ByteCount(shift + length);
            for (int i = 0; i < bytes; i++)
            {
                int high = i + 1 < available ? bits[i + 1] << (8 - shift) : 0;
                destination[i] = (byte)((bits[i] >> shift) | high);
            }
        }

        if ((length & 7) != 0)
        {
            destination[bytes - 1] &= (byte)((1 << (length & 7)) - 1);
        }
    }

    /// <summary>Copies bits to any position among bits; the others stay.</summary>
    public static void CopyTo(ReadOnlySpan<byte> bits, int offset, int length, Span<byte> destination, int destinationOffset)
    {
        for (int i = 0; i < length; i++)
        {
            int to = destinationOffset + i;
            byte mask = (byte)(1 << (to & 7));
            destination[to >> 3] = (byte)(Get(bits, offset + i) ? destination[to >> 3] | mask : destination[to >> 3] & ~mask);
        }
    }

    /// <summary>Sets bits to 1; the others stay.</summary>
    public static void Fill(Span<byte> bits, int offset, int length)
    {
        while (length > 0 && (offset & 7) != 0)
        {
            Set(bits, offset++);
            length--;
        }

        bits.Slice(offset >> 3, length >> 3).Fill(0xFF);
        for (int i = offset + (length & ~7); i < offset + length; i++)
        {
            Set(bits, i);
        }
    }
}
