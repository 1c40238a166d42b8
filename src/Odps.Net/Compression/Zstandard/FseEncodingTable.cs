using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>An FSE table for encoding.</summary>
internal sealed unsafe class FseEncodingTable
{
    private readonly ushort[] _states;
    private readonly Transition[] _transitions;

    public FseEncodingTable(int maxLog, int maxSymbol)
    {
        _states = GC.AllocateArray<ushort>(1 << maxLog, pinned: true);
        _transitions = GC.AllocateArray<Transition>(maxSymbol + 1, pinned: true);
    }

    /// <summary>The table's size as a power of two.</summary>
    public int Log { get; private set; }

    /// <summary>The tables for use in a loop; both arrays are pinned for their life.</summary>
    public View Pointers => new(
        (ushort*)Unsafe.AsPointer(ref _states[0]), (Transition*)Unsafe.AsPointer(ref _transitions[0]), Log);

    /// <summary>Makes every symbol the same, at no bits.</summary>
    public void BuildSingle(int symbol)
    {
        Log = 0;
        _states[0] = 1;
        // The one state follows itself.
        _transitions[symbol] = new Transition { BitsDelta = -1, StateDelta = -1 };
    }

    [SkipLocalsInit]
    public void Build(ReadOnlySpan<short> probabilities, int log)
    {
        int size = 1 << log;
        Span<byte> symbols = stackalloc byte[512];
        Span<int> next = stackalloc int[256];
        FseDecoding.Spread(probabilities, log, symbols);
        int total = 0;
        for (int symbol = 0; symbol < probabilities.Length; symbol++)
        {
            next[symbol] = total;
            int probability = Math.Abs((int)probabilities[symbol]);
            if (probability == 0)
            {
                continue;
            }

            int maxBits = probability == 1 ? log : log - BitOperations.Log2((uint)probability - 1);
            int firstState = probability == 1 ? size : probability << maxBits;
            _transitions[symbol] = new Transition { BitsDelta = (maxBits << 16) - firstState, StateDelta = total - probability };
            total += probability;
        }

        for (int state = 0; state < size; state++)
        {
            _states[next[symbols[state]]++] = (ushort)(size + state);
        }

        Log = log;
    }

    /// <summary>What encoding a symbol does to a state.</summary>
    internal struct Transition
    {
        /// <summary>Added to the state, gives the number of bits to write in the upper half.</summary>
        public int BitsDelta;

        /// <summary>Added to what is left of the state, gives the place of the next one.</summary>
        public int StateDelta;
    }

    /// <summary>The table in a form for loops.</summary>
    internal readonly struct View(ushort* states, Transition* transitions, int log)
    {
        /// <summary>A state that stands for the symbol, which so costs no bits of its own: where encoding, and reading's end, is.</summary>
        public uint Start(int symbol)
        {
            Transition transition = transitions[symbol];
            int bits = (transition.BitsDelta + (1 << 15)) >> 16;
            int value = (bits << 16) - transition.BitsDelta;
            return states[(value >> bits) + transition.StateDelta];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Encode(uint state, int symbol, ref ZstdBitWriter bits)
        {
            Transition transition = transitions[symbol];
            int count = (int)(state + (uint)transition.BitsDelta) >> 16;
            bits.AddLow(state, count);
            return states[(int)(state >> count) + transition.StateDelta];
        }

        public void End(uint state, ref ZstdBitWriter bits) => bits.AddLow(state, log);
    }
}
