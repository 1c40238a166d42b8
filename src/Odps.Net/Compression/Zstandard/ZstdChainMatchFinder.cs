using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>Compares several candidates along a chain of equal hashes, and whether waiting a position or two pays.</summary>
internal sealed unsafe class ZstdChainMatchFinder(ZstdParameters parameters) : ZstdMatchFinder(parameters)
{
    private const int HashBytes = 5;

    /// <summary>The first position that the tables do not know yet.</summary>
    private uint _inserted;

    protected override void Find(in Block block, ref ZstdRepeatOffsets repeats, ZstdSequences sequences)
    {
        byte* origin = block.Origin;
        byte* end = block.End;
        byte* limit = end - Tail;
        byte* lowest = origin + block.Lowest;
        byte* anchor = block.Start;
        byte* current = block.Start;
        byte* inserted = origin + Math.Clamp(_inserted, block.Lowest, (uint)(current - origin));
        uint repeat1 = repeats.First;
        uint repeat2 = repeats.Second;
        while (current <= limit)
        {
            // A repeat one byte ahead is the cheapest match there is; a searched one must beat it.
            byte* start = current + 1;
            uint offsetValue = 1;
            long matched = RepeatLength(start, repeat1, lowest, end);
            long found = Search(in block, current, ref inserted, out uint distance);
            if (found > matched)
            {
                matched = found;
                start = current;
                offsetValue = distance + 3;
            }

            if (matched < ZstdSequences.ShortestMatch)
            {
                current += ((current - anchor) >> 8) + 1;
                continue;
            }

            for (int wait = Parameters.Lookahead; wait > 0 && current < limit; wait--)
            {
                current++;
                long repeated = RepeatLength(current, repeat1, lowest, end);
                bool better = false;
                if (repeated >= ZstdSequences.ShortestMatch && repeated * 3 > (matched * 3) - BitOperations.Log2(offsetValue) + 1)
                {
                    matched = repeated;
                    start = current;
                    offsetValue = 1;
                    better = true;
                }

                found = Search(in block, current, ref inserted, out distance);
                if (found >= ZstdSequences.ShortestMatch
                    && (found * 4) - BitOperations.Log2(distance + 3) > (matched * 4) - BitOperations.Log2(offsetValue) + 4)
                {
                    matched = found;
                    start = current;
                    offsetValue = distance + 3;
                    better = true;
                }

                if (better)
                {
                    wait = Parameters.Lookahead + 1;
                }
            }

            if (offsetValue > 3)
            {
                distance = offsetValue - 3;
                while (start > anchor && start - distance > lowest && start[-1] == start[-1 - distance])
                {
                    start--;
                    matched++;
                }

                repeats.Third = repeat2;
                repeat2 = repeat1;
                repeat1 = distance;
            }

            sequences.Add(anchor, start - anchor, offsetValue, matched, end);
            current = start + matched;
            anchor = current;
            while (current <= limit && (matched = RepeatLength(current, repeat2, lowest, end)) >= ZstdSequences.ShortestMatch)
            {
                (repeat1, repeat2) = (repeat2, repeat1);
                sequences.Add(current, 0, 1, matched, end);
                current += matched;
                anchor = current;
            }
        }

        _inserted = (uint)(inserted - origin);
        repeats.First = repeat1;
        repeats.Second = repeat2;
        sequences.AddLastLiterals(anchor, end);
    }

    private static long RepeatLength(byte* at, uint distance, byte* lowest, byte* end)
        => at - distance >= lowest && Unsafe.ReadUnaligned<uint>(at) == Unsafe.ReadUnaligned<uint>(at - distance)
            ? 4 + MatchLength.CountEqual(at + 4, at + 4 - distance, end)
            : 0;

    /// <summary>The longest match along the chain; 0 where there is none.</summary>
    private long Search(in Block block, byte* current, ref byte* inserted, out uint distance)
    {
        byte* origin = block.Origin;
        uint* table = block.Table;
        uint* chain = block.Second;
        uint mask = (1u << SecondLog) - 1;
        int log = HashLog;
        for (; inserted < current; inserted++)
        {
            uint* slot = table + Hash(inserted, HashBytes, log);
            uint place = (uint)(inserted - origin);
            chain[place & mask] = *slot;
            *slot = place;
        }

        uint position = (uint)(current - origin);
        uint candidate = table[Hash(current, HashBytes, log)];
        // The table knows places of any age, but a place's entry in the chain is overwritten once the chain's length has passed.
        uint oldest = position > mask ? position - mask : 0;
        long best = ZstdSequences.ShortestMatch - 1;
        distance = 0;
        uint first = Unsafe.ReadUnaligned<uint>(current);
        for (int tries = Parameters.Depth; tries > 0 && candidate >= block.Lowest; tries--)
        {
            byte* match = origin + candidate;
            if (match[best] == current[best] && Unsafe.ReadUnaligned<uint>(match) == first)
            {
                long matched = 4 + MatchLength.CountEqual(current + 4, match + 4, block.End);
                if (matched > best)
                {
                    best = matched;
                    distance = position - candidate;
                    if (current + matched >= block.End)
                    {
                        break;
                    }
                }
            }

            uint next = chain[candidate & mask];
            if (candidate < oldest || next >= candidate)
            {
                break;
            }

            candidate = next;
        }

        return distance == 0 ? 0 : best;
    }
}
