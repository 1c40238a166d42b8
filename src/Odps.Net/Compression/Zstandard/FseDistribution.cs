using System.Numerics;

namespace Odps.Net.Compression;

/// <summary>Reads the normalized probabilities that describe an FSE table (RFC 8878, 4.1.1).</summary>
internal static class FseDistribution
{
    private const int MinLog = 5;

    /// <summary>Reads one description.</summary>
    /// <param name="source">Starts with the description.</param>
    /// <param name="probabilities">Receives a probability for each symbol; its length is the number of symbols allowed. -1 means less than 1.</param>
    /// <param name="maxLog">The largest table allowed.</param>
    /// <param name="offset">Where the source starts in the compressed stream, for messages.</param>
    /// <param name="log">The table's size as a power of two.</param>
    /// <param name="symbols">How many symbols have a probability.</param>
    /// <returns>The bytes the description takes.</returns>
    public static int Read(ReadOnlySpan<byte> source, Span<short> probabilities, int maxLog, long offset, out int log, out int symbols)
    {
        int position = 0;
        log = Peek(source, position, 4) + MinLog;
        position += 4;
        if (log > maxLog)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, $"an FSE table of at most 2^{maxLog} states", log);
        }

        int remaining = 1 << log;
        int symbol = 0;
        while (remaining > 0)
        {
            if (symbol >= probabilities.Length)
            {
                CompressionThrow.Malformed(ZstdFormat.Name, offset + (position >> 3), $"FSE probabilities for at most {probabilities.Length} symbols");
            }

            // Values up to remaining + 1 are possible; those that a shorter code can tell apart take one bit less.
            int bits = BitOperations.Log2((uint)remaining + 1) + 1;
            int value = Peek(source, position, bits);
            int lowerMask = (1 << (bits - 1)) - 1;
            int threshold = (1 << bits) - 1 - (remaining + 1);
            if ((value & lowerMask) < threshold)
            {
                value &= lowerMask;
                position += bits - 1;
            }
            else
            {
                if (value > lowerMask)
                {
                    value -= threshold;
                }

                position += bits;
            }

            int probability = value - 1;
            remaining -= probability < 0 ? 1 : probability;
            if (remaining < 0)
            {
                break;
            }

            probabilities[symbol++] = (short)probability;
            if (probability != 0)
            {
                continue;
            }

            int repeat;
            do
            {
                repeat = Peek(source, position, 2);
                position += 2;
                if (repeat > probabilities.Length - symbol)
                {
                    CompressionThrow.Malformed(ZstdFormat.Name, offset + (position >> 3), $"FSE probabilities for at most {probabilities.Length} symbols");
                }

                probabilities.Slice(symbol, repeat).Clear();
                symbol += repeat;
            }
            while (repeat == 3 && position <= source.Length * 8);
        }

        int length = (position + 7) >> 3;
        if (remaining != 0 || length > source.Length)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset + Math.Min(length, source.Length), "expected FSE probabilities that add up to the table");
        }

        symbols = symbol;
        return length;
    }

    private static int Peek(ReadOnlySpan<byte> source, int position, int count)
    {
        uint value = 0;
        for (int index = 0; index < 4 && (position >> 3) + index < source.Length; index++)
        {
            value |= (uint)source[(position >> 3) + index] << (8 * index);
        }

        return (int)((value >> (position & 7)) & ((1u << count) - 1));
    }
}
