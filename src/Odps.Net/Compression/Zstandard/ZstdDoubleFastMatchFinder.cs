using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>Prefers the candidate of a hash of eight bytes, else takes that of a hash of five.</summary>
internal sealed unsafe class ZstdDoubleFastMatchFinder(ZstdParameters parameters) : ZstdMatchFinder(parameters)
{
    private const int ShortBytes = 5;
    private const int LongBytes = 8;

    protected override void Find(in Block block, ref ZstdRepeatOffsets repeats, ZstdSequences sequences)
    {
        byte* origin = block.Origin;
        byte* end = block.End;
        byte* limit = end - Tail;
        byte* lowest = origin + block.Lowest;
        uint lowestPosition = block.Lowest;
        uint* shorts = block.Table;
        uint* longs = block.Second;
        int shortLog = HashLog;
        int longLog = SecondLog;
        byte* anchor = block.Start;
        byte* current = block.Start;
        uint repeat1 = repeats.First;
        uint repeat2 = repeats.Second;
        while (current <= limit)
        {
            uint position = (uint)(current - origin);
            uint* longSlot = longs + Hash(current, LongBytes, longLog);
            uint* shortSlot = shorts + Hash(current, ShortBytes, shortLog);
            uint longCandidate = *longSlot;
            uint shortCandidate = *shortSlot;
            *longSlot = *shortSlot = position;
            long matched;
            if (current + 1 - repeat1 >= lowest && Read32(current + 1) == Read32(current + 1 - repeat1))
            {
                current++;
                matched = 4 + MatchLength.CountEqual(current + 4, current + 4 - repeat1, end);
                sequences.Add(anchor, current - anchor, 1, matched, end);
            }
            else
            {
                byte* match = origin + longCandidate;
                if (longCandidate >= lowestPosition && Read64(match) == Read64(current))
                {
                    matched = 8 + MatchLength.CountEqual(current + 8, match + 8, end);
                }
                else if (shortCandidate >= lowestPosition && Read32(origin + shortCandidate) == Read32(current))
                {
                    uint* nextSlot = longs + Hash(current + 1, LongBytes, longLog);
                    uint nextCandidate = *nextSlot;
                    *nextSlot = position + 1;
                    match = origin + nextCandidate;
                    if (nextCandidate >= lowestPosition && Read64(match) == Read64(current + 1))
                    {
                        current++;
                        matched = 8 + MatchLength.CountEqual(current + 8, match + 8, end);
                    }
                    else
                    {
                        match = origin + shortCandidate;
                        matched = 4 + MatchLength.CountEqual(current + 4, match + 4, end);
                    }
                }
                else
                {
                    current += ((current - anchor) >> 8) + 1;
                    continue;
                }

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

            current += matched;
            anchor = current;
            if (current > limit)
            {
                break;
            }

            byte* inner = origin + position + 2;
            longs[Hash(inner, LongBytes, longLog)] = (uint)(inner - origin);
            longs[Hash(current - 2, LongBytes, longLog)] = (uint)(current - 2 - origin);
            shorts[Hash(inner, ShortBytes, shortLog)] = (uint)(inner - origin);
            shorts[Hash(current - 1, ShortBytes, shortLog)] = (uint)(current - 1 - origin);
            while (current <= limit && current - repeat2 >= lowest && Read32(current) == Read32(current - repeat2))
            {
                matched = 4 + MatchLength.CountEqual(current + 4, current + 4 - repeat2, end);
                (repeat1, repeat2) = (repeat2, repeat1);
                uint here = (uint)(current - origin);
                shorts[Hash(current, ShortBytes, shortLog)] = here;
                longs[Hash(current, LongBytes, longLog)] = here;
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

    private static ulong Read64(byte* at) => Unsafe.ReadUnaligned<ulong>(at);
}
