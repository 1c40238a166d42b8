namespace Odps.Net.Compression;

/// <summary>How the body of a tunnel request or response, or one Arrow buffer, is compressed.</summary>
internal enum CompressionAlgorithm
{
    /// <summary>Bytes as they are.</summary>
    None,

    /// <summary>The zlib container of RFC 1950 around deflate; on the wire <c>deflate</c>.</summary>
    Deflate,

    /// <summary>The Snappy framing format; on the wire <c>x-snappy-framed</c>.</summary>
    Snappy,

    /// <summary>The LZ4 frame format; on the wire <c>x-lz4-frame</c>, in Arrow <c>LZ4_FRAME</c>.</summary>
    Lz4Frame,

    /// <summary>Zstandard frames of RFC 8878; on the wire <c>zstd</c>, in Arrow <c>ZSTD</c>.</summary>
    Zstandard,
}
