using System.Runtime.Intrinsics;

namespace Odps.Net.Compression;

/// <summary>Decodes LZ4 blocks.</summary>
internal static unsafe class Lz4BlockDecoder
{
    private const string Format = "LZ4";

    /// <summary>Decodes one block behind earlier output.</summary>
    /// <param name="source">The whole block.</param>
    /// <param name="buffer">Earlier output before <paramref name="position"/>, room after it.</param>
    /// <param name="position">Where the output goes.</param>
    /// <param name="history">How many bytes before the position the block may refer to.</param>
    /// <param name="limit">The most bytes the block may decode to.</param>
    /// <param name="offset">Where the block starts in the compressed stream, for messages.</param>
    /// <returns>The bytes decoded.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> buffer, int position, int history, int limit, long offset)
    {
        limit = Math.Min(limit, buffer.Length - position);
        fixed (byte* sourceStart = source)
        fixed (byte* bufferStart = buffer)
        {
            return Decode(sourceStart, sourceStart + source.Length, bufferStart + position, history, limit, bufferStart + buffer.Length, offset);
        }
    }

    private static int Decode(byte* start, byte* end, byte* outputStart, int history, int limit, byte* bufferEnd, long offset)
    {
        byte* input = start;
        byte* output = outputStart;
        byte* outputEnd = outputStart + limit;
        byte* lowest = outputStart - history;
        while (true)
        {
            if (input >= end)
            {
                CompressionThrow.BlockEnded(Format, offset + (input - start), "another sequence of the block");
            }

            int token = *input++;
            long literals = token >> 4;

            // Most sequences are short: copy a whole vector and advance by the true lengths, while both ends are far away.
            if (literals < 15 && end - input >= 18 && outputEnd - output >= 64)
            {
                Vector128.Store(Vector128.Load(input), output);
                input += literals;
                output += literals;
            }
            else
            {
                if (literals == 15)
                {
                    literals += ReadLength(ref input, end, start, offset);
                }

                if (literals > end - input)
                {
                    CompressionThrow.Malformed(Format, offset + (input - start), "literals within the block", literals);
                }

                if (literals > outputEnd - output)
                {
                    CompressionThrow.OutputTooLong(Format, offset + (input - start), limit);
                }

                MatchCopy.Literals(output, input, literals, bufferEnd, end);
                input += literals;
                output += literals;
                if (input == end)
                {
                    return (int)(output - outputStart);
                }

                if (end - input < 2)
                {
                    CompressionThrow.BlockEnded(Format, offset + (input - start), "the distance of a match");
                }
            }

            long distance = LittleEndian.Read16(input);
            input += 2;
            long length = token & 15;
            if (length == 15)
            {
                length += ReadLength(ref input, end, start, offset);
            }

            length += Lz4Block.MinMatch;
            if (distance == 0 || distance > output - lowest)
            {
                CompressionThrow.Malformed(Format, offset + (input - start) - 2, "a distance into the decoded data", distance);
            }

            if (length > outputEnd - output)
            {
                CompressionThrow.OutputTooLong(Format, offset + (input - start), limit);
            }

            MatchCopy.Repeat(output, distance, length, bufferEnd);
            output += length;
        }
    }

    private static long ReadLength(ref byte* input, byte* end, byte* start, long offset)
    {
        long length = 0;
        int value;
        do
        {
            if (input >= end)
            {
                CompressionThrow.BlockEnded(Format, offset + (input - start), "the rest of a length");
            }

            value = *input++;
            length += value;
        }
        while (value == 255);
        return length;
    }
}
