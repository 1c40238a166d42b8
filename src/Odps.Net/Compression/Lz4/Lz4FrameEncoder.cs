using System.Buffers.Binary;

namespace Odps.Net.Compression;

/// <summary>
/// Writes LZ4 frames of independent blocks, without checksums or content size: the Java SDK's reader refuses linked blocks, and
/// the data inside carries checksums of its own.
/// </summary>
internal sealed class Lz4FrameEncoder : FrameEncoder
{
    /// <summary>Fast: one look per position.</summary>
    public const int DefaultLevel = 1;

    /// <summary>256 KiB: large enough that the 64 KiB window that each block starts without costs little, small enough to stay in the cache.</summary>
    private const int StreamBlockSizeCode = 5;

    private const uint StoredFlag = 0x80000000;
    private const int BlockHeader = 4;
    private const int EndMark = 4;

    private readonly Lz4BlockEncoder _blocks;
    private bool _headerWritten;

    /// <param name="level">1 and 2 are fast; 3 to 9 search deeper.</param>
    public Lz4FrameEncoder(int level = DefaultLevel) => _blocks = new Lz4BlockEncoder(level);

    public override int BlockSize => SizeOf(StreamBlockSizeCode);

    public override int HistorySize => 0;

    public override int MaxEncodedBlockLength(int length)
        => Lz4FrameHeader.MinLength + BlockHeader + Lz4Block.MaxCompressedLength(length) + EndMark;

    public override int MaxCompressedLength(int length)
        => checked(Lz4FrameHeader.MinLength + Lz4Block.MaxCompressedLength(length) + (BlockHeader * ((length / BlockSize) + 1)) + EndMark);

    public override void Begin() => _headerWritten = false;

    public override int EncodeBlock(ReadOnlySpan<byte> buffer, int start, bool last, Span<byte> destination)
        => EncodeBlock(buffer[start..], last, destination, StreamBlockSizeCode);

    public override void Dispose() => _blocks.Dispose();

    protected override int EncodeAll(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // A reader reserves what the header says, so a small buffer says less.
        if (source.Length <= SizeOf(4))
        {
            Begin();
            return EncodeBlock(source, last: true, destination, 4);
        }

        return base.EncodeAll(source, destination);
    }

    private int EncodeBlock(ReadOnlySpan<byte> block, bool last, Span<byte> destination, int blockSizeCode)
    {
        int written = 0;
        if (!_headerWritten)
        {
            written = Lz4FrameHeader.WritePlain(destination, blockSizeCode);
            _headerWritten = true;
        }

        if (!block.IsEmpty)
        {
            Span<byte> payload = destination[(written + BlockHeader)..];
            int length = _blocks.Encode(block, payload);
            uint word = (uint)length;
            if (length >= block.Length)
            {
                block.CopyTo(payload);
                length = block.Length;
                word = (uint)length | StoredFlag;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(destination[written..], word);
            written += BlockHeader + length;
        }

        if (last)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[written..], 0);
            written += EndMark;
        }

        return written;
    }

    private static int SizeOf(int blockSizeCode) => 1 << (8 + (2 * blockSizeCode));
}
