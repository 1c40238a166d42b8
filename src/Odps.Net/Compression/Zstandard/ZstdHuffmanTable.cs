using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>The Huffman table of literals, made from the weights that describe it (RFC 8878, 4.2.1).</summary>
internal sealed class ZstdHuffmanTable
{
    private const int MaxSymbols = 256;

    private readonly ushort[] _entries = new ushort[1 << ZstdFormat.MaxHuffmanBits];
    private readonly FseState[] _weightStates = new FseState[1 << ZstdFormat.MaxWeightLog];

    /// <summary>Symbol in the high byte, code length in the low byte, for each prefix of <see cref="Log"/> bits.</summary>
    public ushort[] Entries => _entries;

    /// <summary>The longest code's length; 0 before a table was read.</summary>
    public int Log { get; private set; }

    public void Reset() => Log = 0;

    /// <summary>Reads the description of a table.</summary>
    /// <returns>The bytes it takes.</returns>
    [SkipLocalsInit]
    public int Read(ReadOnlySpan<byte> source, long offset)
    {
        if (source.IsEmpty)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "expected a Huffman table, found the end of the block");
        }

        Span<byte> weights = stackalloc byte[MaxSymbols];
        int header = source[0];
        int count;
        int length;
        if (header < 128)
        {
            length = header;
            CheckLength(source, length, offset);
            count = ReadCompressedWeights(source.Slice(1, length), weights, offset + 1);
        }
        else
        {
            count = header - 127;
            length = (count + 1) / 2;
            CheckLength(source, length, offset);
            for (int index = 0; index < count; index++)
            {
                int pair = source[1 + (index / 2)];
                weights[index] = (byte)((index & 1) == 0 ? pair >> 4 : pair & 15);
            }
        }

        Build(weights, count, offset);
        return 1 + length;
    }

    private static void CheckLength(ReadOnlySpan<byte> source, int length, long offset)
    {
        if (source.Length < 1 + length)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, $"a Huffman table of at most {source.Length - 1} bytes", length);
        }
    }

    [SkipLocalsInit]
    private int ReadCompressedWeights(ReadOnlySpan<byte> source, Span<byte> weights, long offset)
    {
        Span<short> probabilities = stackalloc short[ZstdFormat.MaxWeightSymbol + 1];
        int read = FseDistribution.Read(source, probabilities, ZstdFormat.MaxWeightLog, offset, out int log, out int symbols);
        FseDecoding.Build(probabilities[..symbols], log, _weightStates);
        var bits = new ZstdBackwardBits(source[read..], offset + read);
        int even = bits.Read(log);
        int odd = bits.Read(log);
        int count = 0;

        // Two states take turns. The stream ends where a state can no longer be renewed; the other one's symbol is the last.
        while (bits.Left >= 0 && count < MaxSymbols - 2)
        {
            FseState state = _weightStates[even];
            weights[count++] = state.Symbol;
            even = state.NextBase + bits.Read(state.Bits);
            if (bits.Left < 0)
            {
                weights[count++] = _weightStates[odd].Symbol;
                return count;
            }

            state = _weightStates[odd];
            weights[count++] = state.Symbol;
            odd = state.NextBase + bits.Read(state.Bits);
            if (bits.Left < 0)
            {
                weights[count++] = _weightStates[even].Symbol;
                return count;
            }
        }

        CompressionThrow.Malformed(ZstdFormat.Name, offset, "at most 255 Huffman weights", count);
        return 0;
    }

    private void Build(Span<byte> weights, int count, long offset)
    {
        Span<int> ranks = stackalloc int[ZstdFormat.MaxHuffmanBits + 2];
        ranks.Clear();
        int total = 0;
        foreach (byte weight in weights[..count])
        {
            if (weight > ZstdFormat.MaxHuffmanBits)
            {
                CompressionThrow.Malformed(ZstdFormat.Name, offset, "Huffman weights of at most 11", weight);
            }

            ranks[weight]++;
            total += (1 << weight) >> 1;
        }

        // The last symbol's weight is what completes the total to a power of two.
        int log = total == 0 ? 0 : BitOperations.Log2((uint)total) + 1;
        int rest = (1 << log) - total;
        if (log is 0 or > ZstdFormat.MaxHuffmanBits || !BitOperations.IsPow2(rest))
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "Huffman weights that a last one completes to a power of two; their sum", total);
        }

        int lastWeight = BitOperations.Log2((uint)rest) + 1;
        weights[count++] = (byte)lastWeight;
        ranks[lastWeight]++;
        if (ranks[1] < 2 || (ranks[1] & 1) != 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "an even number of longest Huffman codes", ranks[1]);
        }

        int position = 0;
        for (int weight = 1; weight <= log; weight++)
        {
            int symbols = ranks[weight];
            ranks[weight] = position;
            position += symbols << (weight - 1);
        }

        for (int symbol = 0; symbol < count; symbol++)
        {
            int weight = weights[symbol];
            if (weight != 0)
            {
                int width = 1 << (weight - 1);
                _entries.AsSpan(ranks[weight], width).Fill((ushort)((symbol << 8) | (log + 1 - weight)));
                ranks[weight] += width;
            }
        }

        Log = log;
    }
}
