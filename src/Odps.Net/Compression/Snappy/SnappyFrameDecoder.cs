using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>
/// Reads the Snappy framing format: checksums verified, at most 65536 decoded bytes a chunk, skippable chunks and padding
/// skipped, reserved unskippable chunks rejected.
/// </summary>
internal sealed class SnappyFrameDecoder : FrameDecoder
{
    /// <summary>The most decoded bytes of a chunk.</summary>
    public const int MaxChunkContent = 65536;

    private const int ChunkHeader = 4;
    private const int Checksum = 4;

    private State _state;
    private byte _chunkType;
    private int _skip;
    private bool _identified;

    public SnappyFrameDecoder() => Restart();

    private enum State
    {
        ChunkHeader,
        Identifier,
        Data,
        Skippable,
    }

    public override string Format => "Snappy";

    internal static ReadOnlySpan<byte> StreamIdentifier => [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59];

    protected override string Expected => _state switch
    {
        State.ChunkHeader when !_identified => "the stream identifier",
        State.ChunkHeader => "the rest of a chunk header",
        State.Identifier => "the rest of the stream identifier",
        _ => "the rest of a chunk",
    };

    public override void Dispose()
    {
    }

    protected override void Restart()
    {
        _identified = false;
        Enter(State.ChunkHeader, ChunkHeader);
    }

    protected override int Step(ReadOnlySpan<byte> source, Span<byte> buffer, ref int position)
    {
        switch (_state)
        {
            case State.ChunkHeader:
                ReadChunkHeader(source);
                return ChunkHeader;
            case State.Identifier:
                if (!source[..(StreamIdentifier.Length - ChunkHeader)].SequenceEqual(StreamIdentifier[ChunkHeader..]))
                {
                    CompressionThrow.Malformed(Format, Offset, "expected the stream identifier sNaPpY, found other bytes");
                }

                _identified = true;
                EnterChunkEnd();
                return StreamIdentifier.Length - ChunkHeader;
            case State.Data:
                int consumed = NeededInput;
                ReadData(source[..consumed], buffer, ref position);
                EnterChunkEnd();
                return consumed;
            default:
                int skipped = Math.Min(_skip, source.Length);
                _skip -= skipped;
                EnterSkippable();
                return skipped;
        }
    }

    private void ReadChunkHeader(ReadOnlySpan<byte> source)
    {
        CanEnd = false;
        _chunkType = source[0];
        int length = (int)(BinaryPrimitives.ReadUInt32LittleEndian(source) >> 8);
        if (_chunkType == 0xFF)
        {
            if (length != StreamIdentifier.Length - ChunkHeader)
            {
                CompressionThrow.Malformed(Format, Offset + 1, "a stream identifier of 6 bytes", length);
            }

            Enter(State.Identifier, length);
            return;
        }

        if (!_identified)
        {
            CompressionThrow.Malformed(Format, Offset, "the stream identifier (chunk type 255) first", _chunkType);
        }

        switch (_chunkType)
        {
            case 0:
                if (length <= Checksum)
                {
                    CompressionThrow.Malformed(Format, Offset + 1, "a compressed chunk with a checksum and a block", length);
                }

                Enter(State.Data, length);
                NextOutput = MaxChunkContent;
                break;
            case 1:
                if (length is < Checksum or > MaxChunkContent + Checksum)
                {
                    CompressionThrow.Malformed(Format, Offset + 1, "an uncompressed chunk of 4 to 65540 bytes", length);
                }

                Enter(State.Data, length);
                NextOutput = length - Checksum;
                break;
            case < 0x80:
                CompressionThrow.Malformed(Format, Offset, "a chunk type that is known or may be skipped", _chunkType);
                break;
            default:
                _skip = length;
                EnterSkippable();
                break;
        }
    }

    private void ReadData(ReadOnlySpan<byte> chunk, Span<byte> buffer, ref int position)
    {
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(chunk);
        ReadOnlySpan<byte> data = chunk[Checksum..];
        long offset = Offset + Checksum;
        int written = data.Length;
        int start = 0;
        if (_chunkType == 0)
        {
            start = SnappyBlock.ReadLength(data, offset, out uint length);
            if (length > MaxChunkContent)
            {
                CompressionThrow.Malformed(Format, offset, "a chunk of at most 65536 decoded bytes", length);
            }

            written = (int)length;
        }

        if (written > buffer.Length - position)
        {
            CompressionThrow.OutputTooLong(Format, offset, buffer.Length - position);
        }

        if (_chunkType == 0)
        {
            SnappyBlockDecoder.Decode(data[start..], buffer, position, written, offset + start);
        }
        else
        {
            data.CopyTo(buffer[position..]);
        }

        uint found = MaskedCrc32C.Compute(buffer.Slice(position, written));
        if (found != expected)
        {
            CompressionThrow.Checksum(Format, Offset, "chunk checksum", expected, found);
        }

        position += written;
    }

    private void EnterSkippable()
    {
        if (_skip != 0)
        {
            Enter(State.Skippable, 1);
        }
        else
        {
            EnterChunkEnd();
        }
    }

    private void EnterChunkEnd()
    {
        CanEnd = true;
        Enter(State.ChunkHeader, ChunkHeader);
    }

    private void Enter(State state, int neededInput)
    {
        _state = state;
        NeededInput = neededInput;
        NextOutput = 0;
    }
}
