namespace Odps.Net.Compression;

/// <summary>Writes the sequences section of a block (RFC 8878, 3.1.1.3.2).</summary>
internal sealed unsafe class ZstdSequencesEncoder
{
    private readonly ZstdSequenceEncodingTable _literalLengths = new(ZstdSequenceKind.LiteralLength);
    private readonly ZstdSequenceEncodingTable _offsets = new(ZstdSequenceKind.Offset);
    private readonly ZstdSequenceEncodingTable _matchLengths = new(ZstdSequenceKind.MatchLength);

    /// <summary>Writes the section.</summary>
    /// <param name="sequences">All sequences of the block.</param>
    /// <param name="output">Where the section goes.</param>
    /// <param name="limit">Beyond this the block is not worth compressing; up to 512 bytes behind it may be written.</param>
    /// <returns>The end of the section, or null where it went beyond the limit.</returns>
    public byte* Write(ReadOnlySpan<ZstdSequence> sequences, byte* output, byte* limit)
    {
        output = WriteCount(sequences.Length, output);
        if (sequences.IsEmpty)
        {
            return output;
        }

        _literalLengths.Clear();
        _offsets.Clear();
        _matchLengths.Clear();
        foreach (ref readonly ZstdSequence sequence in sequences)
        {
            _literalLengths.Count(sequence.LiteralLengthCode);
            _offsets.Count(sequence.OffsetCode);
            _matchLengths.Count(sequence.MatchLengthCode);
        }

        byte* modes = output++;
        int literalMode = _literalLengths.Write(sequences.Length, ref output);
        int offsetMode = _offsets.Write(sequences.Length, ref output);
        int matchMode = _matchLengths.Write(sequences.Length, ref output);
        *modes = (byte)((literalMode << 6) | (offsetMode << 4) | (matchMode << 2));
        return WriteStream(sequences, output, limit);
    }

    private byte* WriteStream(ReadOnlySpan<ZstdSequence> sequences, byte* output, byte* limit)
    {
        FseEncodingTable.View literalLengths = _literalLengths.Current.Pointers;
        FseEncodingTable.View offsets = _offsets.Current.Pointers;
        FseEncodingTable.View matchLengths = _matchLengths.Current.Pointers;
        ReadOnlySpan<byte> literalLengthBits = ZstdFormat.LiteralLengthBits;
        ReadOnlySpan<byte> matchLengthBits = ZstdFormat.MatchLengthBits;
        var bits = new ZstdBitWriter(output);

        // The reader takes the bits from the end, so the last sequence is written first.
        int index = sequences.Length - 1;
        ZstdSequence sequence = sequences[index];
        uint matchState = matchLengths.Start(sequence.MatchLengthCode);
        uint offsetState = offsets.Start(sequence.OffsetCode);
        uint literalState = literalLengths.Start(sequence.LiteralLengthCode);
        while (true)
        {
            int literalBits = literalLengthBits[sequence.LiteralLengthCode];
            int matchBits = matchLengthBits[sequence.MatchLengthCode];
            bits.AddLow(sequence.LiteralLength, literalBits);
            bits.AddLow(sequence.MatchLength, matchBits);
            if (literalBits + matchBits + sequence.OffsetCode > 56)
            {
                bits.Flush();
            }

            bits.AddLow(sequence.OffsetValue, sequence.OffsetCode);
            bits.Flush();
            if (bits.Position > limit)
            {
                return null;
            }

            if (--index < 0)
            {
                break;
            }

            sequence = sequences[index];
            offsetState = offsets.Encode(offsetState, sequence.OffsetCode, ref bits);
            matchState = matchLengths.Encode(matchState, sequence.MatchLengthCode, ref bits);
            literalState = literalLengths.Encode(literalState, sequence.LiteralLengthCode, ref bits);
            if (literalLengthBits[sequence.LiteralLengthCode] + matchLengthBits[sequence.MatchLengthCode] + sequence.OffsetCode > 30)
            {
                bits.Flush();
            }
        }

        matchLengths.End(matchState, ref bits);
        offsets.End(offsetState, ref bits);
        literalLengths.End(literalState, ref bits);
        return bits.Close();
    }

    private static byte* WriteCount(int count, byte* output)
    {
        if (count < 128)
        {
            *output++ = (byte)count;
        }
        else if (count < 0x7F00)
        {
            *output++ = (byte)((count >> 8) + 128);
            *output++ = (byte)count;
        }
        else
        {
            *output++ = 255;
            *output++ = (byte)(count - 0x7F00);
            *output++ = (byte)((count - 0x7F00) >> 8);
        }

        return output;
    }
}
