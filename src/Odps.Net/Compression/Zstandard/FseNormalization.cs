using System.Numerics;

namespace Odps.Net.Compression;

/// <summary>Makes the normalized probabilities of an FSE table from counts, and writes them down (RFC 8878, 4.1.1).</summary>
internal static unsafe class FseNormalization
{
    private const int MinLog = 5;

    /// <summary>Room that a description takes at most, writes over its end included.</summary>
    public const int MaxDescriptionLength = 128;

    /// <summary>The table size, as a power of two, that pays for so many values.</summary>
    public static int ChooseLog(int total, int maxSymbol, int maxLog)
    {
        int byTotal = BitOperations.Log2((uint)Math.Max(2, total - 1)) - 2;
        int least = Math.Min(BitOperations.Log2((uint)total) + 1, BitOperations.Log2((uint)Math.Max(1, maxSymbol)) + 2);
        return Math.Clamp(Math.Max(Math.Min(maxLog, byTotal), least), MinLog, maxLog);
    }

    /// <summary>Scales counts to probabilities that add up to the table size. Every symbol that occurs keeps at least one state.</summary>
    public static void Normalize(ReadOnlySpan<int> counts, int total, int log, Span<short> probabilities)
    {
        int left = 1 << log;
        int largest = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            int count = counts[symbol];
            if (count == 0)
            {
                probabilities[symbol] = 0;
                continue;
            }

            long scaled = ((long)count << log) / total;
            if (scaled == 0)
            {
                probabilities[symbol] = -1;
                left--;
                continue;
            }

            // Rounding up costs other symbols states; it pays more for small probabilities than for large ones.
            long remainder = ((long)count << log) - (scaled * total);
            if (scaled < 8 && remainder * 2 > total)
            {
                scaled++;
            }

            probabilities[symbol] = (short)scaled;
            left -= (int)scaled;
            if (probabilities[symbol] > probabilities[largest])
            {
                largest = symbol;
            }
        }

        if (left >= 0 || probabilities[largest] > -2 * left)
        {
            probabilities[largest] += (short)left;
            return;
        }

        for (; left < 0; left++)
        {
            int richest = 0;
            for (int symbol = 1; symbol < counts.Length; symbol++)
            {
                if (probabilities[symbol] > probabilities[richest])
                {
                    richest = symbol;
                }
            }

            probabilities[richest]--;
        }
    }

    /// <summary>Writes the description of a table.</summary>
    /// <returns>The end of the description.</returns>
    public static byte* Write(ReadOnlySpan<short> probabilities, int log, byte* output)
    {
        var bits = new ZstdBitWriter(output);
        bits.Add((ulong)(log - MinLog), 4);
        int remaining = 1 << log;
        int symbol = 0;
        while (remaining > 0)
        {
            int probability = probabilities[symbol++];
            int width = BitOperations.Log2((uint)remaining + 1) + 1;
            int threshold = (1 << width) - 1 - (remaining + 1);
            int value = probability + 1;
            if (value < threshold)
            {
                bits.Add((ulong)value, width - 1);
            }
            else
            {
                bits.Add((ulong)(value >= 1 << (width - 1) ? value + threshold : value), width);
            }

            remaining -= Math.Abs(probability);
            if (probability == 0)
            {
                int run = 0;
                while (probabilities[symbol + run] == 0)
                {
                    run++;
                }

                symbol += run;
                for (; run >= 3; run -= 3)
                {
                    bits.Add(3, 2);
                    bits.Flush();
                }

                bits.Add((ulong)run, 2);
            }

            bits.Flush();
        }

        return bits.Finish();
    }
}
