using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>Short ways to frame bytes and to read framed ones.</summary>
internal static class VolumeFraming
{
    public static byte[] Encode(ReadOnlySpan<byte> data, int chunkSize, int pieceSize)
    {
        using var encoder = new VolumeFrameEncoder(chunkSize);
        var body = new MemoryStream();
        while (!data.IsEmpty)
        {
            int taken = encoder.Append(data[..Math.Min(pieceSize, data.Length)]);
            data = data[taken..];
            if (taken == 0)
            {
                body.Write(encoder.Pending.Span);
                encoder.Take();
            }
        }

        if (!encoder.TryEndChunk())
        {
            body.Write(encoder.Pending.Span);
            encoder.Take();
            Assert.True(encoder.TryEndChunk());
        }

        body.Write(encoder.Pending.Span);
        return body.ToArray();
    }

    public static async Task<byte[]> DecodeAsync(Stream body, long? expected)
    {
        await using var reader = new VolumeFileReader(body, "file f", expected);
        using var data = new MemoryStream();
        await reader.CopyToAsync(data);
        return data.ToArray();
    }
}
