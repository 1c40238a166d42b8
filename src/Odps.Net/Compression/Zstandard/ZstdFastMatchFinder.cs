using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>Takes the one candidate that a hash gives, if it matches.</summary>
internal sealed unsafe class ZstdFastMatchFinder(ZstdParameters parameters) : ZstdMatchFinder(parameters)
{
    protected override void Find(in Block block, ref ZstdRepeatOffsets repeats, ZstdSequences sequences)
    {
        if (Parameters.HashBytes == 6)
        {
            Find<SixBytes>(in block, ref repeats, sequences);
        }
        else
        {
            Find<FiveBytes>(in block, ref repeats, sequences);
        }
    }

    private void Find<THash>(in Block block, ref ZstdRepeatOffsets repeats, ZstdSequences sequences)
        where THash : struct, IHashWidth
    {
        byte* origin = block.Origin;
        byte* end = block.End;
        byte* limit = end - Tail;
        byte* lowest = origin + block.Lowest;
        uint lowestPosition = block.Lowest;
        uint* table = block.Table;
        int log = HashLog;
        byte* anchor = block.Start;
        byte* current = block.Start;
        uint repeat1 = repeats.First;
        uint repeat2 = repeats.Second;
        while (current <= limit)
        {
            uint* slot = table + Hash(current, THash.Bytes, log);
            uint candidate = *slot;
            *slot = (uint)(current - origin);
            byte* match = origin + candidate;
            long matched;
            if (current + 1 - repeat1 >= lowest && Read32(current + 1) == Read32(current + 1 - repeat1))
            {
                current++;
                matched = 4 + MatchLength.CountEqual(current + 4, current + 4 - repeat1, end);
                sequences.Add(anchor, current - anchor, 1, matched, end);
            }
            else if (candidate >= lowestPosition && Read32(match) == Read32(current))
            {
                matched = 4 + MatchLength.CountEqual(current + 4, match + 4, end);
                uint distance = (uint)(current - match);
                while (current > anchor && match > lowest && current[-1] == match[-1])
                {
                    current--;
                    match--;
                    matched++;
                }

                repeats.Third = repeat2;
                repeat2 = repeat1;
                repeat1 = distance;
                sequences.Add(anchor, current - anchor, distance + 3, matched, end);
            }
            else
            {
                current += ((current - anchor) >> 7) + 1;
                continue;
            }

            byte* matchStart = current;
            current += matched;
            anchor = current;
            if (current > limit)
            {
                break;
            }

            byte* inner = matchStart + 2;
            table[Hash(inner, THash.Bytes, log)] = (uint)(inner - origin);
            table[Hash(current - 2, THash.Bytes, log)] = (uint)(current - 2 - origin);
            while (current <= limit && current - repeat2 >= lowest && Read32(current) == Read32(current - repeat2))
            {
                matched = 4 + MatchLength.CountEqual(current + 4, current + 4 - repeat2, end);
                (repeat1, repeat2) = (repeat2, repeat1);
                table[Hash(current, THash.Bytes, log)] = (uint)(current - origin);
                // Without literals, the first repeat code means the second offset.
                sequences.Add(current, 0, 1, matched, end);
                current += matched;
                anchor = current;
            }
        }

        repeats.First = repeat1;
        repeats.Second = repeat2;
        sequences.AddLastLiterals(anchor, end);
    }

    private static uint Read32(byte* at) => Unsafe.ReadUnaligned<uint>(at);

    /// <summary>A constant for the compiler, one copy of the loop for each.</summary>
    private interface IHashWidth
    {
        static abstract int Bytes { get; }
    }

    private readonly struct FiveBytes : IHashWidth
    {
        public static int Bytes => 5;
    }

    private readonly struct SixBytes : IHashWidth
    {
        public static int Bytes => 6;
    }
}
