using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>Decodes the Huffman streams of literals (RFC 8878, 4.2.2).</summary>
internal static unsafe class ZstdHuffmanDecoder
{
    /// <summary>Symbols that a reloaded 64-bit container surely holds: 57 bits are valid, a code has at most 11.</summary>
    private const int SymbolsPerLoad = 5;

    /// <summary>Bytes that so many symbols consume at most.</summary>
    private const int BytesPerLoad = 7;

    /// <summary>Decodes one stream.</summary>
    public static void DecodeSingle(ZstdHuffmanTable huffman, ReadOnlySpan<byte> source, Span<byte> destination, long offset)
    {
        fixed (byte* start = source)
        fixed (byte* output = destination)
        fixed (ushort* table = huffman.Entries)
        {
            DecodeRest(start, CountBits(source, offset), output, output + destination.Length, table, 64 - huffman.Log, offset);
        }
    }

    /// <summary>Decodes four streams behind their jump table, each a quarter of the destination.</summary>
    public static void DecodeFour(ZstdHuffmanTable huffman, ReadOnlySpan<byte> source, Span<byte> destination, long offset)
    {
        const int JumpTable = 6;
        int quarter = (destination.Length + 3) / 4;
        if (source.Length < JumpTable + 4 || destination.Length < 3 * quarter)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "four Huffman streams with a jump table", source.Length);
        }

        int start1 = JumpTable;
        int start2 = start1 + (source[0] | (source[1] << 8));
        int start3 = start2 + (source[2] | (source[3] << 8));
        int start4 = start3 + (source[4] | (source[5] << 8));
        if (start4 >= source.Length)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, $"Huffman streams of {source.Length} bytes in all", start4);
        }

        int bits1 = CountBits(source[start1..start2], offset + start1);
        int bits2 = CountBits(source[start2..start3], offset + start2);
        int bits3 = CountBits(source[start3..start4], offset + start3);
        int bits4 = CountBits(source[start4..], offset + start4);
        fixed (byte* input = source)
        fixed (byte* output = destination)
        fixed (ushort* table = huffman.Entries)
        {
            int shift = 64 - huffman.Log;
            byte* end = output + destination.Length;
            byte* out1 = output;
            byte* out2 = output + quarter;
            byte* out3 = out2 + quarter;
            byte* out4 = out3 + quarter;
            if (Math.Min(Math.Min(bits1, bits2), Math.Min(bits3, bits4)) >= 64 + (8 * BytesPerLoad))
            {
                DecodeFourFast(
                    input + start1, input + start2, input + start3, input + start4,
                    ref bits1, ref bits2, ref bits3, ref bits4, ref out1, ref out2, ref out3, ref out4, end, table, shift);
            }

            DecodeRest(input + start1, bits1, out1, output + quarter, table, shift, offset + start1);
            DecodeRest(input + start2, bits2, out2, output + (2 * quarter), table, shift, offset + start2);
            DecodeRest(input + start3, bits3, out3, output + (3 * quarter), table, shift, offset + start3);
            DecodeRest(input + start4, bits4, out4, end, table, shift, offset + start4);
        }
    }

    /// <summary>
    /// Decodes as long as no stream comes near its start or its end of output. Each container holds the unread bits at its top
    /// and, below what was loaded, a single set bit whose place tells how much was consumed.
    /// </summary>
    private static void DecodeFourFast(
        byte* start1, byte* start2, byte* start3, byte* start4,
        ref int left1, ref int left2, ref int left3, ref int left4,
        ref byte* output1, ref byte* output2, ref byte* output3, ref byte* output4, byte* end, ushort* table, int shift)
    {
        byte* in1 = Load(start1, left1, out ulong bits1);
        byte* in2 = Load(start2, left2, out ulong bits2);
        byte* in3 = Load(start3, left3, out ulong bits3);
        byte* in4 = Load(start4, left4, out ulong bits4);
        byte* out1 = output1;
        byte* out2 = output2;
        byte* out3 = output3;
        byte* out4 = output4;
        while (true)
        {
            // The last quarter is the shortest, and all four advance alike.
            long rounds = Math.Min(
                Math.Min(Math.Min(in1 - start1, in2 - start2), Math.Min(in3 - start3, in4 - start4)) / BytesPerLoad,
                (end - out4) / SymbolsPerLoad);
            if (rounds <= 0)
            {
                break;
            }

            byte* stop = out1 + (rounds * SymbolsPerLoad);
            do
            {
                for (int symbol = 0; symbol < SymbolsPerLoad; symbol++)
                {
                    int entry1 = table[bits1 >> shift];
                    int entry2 = table[bits2 >> shift];
                    int entry3 = table[bits3 >> shift];
                    int entry4 = table[bits4 >> shift];
                    bits1 <<= entry1;
                    bits2 <<= entry2;
                    bits3 <<= entry3;
                    bits4 <<= entry4;
                    *out1++ = (byte)(entry1 >> 8);
                    *out2++ = (byte)(entry2 >> 8);
                    *out3++ = (byte)(entry3 >> 8);
                    *out4++ = (byte)(entry4 >> 8);
                }

                bits1 = Reload(ref in1, bits1);
                bits2 = Reload(ref in2, bits2);
                bits3 = Reload(ref in3, bits3);
                bits4 = Reload(ref in4, bits4);
            }
            while (out1 < stop);
        }

        left1 = Left(start1, in1, bits1);
        left2 = Left(start2, in2, bits2);
        left3 = Left(start3, in3, bits3);
        left4 = Left(start4, in4, bits4);
        output1 = out1;
        output2 = out2;
        output3 = out3;
        output4 = out4;
    }

    private static byte* Load(byte* start, int left, out ulong bits)
    {
        int bytes = (left + 7) >> 3;
        byte* from = start + bytes - 8;
        bits = (LittleEndian.Read64(from) | 1) << ((8 * bytes) - left);
        return from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reload(ref byte* from, ulong bits)
    {
        int consumed = BitOperations.TrailingZeroCount(bits);
        from -= consumed >> 3;
        return (LittleEndian.Read64(from) | 1) << (consumed & 7);
    }

    private static int Left(byte* start, byte* from, ulong bits)
        => (int)((from - start) * 8) + 64 - BitOperations.TrailingZeroCount(bits);

    /// <summary>Decodes what is left of one stream, up to its very start, and checks that it ends there.</summary>
    private static void DecodeRest(byte* start, int left, byte* output, byte* end, ushort* table, int shift, long offset)
    {
        while (output < end)
        {
            int bytes = (left + 7) >> 3;
            ulong bits = 0;
            if (bytes >= 8)
            {
                bits = LittleEndian.Read64(start + bytes - 8) << ((8 * bytes) - left);
            }
            else
            {
                for (int index = 0; index < bytes; index++)
                {
                    bits |= (ulong)start[index] << (8 * index);
                }

                bits <<= 64 - left;
            }

            byte* stop = end - output > SymbolsPerLoad ? output + SymbolsPerLoad : end;
            while (output < stop)
            {
                int entry = table[bits >> shift];
                bits <<= entry;
                left -= entry & 0xFF;
                *output++ = (byte)(entry >> 8);
            }

            if (left < 0)
            {
                break;
            }
        }

        if (left != 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "a Huffman stream that ends with its literals; bits left", left);
        }
    }

    private static int CountBits(ReadOnlySpan<byte> stream, long offset) => new ZstdBackwardBits(stream, offset).Left;
}
