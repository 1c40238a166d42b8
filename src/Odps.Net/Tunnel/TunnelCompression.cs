using Odps.Net.Compression;

namespace Odps.Net.Tunnel;

/// <summary>How the data of a request is compressed on its way. A download may still arrive uncompressed: the service decides.</summary>
public readonly record struct TunnelCompression
{
    private TunnelCompression(CompressionAlgorithm algorithm, int? level)
    {
        Algorithm = algorithm;
        Level = level;
    }

    /// <summary>No compression. The default.</summary>
    public static TunnelCompression None => default;

    /// <summary>Snappy in its framing format (<c>x-snappy-framed</c>): the cheapest in processor time.</summary>
    public static TunnelCompression Snappy => new(CompressionAlgorithm.Snappy, null);

    /// <summary>The effort of the compression, 1 (least) to 9; <see langword="null"/> for the format's default, or where the format has none.</summary>
    public int? Level { get; }

    internal CompressionAlgorithm Algorithm { get; }

    /// <summary>The value of <c>Content-Encoding</c> and <c>Accept-Encoding</c>; null for none.</summary>
    internal string? HeaderValue => Algorithm switch
    {
        CompressionAlgorithm.Deflate => "deflate",
        CompressionAlgorithm.Snappy => "x-snappy-framed",
        CompressionAlgorithm.Lz4Frame => "x-lz4-frame",
        CompressionAlgorithm.Zstandard => "zstd",
        _ => null,
    };

    /// <summary>The header's value for a body: LZ4 is called otherwise around Arrow.</summary>
    internal string? HeaderFor(TunnelDataForm form) =>
        Algorithm == CompressionAlgorithm.Lz4Frame && form == TunnelDataForm.Arrow ? "x-odps-lz4-frame" : HeaderValue;

    /// <summary>zlib (<c>deflate</c>): understood everywhere.</summary>
    /// <param name="level">The effort, 1 to 9. Default: 1.</param>
    public static TunnelCompression Deflate(int? level = null) => new(CompressionAlgorithm.Deflate, Checked(level));

    /// <summary>LZ4 in its frame format (<c>x-lz4-frame</c>): fast.</summary>
    /// <param name="level">The effort, 1 to 9. Default: 1.</param>
    public static TunnelCompression Lz4(int? level = null) => new(CompressionAlgorithm.Lz4Frame, Checked(level));

    /// <summary>Zstandard (<c>zstd</c>): the smallest for its speed.</summary>
    /// <param name="level">The effort, 1 to 9. Default: 3.</param>
    public static TunnelCompression Zstandard(int? level = null) => new(CompressionAlgorithm.Zstandard, Checked(level));

    /// <summary>Compresses a whole body, as a reader or writer of the tunnel expects it: for servers in tests, and to look into bodies that were recorded.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The compressed bytes; a copy for <see cref="None"/>.</returns>
    public byte[] Compress(ReadOnlySpan<byte> data) => WholeBuffers.Compress(Algorithm, Level, data);

    /// <summary>Decompresses a whole body.</summary>
    /// <param name="data">The compressed bytes, all of them.</param>
    /// <param name="maxLength">The most bytes that they may hold.</param>
    /// <exception cref="InvalidDataException">The data is damaged, ends early, or holds more than <paramref name="maxLength"/> bytes.</exception>
    public byte[] Decompress(ReadOnlySpan<byte> data, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        return WholeBuffers.Decompress(Algorithm, data, maxLength);
    }

    /// <summary>The name of the format, with its level if one was given.</summary>
    public override string ToString() => $"{HeaderValue ?? "none"}{(Level is null ? "" : $" level {Level}")}";

    /// <summary>The algorithm that a Content-Encoding names; false when it is not known.</summary>
    internal static bool TryParse(string? contentEncoding, out CompressionAlgorithm algorithm)
    {
        CompressionAlgorithm? known = contentEncoding?.Trim().ToLowerInvariant() switch
        {
            null or "" or "identity" => CompressionAlgorithm.None,
            "deflate" => CompressionAlgorithm.Deflate,
            "x-snappy-framed" => CompressionAlgorithm.Snappy,
            "x-lz4-frame" or "x-odps-lz4-frame" or "lz4_frame" => CompressionAlgorithm.Lz4Frame,
            "zstd" => CompressionAlgorithm.Zstandard,
            _ => null,
        };
        algorithm = known ?? CompressionAlgorithm.None;
        return known is not null;
    }

    private static int? Checked(int? level)
    {
        if (level is int value)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(level));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 9, nameof(level));
        }

        return level;
    }
}
