using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>
/// Reads Zstandard frames (RFC 8878): all block and literal forms, content size and checksum verified, frames one after the
/// other, skippable frames between them. Frames that need a dictionary are refused.
/// </summary>
internal sealed class ZstdFrameDecoder : FrameDecoder
{
    /// <summary>The window that a stream may ask for unless the caller says otherwise, in bytes.</summary>
    public const int DefaultMaxWindowSize = 128 * 1024 * 1024;

    private readonly int _maxWindowSize;
    private readonly ZstdBlockDecoder _blocks = new();
    private State _state;
    private ZstdFrameHeader _header;
    private XxHash64 _contentHash;
    private ulong _contentLength;
    private int _blockSizeLimit;
    private int _blockType;
    private int _blockSize;
    private bool _lastBlock;
    private long _skip;

    /// <param name="maxWindowSize">
    /// The largest window accepted from a stream, which costs memory; whole buffers are their own window and have no such limit.
    /// </param>
    public ZstdFrameDecoder(int maxWindowSize = DefaultMaxWindowSize)
    {
        _maxWindowSize = maxWindowSize;
        Restart();
    }

    private enum State
    {
        Magic,
        Descriptor,
        Header,
        SkippableSize,
        Skippable,
        BlockHeader,
        Block,
        ContentChecksum,
    }

    public override string Format => ZstdFormat.Name;

    protected override string Expected => _state switch
    {
        State.Magic => "the magic number of a frame",
        State.Descriptor or State.Header => "the rest of the frame header",
        State.SkippableSize or State.Skippable => "the rest of a skippable frame",
        State.BlockHeader => "another block",
        State.Block => "the rest of a block",
        _ => "the content checksum",
    };

    public override void Dispose() => _blocks.Dispose();

    protected override void Restart() => Enter(State.Magic, 4);

    protected override int Step(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position)
    {
        switch (_state)
        {
            case State.Magic:
                CanEnd = false;
                ReadMagic(source);
                return 4;
            case State.Descriptor:
                Enter(State.Header, ZstdFrameHeader.LengthFor(source[0]));
                return 0;
            case State.Header:
                return ReadHeader(source);
            case State.SkippableSize:
                _skip = BinaryPrimitives.ReadUInt32LittleEndian(source);
                EnterSkippable();
                return 4;
            case State.Skippable:
                int skipped = (int)Math.Min(_skip, source.Length);
                _skip -= skipped;
                EnterSkippable();
                return skipped;
            case State.BlockHeader:
                return ReadBlockHeader(source);
            case State.Block:
                return ReadBlock(source, buffer, ref position);
            default:
                uint expected = BinaryPrimitives.ReadUInt32LittleEndian(source);
                uint found = (uint)_contentHash.Digest();
                if (expected != found)
                {
                    CompressionThrow.Checksum(Format, Offset, "content checksum", expected, found);
                }

                EnterFrameEnd();
                return 4;
        }
    }

    private void ReadMagic(ReadOnlySpan<byte> source)
    {
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (magic == ZstdFormat.Magic)
        {
            Enter(State.Descriptor, 1);
        }
        else if ((magic & ZstdFormat.SkippableMask) == ZstdFormat.SkippableMagic)
        {
            Enter(State.SkippableSize, 4);
        }
        else
        {
            CompressionThrow.Malformed(Format, Offset, $"expected the magic number of a frame, found {magic:x8}");
        }
    }

    private int ReadHeader(ReadOnlySpan<byte> source)
    {
        int length = NeededInput;
        _header = ZstdFrameHeader.Read(source[..length], Offset);
        if (Streaming && _header.WindowSize > (ulong)_maxWindowSize)
        {
            CompressionThrow.Unsupported(
                Format, Offset, $"it needs a window of {_header.WindowSize} bytes, more than the {_maxWindowSize} allowed");
        }

        HistorySize = (int)Math.Min(_header.WindowSize, int.MaxValue);
        _blockSizeLimit = (int)Math.Min(_header.WindowSize, ZstdFormat.MaxBlockSize);
        _contentLength = 0;
        _contentHash.Reset();
        _blocks.BeginFrame();
        Enter(State.BlockHeader, ZstdFormat.BlockHeader);
        return length;
    }

    private int ReadBlockHeader(ReadOnlySpan<byte> source)
    {
        int header = source[0] | (source[1] << 8) | (source[2] << 16);
        _lastBlock = (header & 1) != 0;
        _blockType = (header >> 1) & 3;
        _blockSize = header >> 3;
        if (_blockType > ZstdFormat.CompressedBlock)
        {
            CompressionThrow.Malformed(Format, Offset, "a block type from 0 to 2", _blockType);
        }

        if (_blockSize > _blockSizeLimit)
        {
            CompressionThrow.Malformed(Format, Offset, $"a block of at most {_blockSizeLimit} bytes", _blockSize);
        }

        if (_blockSize == 0 && _blockType == ZstdFormat.RawBlock)
        {
            EndBlock();
            return ZstdFormat.BlockHeader;
        }

        Enter(State.Block, _blockType == ZstdFormat.RleBlock ? 1 : Math.Max(1, _blockSize));
        NextOutput = _blockType == ZstdFormat.CompressedBlock ? _blockSizeLimit : _blockSize;
        if (_header.ContentSize - _contentLength < (ulong)NextOutput)
        {
            NextOutput = (int)(_header.ContentSize.GetValueOrDefault() - _contentLength);
        }

        return ZstdFormat.BlockHeader;
    }

    private int ReadBlock(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position)
    {
        int consumed = NeededInput;
        int written = _blockSize;
        if (_blockType == ZstdFormat.CompressedBlock)
        {
            int history = (int)Math.Min((ulong)position, _contentLength);
            written = _blocks.Decode(source[.._blockSize], buffer, position, history, _blockSizeLimit, Offset);
        }
        else if (written > buffer.Length - position)
        {
            CompressionThrow.OutputTooLong(Format, Offset, buffer.Length - position);
        }
        else if (_blockType == ZstdFormat.RleBlock)
        {
            buffer.Slice(position, written).Fill(source[0]);
        }
        else
        {
            source[..written].CopyTo(buffer[position..]);
        }

        _contentLength += (uint)written;
        if (_contentLength > _header.ContentSize)
        {
            CompressionThrow.OutputTooLong(Format, Offset, (long)_header.ContentSize.GetValueOrDefault());
        }

        if (_header.ContentChecksum)
        {
            _contentHash.Append(buffer.Slice(position, written));
        }

        position += written;
        EndBlock();
        return consumed;
    }

    private void EndBlock()
    {
        if (!_lastBlock)
        {
            Enter(State.BlockHeader, ZstdFormat.BlockHeader);
            return;
        }

        if (_header.ContentSize is { } expected && expected != _contentLength)
        {
            CompressionThrow.OutputTooShort(Format, Offset, (long)expected, (long)_contentLength);
        }

        if (_header.ContentChecksum)
        {
            Enter(State.ContentChecksum, 4);
        }
        else
        {
            EnterFrameEnd();
        }
    }

    private void EnterSkippable()
    {
        if (_skip != 0)
        {
            Enter(State.Skippable, 1);
        }
        else
        {
            EnterFrameEnd();
        }
    }

    private void EnterFrameEnd()
    {
        CanEnd = true;
        HistorySize = 0;
        Enter(State.Magic, 4);
    }

    private void Enter(State state, int neededInput)
    {
        _state = state;
        NeededInput = neededInput;
        NextOutput = 0;
    }
}
