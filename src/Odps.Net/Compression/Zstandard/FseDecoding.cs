using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>One state of an FSE decoding table: its symbol, and how to get to the next state.</summary>
internal readonly record struct FseState(ushort NextBase, byte Bits, byte Symbol);

/// <summary>Builds FSE decoding tables.</summary>
internal static class FseDecoding
{
    /// <summary>Spreads the symbols over the states (RFC 8878, 4.1.1).</summary>
    /// <param name="probabilities">The normalized probabilities, which add up to the table.</param>
    /// <param name="log">The table's size as a power of two, at most 9.</param>
    /// <param name="states">Receives the states.</param>
    [SkipLocalsInit]
    public static void Build(ReadOnlySpan<short> probabilities, int log, Span<FseState> states)
    {
        int size = 1 << log;
        Span<ushort> next = stackalloc ushort[256];
        Span<byte> symbols = stackalloc byte[512];
        Spread(probabilities, log, symbols);
        for (int symbol = 0; symbol < probabilities.Length; symbol++)
        {
            next[symbol] = probabilities[symbol] < 0 ? (ushort)1 : (ushort)probabilities[symbol];
        }

        for (int state = 0; state < size; state++)
        {
            byte symbol = symbols[state];
            int number = next[symbol]++;
            int bits = log - BitOperations.Log2((uint)number);
            states[state] = new FseState((ushort)((number << bits) - size), (byte)bits, symbol);
        }
    }

    /// <summary>Which symbol each state stands for.</summary>
    public static void Spread(ReadOnlySpan<short> probabilities, int log, Span<byte> symbols)
    {
        int size = 1 << log;
        int high = size - 1;
        for (int symbol = 0; symbol < probabilities.Length; symbol++)
        {
            if (probabilities[symbol] < 0)
            {
                symbols[high--] = (byte)symbol;
            }
        }

        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < probabilities.Length; symbol++)
        {
            for (int count = probabilities[symbol]; count > 0; count--)
            {
                symbols[position] = (byte)symbol;
                do
                {
                    position = (position + step) & (size - 1);
                }
                while (position > high);
            }
        }
    }
}
