using System.Runtime.Intrinsics;

namespace Odps.Net.Compression;

/// <summary>Decodes the elements of a Snappy block.</summary>
internal static unsafe class SnappyBlockDecoder
{
    private const string Format = "Snappy";

    /// <summary>For each tag of a copy: its length, the high bits of its distance at bit 7, the bytes behind the tag at bit 12.</summary>
    private static readonly ushort[] Copies = DescribeCopies();

    /// <summary>Decodes the elements behind the block's length.</summary>
    /// <param name="source">All elements.</param>
    /// <param name="buffer">Room from <paramref name="position"/> on for at least <paramref name="length"/> bytes.</param>
    /// <param name="position">Where the output goes; a block refers to nothing before it.</param>
    /// <param name="length">The decoded length, to be met exactly.</param>
    /// <param name="offset">Where the elements start in the compressed stream, for messages.</param>
    public static void Decode(ReadOnlySpan<byte> source, Span<byte> buffer, int position, int length, long offset)
    {
        fixed (byte* start = source)
        fixed (byte* bufferStart = buffer)
        {
            byte* output = bufferStart + position;
            Decode(start, start + source.Length, output, output + length, bufferStart + buffer.Length, offset);
        }
    }

    private static void Decode(byte* start, byte* end, byte* outputStart, byte* outputEnd, byte* bufferEnd, long offset)
    {
        byte* input = start;
        byte* output = outputStart;
        while (input < end)
        {
            int tag = *input++;
            if ((tag & 3) == 0)
            {
                long literals = (tag >> 2) + 1;
                if (literals <= 16 && end - input >= 16 && outputEnd - output >= 16)
                {
                    Vector128.Store(Vector128.Load(input), output);
                    input += literals;
                    output += literals;
                    continue;
                }

                if (literals > 60)
                {
                    literals = ReadLiteralLength(ref input, (int)literals - 60, start, end, offset);
                }

                if (literals > end - input)
                {
                    CompressionThrow.Malformed(Format, offset + (input - start), "literals within the block", literals);
                }

                if (literals > outputEnd - output)
                {
                    CompressionThrow.OutputTooLong(Format, offset + (input - start), outputEnd - outputStart);
                }

                MatchCopy.Literals(output, input, literals, bufferEnd, end);
                input += literals;
                output += literals;
                continue;
            }

            // The three forms of copies come in no order a processor could guess, so that they take the same path.
            uint copy = Copies[tag];
            int extra = (int)(copy >> 12);
            uint trailer = end - input >= 4 ? LittleEndian.Read32(input) : ReadTrailer(input, extra, start, end, offset);
            input += extra;
            long length = copy & 0x7F;
            long distance = (((copy >> 7) & 0x1F) << 8) + (trailer & (uint)((1UL << (8 * extra)) - 1));
            if (distance <= 0 || distance > output - outputStart)
            {
                CompressionThrow.Malformed(Format, offset + (input - start), "a distance into the decoded data", distance);
            }

            if (length > outputEnd - output)
            {
                CompressionThrow.OutputTooLong(Format, offset + (input - start), outputEnd - outputStart);
            }

            MatchCopy.Repeat(output, distance, length, bufferEnd);
            output += length;
        }

        if (output != outputEnd)
        {
            CompressionThrow.OutputTooShort(Format, offset + (end - start), outputEnd - outputStart, output - outputStart);
        }
    }

    private static long ReadLiteralLength(ref byte* input, int bytes, byte* start, byte* end, long offset)
    {
        uint length = ReadTrailer(input, bytes, start, end, offset);
        input += bytes;
        return (long)length + 1;
    }

    /// <summary>Reads up to four bytes that may be the last ones.</summary>
    private static uint ReadTrailer(byte* input, int bytes, byte* start, byte* end, long offset)
    {
        if (end - input < bytes)
        {
            CompressionThrow.BlockEnded(Format, offset + (input - start), "the rest of an element");
        }

        uint value = 0;
        for (int index = 0; index < bytes; index++)
        {
            value |= (uint)input[index] << (8 * index);
        }

        return value;
    }

    private static ushort[] DescribeCopies()
    {
        ushort[] copies = new ushort[256];
        for (int tag = 0; tag < copies.Length; tag++)
        {
            copies[tag] = (tag & 3) switch
            {
                1 => (ushort)((((tag >> 2) & 7) + 4) | ((tag >> 5) << 7) | (1 << 12)),
                2 => (ushort)(((tag >> 2) + 1) | (2 << 12)),
                3 => (ushort)(((tag >> 2) + 1) | (4 << 12)),
                _ => 0,
            };
        }

        return copies;
    }
}
