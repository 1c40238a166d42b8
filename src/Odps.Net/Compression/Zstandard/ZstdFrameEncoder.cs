namespace Odps.Net.Compression;

/// <summary>
/// Writes Zstandard frames (RFC 8878) without checksum; with the content size where it is known before the first block is
/// written, so for whole buffers and for short streams.
/// </summary>
internal sealed unsafe class ZstdFrameEncoder : FrameEncoder
{
    public const int DefaultLevel = 3;

    /// <summary>Room behind a block for what turns out not to be worth it.</summary>
    private const int Slack = 1024;

    /// <summary>Shorter blocks are written as they are.</summary>
    private const int LeastCompressed = 16;

    private const int MagicLength = 4;

    private readonly ZstdParameters _parameters;
    private readonly ZstdMatchFinder _finder;
    private readonly ZstdSequences _sequences = new();
    private readonly ZstdLiteralsEncoder _literalsEncoder = new();
    private readonly ZstdSequencesEncoder _sequencesEncoder = new();
    private ZstdRepeatOffsets _repeats;
    private bool _headerWritten;

    /// <param name="level">1 (fastest) to 9; one outside counts as the nearest.</param>
    public ZstdFrameEncoder(int level = DefaultLevel)
        : this(level, ZstdMatchFinder.Create(ZstdParameters.ForLevel(level)))
    {
    }

    /// <param name="level">The level that the finder was made for.</param>
    /// <param name="finder">Owned by the encoder from here on.</param>
    internal ZstdFrameEncoder(int level, ZstdMatchFinder finder)
    {
        _parameters = ZstdParameters.ForLevel(level);
        _finder = finder;
    }

    public override int BlockSize => ZstdFormat.MaxBlockSize;

    public override int HistorySize => 1 << _parameters.WindowLog;

    public override int MaxEncodedBlockLength(int length)
        => MagicLength + ZstdFrameHeader.MaxLength + ZstdFormat.BlockHeader + length + Slack;

    public override int MaxCompressedLength(int length)
        => checked(MaxEncodedBlockLength(length) + (ZstdFormat.BlockHeader * (length / BlockSize)));

    public override void Begin() => _headerWritten = false;

    public override int EncodeBlock(ReadOnlySpan<byte> buffer, int start, bool last, Span<byte> destination)
        => EncodeBlock(buffer, start, last, destination, last ? buffer.Length - start : null);

    public override void Dispose()
    {
        _finder.Dispose();
        _sequences.Dispose();
    }

    protected override int EncodeAll(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Begin();
        int read = 0;
        int written = 0;
        do
        {
            int end = Math.Min(source.Length, read + BlockSize);
            written += EncodeBlock(source[..end], read, end == source.Length, destination[written..], source.Length);
            read = end;
        }
        while (read < source.Length);
        return written;
    }

    private int EncodeBlock(ReadOnlySpan<byte> buffer, int start, bool last, Span<byte> destination, int? contentSize)
    {
        int written = 0;
        if (!_headerWritten)
        {
            _headerWritten = true;
            _repeats = ZstdRepeatOffsets.Initial;
            _finder.BeginFrame(contentSize);
            written = ZstdFrameHeader.Write(destination, _parameters.WindowLog, contentSize);
        }

        ReadOnlySpan<byte> block = buffer[start..];
        Span<byte> payload = destination[(written + ZstdFormat.BlockHeader)..];
        int type;
        int length;
        if (block.Length > 1 && !block.ContainsAnyExcept(block[0]))
        {
            type = ZstdFormat.RleBlock;
            _finder.Skip(block.Length);
            payload[0] = block[0];
            length = 1;
        }
        else
        {
            type = ZstdFormat.CompressedBlock;
            length = Compress(buffer, start, payload);
            if (length < 0)
            {
                type = ZstdFormat.RawBlock;
                length = block.Length;
                block.CopyTo(payload);
            }
        }

        // The size in the header of a block that repeats one byte is that of the content.
        int size = type == ZstdFormat.CompressedBlock ? length : block.Length;
        int header = (last ? 1 : 0) | (type << 1) | (size << 3);
        destination[written] = (byte)header;
        destination[written + 1] = (byte)(header >> 8);
        destination[written + 2] = (byte)(header >> 16);
        return written + ZstdFormat.BlockHeader + length;
    }

    /// <returns>The length of the compressed block, or -1 where compressing does not pay.</returns>
    private int Compress(ReadOnlySpan<byte> buffer, int start, Span<byte> payload)
    {
        int length = buffer.Length - start;
        if (length < LeastCompressed)
        {
            _finder.Skip(length);
            return -1;
        }

        _sequences.Begin(length);
        ZstdRepeatOffsets repeats = _repeats;
        _finder.Find(buffer, start, ref repeats, _sequences);
        fixed (byte* output = payload)
        {
            byte* limit = output + length;
            byte* current = _literalsEncoder.Write(_sequences.Literals, output);
            current = _sequencesEncoder.Write(_sequences.Items, current, limit);
            if (current == null || current >= limit)
            {
                // The reader of a block as it is keeps the offsets it had.
                return -1;
            }

            _repeats = repeats;
            return (int)(current - output);
        }
    }
}
