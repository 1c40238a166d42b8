using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>Decodes the sequences of a block and carries them out (RFC 8878, 3.1.1.3.2 and 3.1.1.4).</summary>
internal static unsafe class ZstdSequenceDecoder
{
    /// <summary>Bits beyond which the literal length and the three states (26 bits) may not be in the container any more.</summary>
    private const int ExtraBitsBeforeReload = 57 - 26;

    /// <returns>The bytes decoded.</returns>
    public static int Decode(
        ReadOnlySpan<byte> stream, int count, ZstdSequenceTable literalLengths, ZstdSequenceTable matchLengths, ZstdSequenceTable offsets,
        ref ZstdRepeatOffsets repeats, ReadOnlySpan<byte> literals, int literalLength, Span<byte> buffer, int position, int history, int limit, long offset)
    {
        if (stream.IsEmpty || stream[^1] == 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset + Math.Max(0, stream.Length - 1), "expected sequences with an end mark");
        }

        fixed (byte* input = stream)
        fixed (byte* literalStart = literals)
        fixed (byte* bufferStart = buffer)
        fixed (ZstdSequenceState* literalLengthStates = literalLengths.States)
        fixed (ZstdSequenceState* matchLengthStates = matchLengths.States)
        fixed (ZstdSequenceState* offsetStates = offsets.States)
        {
            var run = new Run
            {
                Input = input,
                InputLength = stream.Length,
                Count = count,
                LiteralLengthStates = literalLengthStates,
                LiteralLengthLog = literalLengths.Log,
                MatchLengthStates = matchLengthStates,
                MatchLengthLog = matchLengths.Log,
                OffsetStates = offsetStates,
                OffsetLog = offsets.Log,
                Literals = literalStart,
                LiteralsEnd = literalStart + literalLength,
                LiteralsReadable = literalStart + literals.Length,
                Output = bufferStart + position,
                OutputEnd = bufferStart + position + limit,
                BufferEnd = bufferStart + buffer.Length,
                Lowest = bufferStart + position - history,
                Repeats = repeats,
                Offset = offset,
            };
            byte* end = Decode(&run);
            repeats = run.Repeats;
            return (int)(end - (bufferStart + position));
        }
    }

    private static byte* Decode(Run* run)
    {
        byte* start = run->Input;
        int length = run->InputLength;
        int used = 8 - BitOperations.Log2(start[length - 1]);
        if (length < 8)
        {
            return DecodeShort(run, used);
        }

        return DecodeLoop(run, start + length - 8, used, start);
    }

    /// <summary>A stream shorter than a container is moved to the top of one; the bits below it must stay unread.</summary>
    private static byte* DecodeShort(Run* run, int used)
    {
        byte* container = stackalloc byte[8];
        LittleEndian.Write64(container, 0);
        int missing = 8 - run->InputLength;
        Unsafe.CopyBlockUnaligned(container + missing, run->Input, (uint)run->InputLength);
        run->MissingBits = 8 * missing;
        return DecodeLoop(run, container, used, container);
    }

    private static byte* DecodeLoop(Run* run, byte* input, int used, byte* start)
    {
        ulong bits = LittleEndian.Read64(input);
        ZstdSequenceState* literalLengthStates = run->LiteralLengthStates;
        ZstdSequenceState* matchLengthStates = run->MatchLengthStates;
        ZstdSequenceState* offsetStates = run->OffsetStates;
        byte* literals = run->Literals;
        byte* output = run->Output;
        byte* outputEnd = run->OutputEnd;
        byte* bufferEnd = run->BufferEnd;
        ulong repeat1 = run->Repeats.First;
        ulong repeat2 = run->Repeats.Second;
        ulong repeat3 = run->Repeats.Third;

        ulong literalLengthState = Take(bits, ref used, run->LiteralLengthLog);
        ulong offsetState = Take(bits, ref used, run->OffsetLog);
        ulong matchLengthState = Take(bits, ref used, run->MatchLengthLog);
        bits = Reload(ref input, start, bits, ref used);

        for (int left = run->Count; left > 0; left--)
        {
            ZstdSequenceState literalCode = literalLengthStates[literalLengthState];
            ZstdSequenceState offsetCode = offsetStates[offsetState];
            ZstdSequenceState matchCode = matchLengthStates[matchLengthState];

            ulong distance;
            if (offsetCode.ExtraBits > 1)
            {
                distance = offsetCode.Base - 3 + Take(bits, ref used, offsetCode.ExtraBits);
                repeat3 = repeat2;
                repeat2 = repeat1;
                repeat1 = distance;
            }
            else
            {
                ulong index = offsetCode.Base - 1 + (literalCode.Base == 0 ? 1u : 0u) + Take(bits, ref used, offsetCode.ExtraBits);
                if (index == 0)
                {
                    distance = repeat1;
                }
                else
                {
                    distance = index == 1 ? repeat2 : index == 2 ? repeat3 : repeat1 - 1;
                    if (index != 1)
                    {
                        repeat3 = repeat2;
                    }

                    repeat2 = repeat1;
                    repeat1 = distance;
                }
            }

            // At most 31 bits are gone since the last load, so that the 16 of a match length are there.
            long matchLength = (long)(matchCode.Base + Take(bits, ref used, matchCode.ExtraBits));
            if (offsetCode.ExtraBits + matchCode.ExtraBits + literalCode.ExtraBits >= ExtraBitsBeforeReload)
            {
                bits = Reload(ref input, start, bits, ref used);
            }

            long literalLength = (long)(literalCode.Base + Take(bits, ref used, literalCode.ExtraBits));
            if (left > 1)
            {
                literalLengthState = literalCode.NextBase + Take(bits, ref used, literalCode.StateBits);
                matchLengthState = matchCode.NextBase + Take(bits, ref used, matchCode.StateBits);
                offsetState = offsetCode.NextBase + Take(bits, ref used, offsetCode.StateBits);
                bits = Reload(ref input, start, bits, ref used);
            }

            if (literalLength > run->LiteralsEnd - literals)
            {
                CompressionThrow.Malformed(
                    ZstdFormat.Name, run->Offset + (input - start), $"at most {run->LiteralsEnd - literals} more literals", literalLength);
            }

            if (literalLength + matchLength > outputEnd - output)
            {
                CompressionThrow.OutputTooLong(ZstdFormat.Name, run->Offset + (input - start), outputEnd - run->Output);
            }

            MatchCopy.Literals(output, literals, literalLength, bufferEnd, run->LiteralsReadable);
            output += literalLength;
            literals += literalLength;
            if (distance - 1 >= (ulong)(output - run->Lowest))
            {
                CompressionThrow.Malformed(
                    ZstdFormat.Name, run->Offset + (input - start), "an offset into the decoded data of the frame", (long)distance);
            }

            MatchCopy.Repeat(output, (long)distance, matchLength, bufferEnd);
            output += matchLength;
        }

        if (input != start || used != 64 - run->MissingBits)
        {
            CompressionThrow.Malformed(
                ZstdFormat.Name, run->Offset, "sequences that take all of their bits; bits left", ((input - start) * 8) + 64 - run->MissingBits - used);
        }

        long rest = (long)(run->LiteralsEnd - literals);
        if (rest > outputEnd - output)
        {
            CompressionThrow.OutputTooLong(ZstdFormat.Name, run->Offset, outputEnd - run->Output);
        }

        MatchCopy.Literals(output, literals, rest, bufferEnd, run->LiteralsReadable);
        run->Repeats.First = (uint)repeat1;
        run->Repeats.Second = (uint)repeat2;
        run->Repeats.Third = (uint)repeat3;
        return output + rest;
    }

    /// <summary>Takes bits from the top; two shifts, since none may be asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Take(ulong bits, ref int used, int count)
    {
        ulong value = bits << used >> 1 >> ~count;
        used += count;
        return (ulong)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reload(ref byte* input, byte* start, ulong bits, ref int used)
    {
        long bytes = used >> 3;
        if (bytes <= input - start)
        {
            input -= bytes;
            used &= 7;
            return LittleEndian.Read64(input);
        }

        return ReloadNearStart(ref input, start, bits, ref used);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong ReloadNearStart(ref byte* input, byte* start, ulong bits, ref int used)
    {
        long bytes = (long)(input - start);
        if (bytes == 0)
        {
            return bits;
        }

        input = start;
        used -= (int)bytes * 8;
        return LittleEndian.Read64(start);
    }

    /// <summary>Everything one block's sequences need, so that the loop keeps only the hot part in registers.</summary>
    private struct Run
    {
        public byte* Input;
        public int InputLength;
        public int Count;
        public int MissingBits;
        public ZstdSequenceState* LiteralLengthStates;
        public int LiteralLengthLog;
        public ZstdSequenceState* MatchLengthStates;
        public int MatchLengthLog;
        public ZstdSequenceState* OffsetStates;
        public int OffsetLog;
        public byte* Literals;
        public byte* LiteralsEnd;
        public byte* LiteralsReadable;
        public byte* Output;
        public byte* OutputEnd;
        public byte* BufferEnd;
        public byte* Lowest;
        public ZstdRepeatOffsets Repeats;
        public long Offset;
    }
}
