using System.Buffers;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>
/// Encodes LZ4 blocks: one candidate per hash, taken when it matches (fast), or the best of several candidates with one byte of
/// lookahead (thorough).
/// </summary>
internal sealed unsafe class Lz4BlockEncoder : IDisposable
{
    private const int FastHashBits = 13;
    private const int ChainHashBits = 15;
    private const int ChainLength = 1 << 16;

    /// <summary>After so many misses (as a power of two) the search begins to skip bytes.</summary>
    private const int SkipTrigger = 6;

    private readonly int _searchDepth;
    private uint[] _table = [];
    private ushort[] _chain = [];

    /// <summary>Table entries below belong to earlier blocks, so that the table need not be cleared for each block.</summary>
    private uint _base;

    /// <param name="level">1 and 2 are fast; 3 to 9 search deeper.</param>
    public Lz4BlockEncoder(int level)
    {
        _searchDepth = level <= 2 ? 0 : 1 << Math.Min(level, 9);
    }

    /// <summary>Compresses one block that refers to nothing before it.</summary>
    /// <param name="source">The input.</param>
    /// <param name="destination">Room for <see cref="Lz4Block.MaxCompressedLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int bound = Lz4Block.MaxCompressedLength(source.Length);
        if (destination.Length < bound)
        {
            CompressionThrow.DestinationTooSmall(bound, destination.Length);
        }

        PrepareTable(source.Length);
        fixed (byte* input = source)
        fixed (byte* output = destination)
        fixed (uint* table = _table)
        fixed (ushort* chain = _chain)
        {
            byte* end = _searchDepth == 0
                ? EncodeFast(input, source.Length, output, table, _base)
                : EncodeThorough(input, source.Length, output, table, chain);
            _base += (uint)source.Length;
            return (int)(end - output);
        }
    }

    public void Dispose()
    {
        if (_table.Length != 0)
        {
            ArrayPool<uint>.Shared.Return(_table);
            _table = [];
        }

        if (_chain.Length != 0)
        {
            ArrayPool<ushort>.Shared.Return(_chain);
            _chain = [];
        }
    }

    private static byte* EncodeFast(byte* input, int length, byte* output, uint* table, uint tableBase)
    {
        byte* anchor = input;
        byte* end = input + length;
        if (length > Lz4Block.MatchFreeTail)
        {
            byte* matchStartLimit = end - Lz4Block.MatchFreeTail;
            byte* matchEndLimit = end - Lz4Block.LastLiterals;
            byte* next = input;
            while (true)
            {
                byte* current;
                byte* match;
                int misses = 1 << SkipTrigger;
                while (true)
                {
                    current = next;
                    next += misses++ >> SkipTrigger;
                    if (current > matchStartLimit)
                    {
                        return Lz4Block.WriteLastLiterals(output, anchor, end - anchor);
                    }

                    uint* slot = table + HashFast(current);
                    uint position = (uint)(current - input) + tableBase;
                    uint candidate = *slot;
                    *slot = position;
                    if (candidate >= tableBase && position - candidate <= Lz4Block.MaxDistance && candidate != position)
                    {
                        match = input + (candidate - tableBase);
                        if (Unsafe.ReadUnaligned<uint>(match) == Unsafe.ReadUnaligned<uint>(current))
                        {
                            break;
                        }
                    }
                }

                while (current > anchor && match > input && current[-1] == match[-1])
                {
                    current--;
                    match--;
                }

                while (true)
                {
                    long matched = Lz4Block.MinMatch
                        + MatchLength.CountEqual(current + Lz4Block.MinMatch, match + Lz4Block.MinMatch, matchEndLimit);
                    output = Lz4Block.WriteSequence(output, anchor, current - anchor, current - match, matched, end);
                    current += matched;
                    anchor = current;
                    if (current > matchStartLimit)
                    {
                        return Lz4Block.WriteLastLiterals(output, anchor, end - anchor);
                    }

                    table[HashFast(current - 2)] = (uint)(current - 2 - input) + tableBase;
                    uint* slot = table + HashFast(current);
                    uint position = (uint)(current - input) + tableBase;
                    uint candidate = *slot;
                    *slot = position;
                    if (candidate < tableBase || position - candidate > Lz4Block.MaxDistance)
                    {
                        break;
                    }

                    match = input + (candidate - tableBase);
                    if (Unsafe.ReadUnaligned<uint>(match) != Unsafe.ReadUnaligned<uint>(current))
                    {
                        break;
                    }
                }

                next = current + 1;
            }
        }

        return Lz4Block.WriteLastLiterals(output, anchor, end - anchor);
    }

    private byte* EncodeThorough(byte* input, int length, byte* output, uint* table, ushort* chain)
    {
        byte* anchor = input;
        byte* end = input + length;
        byte* matchStartLimit = end - Lz4Block.MatchFreeTail;
        byte* matchEndLimit = end - Lz4Block.LastLiterals;
        byte* current = input;
        byte* inserted = input;
        while (length > Lz4Block.MatchFreeTail && current <= matchStartLimit)
        {
            long matched = Search(input, current, matchEndLimit, table, chain, ref inserted, Lz4Block.MinMatch - 1, out long distance);
            if (matched < Lz4Block.MinMatch)
            {
                current++;
                continue;
            }

            // A longer match one byte later is worth a literal.
            while (current < matchStartLimit)
            {
                long later = Search(input, current + 1, matchEndLimit, table, chain, ref inserted, matched, out long laterDistance);
                if (later <= matched)
                {
                    break;
                }

                current++;
                matched = later;
                distance = laterDistance;
            }

            while (current > anchor && current - distance > input && current[-1] == current[-1 - distance])
            {
                current--;
                matched++;
            }

            output = Lz4Block.WriteSequence(output, anchor, current - anchor, distance, matched, end);
            current += matched;
            anchor = current;
        }

        return Lz4Block.WriteLastLiterals(output, anchor, end - anchor);
    }

    /// <summary>Looks along the chain of places with the same hash for a match longer than <paramref name="best"/>.</summary>
    private long Search(
        byte* input, byte* current, byte* limit, uint* table, ushort* chain, ref byte* inserted, long best, out long distance)
    {
        for (; inserted < current; inserted++)
        {
            uint* slot = table + HashChain(inserted);
            uint place = (uint)(inserted - input) + _base;
            uint delta = *slot < _base ? 0 : place - *slot;
            chain[place & (ChainLength - 1)] = delta > Lz4Block.MaxDistance ? (ushort)0 : (ushort)delta;
            *slot = place;
        }

        distance = 0;
        uint position = (uint)(current - input) + _base;
        uint candidate = table[HashChain(current)];
        uint first = Unsafe.ReadUnaligned<uint>(current);
        for (int tries = _searchDepth; tries > 0 && candidate >= _base && position - candidate <= Lz4Block.MaxDistance; tries--)
        {
            byte* match = input + (candidate - _base);
            if (Unsafe.ReadUnaligned<uint>(match) == first && current + best < limit && match[best] == current[best])
            {
                long matched = Lz4Block.MinMatch + MatchLength.CountEqual(current + Lz4Block.MinMatch, match + Lz4Block.MinMatch, limit);
                if (matched > best)
                {
                    best = matched;
                    distance = current - match;
                }
            }

            ushort delta = chain[candidate & (ChainLength - 1)];
            if (delta == 0 || delta > candidate)
            {
                break;
            }

            candidate -= delta;
        }

        return distance == 0 ? 0 : best;
    }

    private void PrepareTable(int length)
    {
        int bits = _searchDepth == 0 ? FastHashBits : ChainHashBits;
        if (_table.Length == 0)
        {
            _table = ArrayPool<uint>.Shared.Rent(1 << bits);
            Array.Clear(_table);
            _base = 1;
        }
        else if (_base > uint.MaxValue - (uint)length - 1)
        {
            Array.Clear(_table);
            _base = 1;
        }

        if (_searchDepth != 0 && _chain.Length == 0)
        {
            _chain = ArrayPool<ushort>.Shared.Rent(ChainLength);
        }
    }

    /// <summary>Five bytes tell more than four; a match of four is found where the fifth agrees too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashFast(byte* at) => (uint)(((Unsafe.ReadUnaligned<ulong>(at) << 24) * 889523592379UL) >> (64 - FastHashBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashChain(byte* at) => (Unsafe.ReadUnaligned<uint>(at) * 2654435761U) >> (32 - ChainHashBits);
}
