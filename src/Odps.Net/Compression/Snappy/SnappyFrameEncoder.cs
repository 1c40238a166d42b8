using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>Writes the Snappy framing format. Snappy has no levels.</summary>
internal sealed class SnappyFrameEncoder : FrameEncoder
{
    private const int ChunkHeader = 8;

    private readonly SnappyBlockEncoder _blocks = new();
    private bool _identified;

    public override int BlockSize => SnappyFrameDecoder.MaxChunkContent;

    public override int HistorySize => 0;

    public override int MaxEncodedBlockLength(int length)
        => SnappyFrameDecoder.StreamIdentifier.Length + ChunkHeader + SnappyBlock.MaxCompressedLength(length);

    public override int MaxCompressedLength(int length)
        => checked(SnappyFrameDecoder.StreamIdentifier.Length + SnappyBlock.MaxCompressedLength(length) + (ChunkHeader * ((length / BlockSize) + 1)));

    public override void Begin() => _identified = false;

    public override int EncodeBlock(ReadOnlySpan<byte> buffer, int start, bool last, Span<byte> destination)
    {
        int written = 0;
        if (!_identified)
        {
            SnappyFrameDecoder.StreamIdentifier.CopyTo(destination);
            written = SnappyFrameDecoder.StreamIdentifier.Length;
            _identified = true;
        }

        ReadOnlySpan<byte> block = buffer[start..];
        if (block.IsEmpty)
        {
            return written;
        }

        Span<byte> payload = destination[(written + ChunkHeader)..];
        int length = _blocks.Encode(block, payload);
        uint type = 0;
        if (length >= block.Length - (block.Length / 8))
        {
            block.CopyTo(payload);
            length = block.Length;
            type = 1;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[written..], type | ((uint)(length + 4) << 8));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(written + 4)..], MaskedCrc32C.Compute(block));
        return written + ChunkHeader + length;
    }

    public override void Dispose() => _blocks.Dispose();
}
