using System.Runtime.Intrinsics;

namespace Odps.Net.Compression;

/// <summary>Decodes the elements of a Snappy block.</summary>
internal static unsafe class SnappyBlockDecoder
{
    private const string Format = "Snappy";

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
            long length;
            long distance;
            switch (tag & 3)
            {
                case 0:
                    length = (tag >> 2) + 1;
                    if (length <= 16 && end - input >= 16 && outputEnd - output >= 16)
                    {
                        Vector128.Store(Vector128.Load(input), output);
                        input += length;
                        output += length;
                        continue;
                    }

                    if (length > 60)
                    {
                        int bytes = (int)length - 60;
                        if (end - input < bytes)
                        {
                            CompressionThrow.BlockEnded(Format, offset + (input - start), "the length of a literal");
                        }

                        uint value = 0;
                        for (int index = 0; index < bytes; index++)
                        {
                            value |= (uint)*input++ << (8 * index);
                        }

                        length = (long)value + 1;
                    }

                    if (length > end - input)
                    {
                        CompressionThrow.Malformed(Format, offset + (input - start), "literals within the block", length);
                    }

                    if (length > outputEnd - output)
                    {
                        CompressionThrow.OutputTooLong(Format, offset + (input - start), outputEnd - outputStart);
                    }

                    MatchCopy.Literals(output, input, length, bufferEnd, end);
                    input += length;
                    output += length;
                    continue;
                case 1:
                    if (input >= end)
                    {
                        CompressionThrow.BlockEnded(Format, offset + (input - start), "the distance of a copy");
                    }

                    length = ((tag >> 2) & 7) + 4;
                    distance = ((tag >> 5) << 8) | *input++;
                    break;
                case 2:
                    if (end - input < 2)
                    {
                        CompressionThrow.BlockEnded(Format, offset + (input - start), "the distance of a copy");
                    }

                    length = (tag >> 2) + 1;
                    distance = LittleEndian.Read16(input);
                    input += 2;
                    break;
                default:
                    if (end - input < 4)
                    {
                        CompressionThrow.BlockEnded(Format, offset + (input - start), "the distance of a copy");
                    }

                    length = (tag >> 2) + 1;
                    distance = (long)LittleEndian.Read32(input);
                    input += 4;
                    break;
            }

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
}
