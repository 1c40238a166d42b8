using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>
/// Reads LZ4 frames: any block size, independent and linked blocks, all checksums verified, content size enforced, frames one
/// after the other, skippable frames between them.
/// </summary>
internal sealed class Lz4FrameDecoder : FrameDecoder
{
    private const uint StoredFlag = 0x80000000;

    /// <summary>A byte of a block that only extends a match length decodes to this many bytes; nothing expands more.</summary>
    private const int MaxExpansion = 255;

    private State _state;
    private Lz4FrameHeader _header;
    private XxHash32 _contentHash;
    private ulong _contentLength;
    private uint _blockSize;
    private long _skip;

    public Lz4FrameDecoder() => Restart();

    private enum State
    {
        Magic,
        Header,
        SkippableSize,
        Skippable,
        BlockSize,
        Block,
        ContentChecksum,
    }

    public override string Format => "LZ4 frame";

    protected override string Expected => _state switch
    {
        State.Magic => "the magic number of a frame",
        State.Header => "the rest of the frame header",
        State.SkippableSize or State.Skippable => "the rest of a skippable frame",
        State.BlockSize => "another block or the end mark",
        State.Block => "the rest of a block",
        _ => "the content checksum",
    };

    public override void Dispose()
    {
    }

    protected override void Restart() => Enter(State.Magic, 4);

    protected override int Step(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position)
    {
        switch (_state)
        {
            case State.Magic:
                CanEnd = false;
                return ReadMagic(source);
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
            case State.BlockSize:
                ReadBlockSize(source);
                return 4;
            case State.Block:
                return ReadBlock(source, buffer, ref position);
            default:
                uint expected = BinaryPrimitives.ReadUInt32LittleEndian(source);
                uint found = _contentHash.Digest();
                if (expected != found)
                {
                    CompressionThrow.Checksum(Format, Offset, "content checksum", expected, found);
                }

                EnterFrameEnd();
                return 4;
        }
    }

    private int ReadMagic(ReadOnlySpan<byte> source)
    {
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (magic == Lz4FrameHeader.Magic)
        {
            // The magic stays in front of the header until the header's own length is known from its flags.
            if (source.Length < Lz4FrameHeader.MinLength)
            {
                NeededInput = Lz4FrameHeader.MinLength;
                return 0;
            }

            Enter(State.Header, Lz4FrameHeader.LengthFor(source[4]));
            return 0;
        }

        if ((magic & Lz4FrameHeader.SkippableMask) != Lz4FrameHeader.SkippableMagic)
        {
            CompressionThrow.Malformed(Format, Offset, $"expected the magic number of a frame, found {magic:x8}");
        }

        Enter(State.SkippableSize, 4);
        return 4;
    }

    private int ReadHeader(ReadOnlySpan<byte> source)
    {
        int length = NeededInput;
        _header = Lz4FrameHeader.Read(source[..length], Offset);
        _contentHash.Reset();
        _contentLength = 0;
        HistorySize = _header.IndependentBlocks ? 0 : Lz4Block.MaxDistance;
        Enter(State.BlockSize, 4);
        return length;
    }

    private void ReadBlockSize(ReadOnlySpan<byte> source)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (word == 0)
        {
            EndContent();
            return;
        }

        _blockSize = word;
        uint size = word & ~StoredFlag;
        if (size > _header.BlockSize || size == 0)
        {
            CompressionThrow.Malformed(Format, Offset, $"a block of 1 to {_header.BlockSize} bytes", size);
        }

        Enter(State.Block, (int)size + (_header.BlockChecksums ? 4 : 0));
        NextOutput = (word & StoredFlag) != 0 ? (int)size : (int)Math.Min(_header.BlockSize, (long)size * MaxExpansion);
    }

    private int ReadBlock(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position)
    {
        int size = (int)(_blockSize & ~StoredFlag);
        ReadOnlySpan<byte> block = source[..size];
        int consumed = size;
        if (_header.BlockChecksums)
        {
            uint expected = BinaryPrimitives.ReadUInt32LittleEndian(source[size..]);
            uint found = XxHash32.Hash(block);
            if (expected != found)
            {
                CompressionThrow.Checksum(Format, Offset, "block checksum", expected, found);
            }

            consumed += 4;
        }

        int written;
        if ((_blockSize & StoredFlag) != 0)
        {
            if (size > buffer.Length - position)
            {
                CompressionThrow.OutputTooLong(Format, Offset, buffer.Length - position);
            }

            block.CopyTo(buffer[position..]);
            written = size;
        }
        else
        {
            int history = HistorySize == 0 ? 0 : (int)Math.Min((ulong)position, _contentLength);
            written = Lz4BlockDecoder.Decode(block, buffer, position, history, _header.BlockSize, Offset);
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
        Enter(State.BlockSize, 4);
        return consumed;
    }

    private void EndContent()
    {
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
