namespace Odps.Net.Compression;

/// <summary>Temporary.</summary>
internal sealed class ZstdFrameEncoder : FrameEncoder
{
    public const int DefaultLevel = 3;
    public ZstdFrameEncoder(int level) => _ = level;
    public override int BlockSize => 131072;
    public override int HistorySize => 0;
    public override int MaxEncodedBlockLength(int length) => length + 30;
    public override int MaxCompressedLength(int length) => length + 30;
    public override void Dispose()
    {
    }

    public override void Begin() { }
    public override int EncodeBlock(ReadOnlySpan<byte> buffer, int start, bool last, Span<byte> destination) => 0;
}
