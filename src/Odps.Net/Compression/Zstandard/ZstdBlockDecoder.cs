using System.Buffers;

namespace Odps.Net.Compression;

/// <summary>Decodes compressed blocks: the literals section, the tables, then the sequences (RFC 8878, 3.1.1.3).</summary>
internal sealed class ZstdBlockDecoder : IDisposable
{
    private static readonly ZstdSequenceTable PredefinedLiteralLengths = ZstdSequenceTable.CreatePredefined(ZstdSequenceKind.LiteralLength);
    private static readonly ZstdSequenceTable PredefinedMatchLengths = ZstdSequenceTable.CreatePredefined(ZstdSequenceKind.MatchLength);
    private static readonly ZstdSequenceTable PredefinedOffsets = ZstdSequenceTable.CreatePredefined(ZstdSequenceKind.Offset);

    private readonly ZstdHuffmanTable _huffman = new();
    private readonly ZstdSequenceTable _ownLiteralLengths = new(ZstdSequenceKind.LiteralLength);
    private readonly ZstdSequenceTable _ownMatchLengths = new(ZstdSequenceKind.MatchLength);
    private readonly ZstdSequenceTable _ownOffsets = new(ZstdSequenceKind.Offset);

    /// <summary>The tables of the block before, which a block may use again; null before there was one.</summary>
    private ZstdSequenceTable? _literalLengths;
    private ZstdSequenceTable? _matchLengths;
    private ZstdSequenceTable? _offsets;
    private ZstdRepeatOffsets _repeats;
    private byte[] _literals = [];

    public void BeginFrame()
    {
        _huffman.Reset();
        _literalLengths = _matchLengths = _offsets = null;
        _repeats = ZstdRepeatOffsets.Initial;
    }

    /// <summary>Decodes one block behind earlier output.</summary>
    /// <param name="block">The block without its header.</param>
    /// <param name="buffer">Earlier output before <paramref name="position"/>, room after it.</param>
    /// <param name="position">Where the output goes.</param>
    /// <param name="history">How many bytes before the position belong to the frame.</param>
    /// <param name="limit">The most bytes the block may decode to.</param>
    /// <param name="offset">Where the block starts in the compressed stream, for messages.</param>
    /// <returns>The bytes decoded.</returns>
    public int Decode(ReadOnlySpan<byte> block, Span<byte> buffer, int position, int history, int limit, long offset)
    {
        int read = ReadLiterals(block, limit, offset, out ReadOnlySpan<byte> literals, out int literalLength);
        int count = ReadSequenceCount(block, ref read, offset);
        limit = Math.Min(limit, buffer.Length - position);
        if (count == 0)
        {
            if (read != block.Length)
            {
                CompressionThrow.Malformed(ZstdFormat.Name, offset + read, "no more bytes in a block without sequences", block.Length - read);
            }

            if (literalLength > limit)
            {
                CompressionThrow.OutputTooLong(ZstdFormat.Name, offset, limit);
            }

            literals[..literalLength].CopyTo(buffer[position..]);
            return literalLength;
        }

        if (read >= block.Length)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset + read, "expected the modes of the sequence tables, found the end of the block");
        }

        byte modes = block[read++];
        if ((modes & 3) != 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset + read - 1, "expected the reserved bits of the modes to be 0");
        }

        _literalLengths = ReadTable(
            block, ref read, modes >> 6, ZstdSequenceKind.LiteralLength, _literalLengths, _ownLiteralLengths, PredefinedLiteralLengths, offset);
        _offsets = ReadTable(block, ref read, (modes >> 4) & 3, ZstdSequenceKind.Offset, _offsets, _ownOffsets, PredefinedOffsets, offset);
        _matchLengths = ReadTable(
            block, ref read, (modes >> 2) & 3, ZstdSequenceKind.MatchLength, _matchLengths, _ownMatchLengths, PredefinedMatchLengths, offset);
        return ZstdSequenceDecoder.Decode(
            block[read..], count, _literalLengths, _matchLengths, _offsets, ref _repeats,
            literals, literalLength, buffer, position, history, limit, offset + read);
    }

    public void Dispose()
    {
        if (_literals.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_literals);
            _literals = [];
        }
    }

    /// <summary>Reads the literals section.</summary>
    /// <param name="block">The block, which starts with the section.</param>
    /// <param name="limit">The most literals allowed.</param>
    /// <param name="offset">Where the block starts in the compressed stream, for messages.</param>
    /// <param name="literals">The literals and what may be read behind them; raw ones stay where they are.</param>
    /// <param name="length">How many literals there are.</param>
    /// <returns>The bytes the section takes.</returns>
    private int ReadLiterals(ReadOnlySpan<byte> block, int limit, long offset, out ReadOnlySpan<byte> literals, out int length)
    {
        if (block.IsEmpty)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "expected a literals section, found an empty block");
        }

        int type = block[0] & 3;
        int form = (block[0] >> 2) & 3;
        int header;
        int compressed = 0;
        bool four = false;
        if (type < ZstdFormat.CompressedLiterals)
        {
            header = form switch { 1 => 2, 3 => 3, _ => 1 };
            ulong bits = ReadBits(block, header, offset);
            length = (int)(bits >> (header == 1 ? 3 : 4));
            compressed = type == ZstdFormat.RawLiterals ? length : 1;
        }
        else
        {
            header = form switch { 2 => 4, 3 => 5, _ => 3 };
            int width = form switch { 2 => 14, 3 => 18, _ => 10 };
            ulong bits = ReadBits(block, header, offset) >> 4;
            length = (int)(bits & ((1UL << width) - 1));
            compressed = (int)(bits >> width);
            four = form != 0;
        }

        if (length > limit)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, $"at most {limit} literals in a block", length);
        }

        if (compressed > block.Length - header)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, $"literals within the block's {block.Length} bytes", compressed);
        }

        int end = header + compressed;
        if (type == ZstdFormat.RawLiterals)
        {
            literals = block[header..];
            return end;
        }

        if (_literals.Length == 0)
        {
            _literals = ArrayPool<byte>.Shared.Rent(ZstdFormat.MaxBlockSize + (2 * MatchCopy.Overrun));
        }

        literals = _literals;
        Span<byte> target = _literals.AsSpan(0, length);
        if (type == ZstdFormat.RleLiterals)
        {
            target.Fill(block[header]);
            return end;
        }

        ReadOnlySpan<byte> streams = block[header..end];
        long streamsOffset = offset + header;
        if (type == ZstdFormat.CompressedLiterals)
        {
            int table = _huffman.Read(streams, streamsOffset);
            streams = streams[table..];
            streamsOffset += table;
        }
        else if (_huffman.Log == 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "expected a Huffman table of an earlier block, found none in this frame");
        }

        if (four)
        {
            ZstdHuffmanDecoder.DecodeFour(_huffman, streams, target, streamsOffset);
        }
        else
        {
            ZstdHuffmanDecoder.DecodeSingle(_huffman, streams, target, streamsOffset);
        }

        return end;
    }

    private static int ReadSequenceCount(ReadOnlySpan<byte> block, ref int read, long offset)
    {
        int left = block.Length - read;
        int first = left == 0 ? 255 : block[read];
        int length = first < 128 ? 1 : first < 255 ? 2 : 3;
        if (left < length)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset + block.Length, "expected the number of sequences, found the end of the block");
        }

        int count = length switch
        {
            1 => first,
            2 => ((first - 128) << 8) + block[read + 1],
            _ => block[read + 1] + (block[read + 2] << 8) + 0x7F00,
        };
        read += length;
        return count;
    }

    private static ZstdSequenceTable ReadTable(
        ReadOnlySpan<byte> block, ref int read, int mode, ZstdSequenceKind kind, ZstdSequenceTable? previous,
        ZstdSequenceTable own, ZstdSequenceTable predefined, long offset)
    {
        switch (mode)
        {
            case ZstdFormat.PredefinedMode:
                return predefined;
            case ZstdFormat.RleMode:
                int code = read < block.Length ? block[read] : int.MaxValue;
                if (code > kind.MaxCode)
                {
                    CompressionThrow.Malformed(ZstdFormat.Name, offset + read, $"a {kind.Name} code of at most {kind.MaxCode}", code);
                }

                read++;
                own.BuildSingle(code);
                return own;
            case ZstdFormat.FseMode:
                Span<short> probabilities = stackalloc short[ZstdFormat.MaxMatchLengthCode + 1];
                read += FseDistribution.Read(
                    block[read..], probabilities[..(kind.MaxCode + 1)], kind.MaxLog, offset + read, out int log, out int symbols);
                own.Build(probabilities[..symbols], log);
                return own;
            default:
                if (previous is null)
                {
                    CompressionThrow.Malformed(
                        ZstdFormat.Name, offset, $"expected a {kind.Name} table of an earlier block, found none in this frame");
                }

                return previous;
        }
    }

    private static ulong ReadBits(ReadOnlySpan<byte> block, int bytes, long offset)
    {
        if (block.Length < bytes)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset, "expected the header of the literals section, found the end of the block");
        }

        ulong value = 0;
        for (int index = 0; index < bytes; index++)
        {
            value |= (ulong)block[index] << (8 * index);
        }

        return value;
    }
}
