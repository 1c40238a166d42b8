namespace Odps.Net.Compression;

/// <summary>Writes the literals section of a block (RFC 8878, 3.1.1.3.1): as they are, as one byte, or in a Huffman code of its own.</summary>
internal sealed unsafe class ZstdLiteralsEncoder
{
    /// <summary>Fewer literals do not pay for a table.</summary>
    private const int LeastCompressed = 64;

    /// <summary>From here on four streams are written, which decode faster.</summary>
    private const int LeastForFourStreams = 256;

    private const int JumpTable = 6;

    private readonly int[] _counts = new int[4 * 256];
    private readonly ZstdHuffmanCode _code = new();

    /// <summary>Writes the section.</summary>
    /// <param name="literals">All literals of the block.</param>
    /// <param name="output">Room for the literals and some 160 bytes.</param>
    /// <returns>The end of the section.</returns>
    public byte* Write(ReadOnlySpan<byte> literals, byte* output)
    {
        if (literals.Length > 4 && !literals.ContainsAnyExcept(literals[0]))
        {
            output = WriteHeader(output, ZstdFormat.RleLiterals, literals.Length);
            *output = literals[0];
            return output + 1;
        }

        byte* end = literals.Length < LeastCompressed ? null : WriteCompressed(literals, output);
        if (end != null)
        {
            return end;
        }

        output = WriteHeader(output, ZstdFormat.RawLiterals, literals.Length);
        literals.CopyTo(new Span<byte>(output, literals.Length));
        return output + literals.Length;
    }

    private byte* WriteCompressed(ReadOnlySpan<byte> literals, byte* output)
    {
        ReadOnlySpan<int> counts = Count(literals);
        long bits = _code.Build(counts);

        // A code that hardly saves anything costs the reader more than it is worth.
        int worthwhile = literals.Length - (literals.Length >> 6) - 2;
        if ((bits >> 3) + JumpTable >= worthwhile)
        {
            return null;
        }

        bool four = literals.Length >= LeastForFourStreams;
        int form = !four ? 0 : literals.Length < 1 << 10 ? 1 : literals.Length < 1 << 14 ? 2 : 3;
        int header = form switch { 2 => 4, 3 => 5, _ => 3 };
        byte* start = output + header;
        byte* current = _code.Write(start);
        if (current == null || (bits >> 3) + (current - start) >= worthwhile)
        {
            return null;
        }

        fixed (byte* source = literals)
        fixed (uint* codes = _code.Codes)
        {
            current = four ? WriteFour(source, literals.Length, codes, current) : ZstdHuffmanCode.Encode(source, literals.Length, codes, current);
        }

        long compressed = current - start;
        if (compressed >= worthwhile)
        {
            return null;
        }

        int width = form switch { 2 => 14, 3 => 18, _ => 10 };
        ulong word = ZstdFormat.CompressedLiterals | ((uint)form << 2) | ((ulong)literals.Length << 4) | ((ulong)compressed << (4 + width));
        for (int index = 0; index < header; index++)
        {
            output[index] = (byte)(word >> (8 * index));
        }

        return current;
    }

    private static byte* WriteFour(byte* literals, int length, uint* codes, byte* output)
    {
        int quarter = (length + 3) / 4;
        byte* jump = output;
        output += JumpTable;
        for (int stream = 0; stream < 4; stream++)
        {
            byte* start = output;
            output = ZstdHuffmanCode.Encode(literals + (stream * quarter), stream < 3 ? quarter : length - (3 * quarter), codes, output);
            if (stream < 3)
            {
                long size = output - start;
                jump[2 * stream] = (byte)size;
                jump[(2 * stream) + 1] = (byte)(size >> 8);
            }
        }

        return output;
    }

    /// <summary>Counts into four tables by turns, since equal neighbours would wait for each other in one.</summary>
    private ReadOnlySpan<int> Count(ReadOnlySpan<byte> literals)
    {
        Array.Clear(_counts);
        fixed (int* counts = _counts)
        fixed (byte* source = literals)
        {
            byte* current = source;
            byte* end = source + literals.Length;
            for (; end - current >= 4; current += 4)
            {
                counts[current[0]]++;
                counts[256 + current[1]]++;
                counts[512 + current[2]]++;
                counts[768 + current[3]]++;
            }

            for (; current < end; current++)
            {
                counts[*current]++;
            }

            for (int symbol = 0; symbol < 256; symbol++)
            {
                counts[symbol] += counts[256 + symbol] + counts[512 + symbol] + counts[768 + symbol];
            }
        }

        return _counts.AsSpan(0, 256);
    }

    private static byte* WriteHeader(byte* output, int type, int length)
    {
        int form = length < 32 ? 0 : length < 4096 ? 1 : 3;
        int bytes = form switch { 0 => 1, 1 => 2, _ => 3 };
        uint word = (uint)(type | (form << 2)) | ((uint)length << (form == 0 ? 3 : 4));
        for (int index = 0; index < bytes; index++)
        {
            *output++ = (byte)(word >> (8 * index));
        }

        return output;
    }
}
