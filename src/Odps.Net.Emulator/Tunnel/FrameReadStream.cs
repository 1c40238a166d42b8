using Odps.Net.Tunnel;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>What a compressed body holds, read from memory: it is decompressed as a whole when it is opened.</summary>
internal sealed class FrameReadStream(TunnelCompression compression, Stream body, int maxBytes) : MemoryStream(Decompress(compression, body, maxBytes), writable: false)
{
    private static byte[] Decompress(TunnelCompression compression, Stream body, int maxBytes)
    {
        using var whole = new MemoryStream();
        body.CopyTo(whole);
        return compression.Decompress(whole.GetBuffer().AsSpan(0, (int)whole.Length), maxBytes);
    }
}
