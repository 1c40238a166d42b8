using System.IO.Compression;
using Odps.Net.Emulator.Http;
using Odps.Net.Tunnel;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>A compression of a whole body, known by its name in <c>Content-Encoding</c> and <c>Accept-Encoding</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="OpenRead">Decompresses what is read from a stream; it may refuse to give more than a number of bytes.</param>
/// <param name="OpenWrite">Compresses into a stream, which it leaves open; null for a coding in which the tunnel never answers.</param>
internal sealed record ContentCoding(string Name, Func<Stream, int, Stream> OpenRead, Func<Stream, Stream>? OpenWrite)
{
    /// <summary>The codings that there are. Another one is a line here.</summary>
    private static readonly ContentCoding[] Known =
    [
        new("deflate", (s, _) => new ZLibStream(s, CompressionMode.Decompress, leaveOpen: true), s => new ZLibStream(s, CompressionLevel.Fastest, leaveOpen: true)),
        new("gzip", (s, _) => new GZipStream(s, CompressionMode.Decompress, leaveOpen: true), null),
        Frames("zstd", TunnelCompression.Zstandard()),
        Frames("x-lz4-frame", TunnelCompression.Lz4()),
        Frames("x-odps-lz4-frame", TunnelCompression.Lz4()),
        Frames("x-snappy-framed", TunnelCompression.Snappy),
    ];

    /// <summary>The coding of a request body; null for a plain one.</summary>
    public static ContentCoding? OfBody(ServiceRequest request)
    {
        string name = request.Header("Content-Encoding")?.Trim() ?? "";
        return name.Length == 0 || name.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? null
            : Find(name) ?? throw new EmulatorException(
                "UnsupportedContentEncoding",
                $"The emulator does not read bodies with 'Content-Encoding: {name}', only {string.Join(", ", Known.Select(c => c.Name))}.",
                415);
    }

    /// <summary>
    /// The first coding that the client accepts and the tunnel answers in; null for a plain answer. HTTP libraries offer gzip by themselves, and clients of the tunnel do not
    /// read it.
    /// </summary>
    public static ContentCoding? Accepted(ServiceRequest request) => (request.Header("Accept-Encoding") ?? "")
        .Split(',')
        .Select(part => Find(part.Split(';')[0].Trim()))
        .FirstOrDefault(coding => coding?.OpenWrite is not null);

    /// <summary>What a compressed body holds, up to a limit.</summary>
    public byte[] Decompress(byte[] body, long maxBytes)
    {
        try
        {
            using Stream content = OpenRead(new MemoryStream(body), (int)Math.Min(maxBytes, Array.MaxLength));
            using var result = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                if (result.Length + read > maxBytes)
                {
                    throw new EmulatorException("MaxMessageLengthExceeded", $"The request body is longer than {maxBytes} bytes when it is decompressed.", 413);
                }

                result.Write(buffer, 0, read);
            }

            return result.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new EmulatorException("MalformedDataStream", $"The request body is not in the coding '{Name}' that its Content-Encoding states: {e.Message}");
        }
    }

    private static ContentCoding Frames(string name, TunnelCompression compression) =>
        new(name, (body, maxBytes) => new FrameReadStream(compression, body, maxBytes), body => new FrameWriteStream(compression, body));

    private static ContentCoding? Find(string name) => Array.Find(Known, c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
