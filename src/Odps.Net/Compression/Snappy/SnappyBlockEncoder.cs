using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Odps.Net.Compression;

/// <summary>Encodes Snappy blocks: one candidate per hash, within fragments of 64 KiB.</summary>
internal sealed unsafe class SnappyBlockEncoder : IDisposable
{
    private const int MaxHashBits = 14;
    private const int MinHashBits = 8;

    /// <summary>Fragments shorter than this, and the end of each, are literals; reads of whole words stay inside.</summary>
    private const int Margin = 15;

    private ushort[] _table = [];

    /// <summary>Compresses one block, its length in front.</summary>
    /// <returns>The bytes written.</returns>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int bound = SnappyBlock.MaxCompressedLength(source.Length);
        if (destination.Length < bound)
        {
            CompressionThrow.DestinationTooSmall(bound, destination.Length);
        }

        if (_table.Length == 0)
        {
            _table = ArrayPool<ushort>.Shared.Rent(1 << MaxHashBits);
        }

        int written = 0;
        uint length = (uint)source.Length;
        for (; length >= 0x80; length >>= 7)
        {
            destination[written++] = (byte)(length | 0x80);
        }

        destination[written++] = (byte)length;
        fixed (byte* input = source)
        fixed (byte* outputStart = destination)
        fixed (ushort* table = _table)
        {
            byte* output = outputStart + written;
            for (int start = 0; start < source.Length; start += SnappyBlock.FragmentSize)
            {
                output = EncodeFragment(input + start, Math.Min(SnappyBlock.FragmentSize, source.Length - start), output, table);
            }

            return (int)(output - outputStart);
        }
    }

    public void Dispose()
    {
        if (_table.Length != 0)
        {
            ArrayPool<ushort>.Shared.Return(_table);
            _table = [];
        }
    }

    private static byte* EncodeFragment(byte* input, int length, byte* output, ushort* table)
    {
        byte* end = input + length;
        byte* anchor = input;
        if (length > Margin)
        {
            int bits = Math.Clamp(BitOperations.Log2((uint)length - 1) + 1, MinHashBits, MaxHashBits);
            int shift = 32 - bits;
            new Span<ushort>(table, 1 << bits).Clear();
            byte* limit = end - Margin;
            byte* next = input + 1;
            while (true)
            {
                byte* current;
                byte* match;
                int misses = 32;
                do
                {
                    current = next;
                    next += misses++ >> 5;
                    if (next > limit)
                    {
                        return WriteLiterals(output, anchor, end - anchor, end);
                    }

                    ushort* slot = table + Hash(current, shift);
                    match = input + *slot;
                    *slot = (ushort)(current - input);
                }
                while (Unsafe.ReadUnaligned<uint>(match) != Unsafe.ReadUnaligned<uint>(current));

                output = WriteLiterals(output, anchor, current - anchor, end);
                do
                {
                    long matched = 4 + MatchLength.CountEqual(current + 4, match + 4, end);
                    output = WriteCopy(output, current - match, matched);
                    current += matched;
                    anchor = current;
                    if (current >= limit)
                    {
                        return WriteLiterals(output, anchor, end - anchor, end);
                    }

                    table[Hash(current - 1, shift)] = (ushort)(current - 1 - input);
                    ushort* slot = table + Hash(current, shift);
                    match = input + *slot;
                    *slot = (ushort)(current - input);
                }
                while (Unsafe.ReadUnaligned<uint>(match) == Unsafe.ReadUnaligned<uint>(current));

                next = current + 1;
            }
        }

        return WriteLiterals(output, anchor, length, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteLiterals(byte* output, byte* literals, long length, byte* inputEnd)
    {
        // The output's worst-case room behind a short literal is larger than a vector.
        if (length is > 0 and <= 16 && inputEnd - literals >= 16)
        {
            *output++ = (byte)((length - 1) << 2);
            Vector128.Store(Vector128.Load(literals), output);
            return output + length;
        }

        return length == 0 ? output : WriteLongLiterals(output, literals, length);
    }

    private static byte* WriteLongLiterals(byte* output, byte* literals, long length)
    {
        uint code = (uint)length - 1;
        if (code < 60)
        {
            *output++ = (byte)(code << 2);
        }
        else
        {
            int bytes = code < 1 << 8 ? 1 : 2;
            *output++ = (byte)((59 + bytes) << 2);
            for (; bytes > 0; bytes--)
            {
                *output++ = (byte)code;
                code >>= 8;
            }
        }

        Unsafe.CopyBlockUnaligned(output, literals, (uint)length);
        return output + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteCopy(byte* output, long distance, long length)
    {
        while (length >= 68)
        {
            output = WriteFarCopy(output, distance, 64);
            length -= 64;
        }

        if (length > 64)
        {
            // What remains must not be shorter than a copy of the short form.
            output = WriteFarCopy(output, distance, 60);
            length -= 60;
        }

        if (length >= 12 || distance >= 2048)
        {
            return WriteFarCopy(output, distance, length);
        }

        *output++ = (byte)(1 | ((length - 4) << 2) | ((distance >> 8) << 5));
        *output++ = (byte)distance;
        return output;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteFarCopy(byte* output, long distance, long length)
    {
        output[0] = (byte)(2 | ((length - 1) << 2));
        output[1] = (byte)distance;
        output[2] = (byte)(distance >> 8);
        return output + 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(byte* at, int shift) => (Unsafe.ReadUnaligned<uint>(at) * 0x1E35A7BD) >> shift;
}
