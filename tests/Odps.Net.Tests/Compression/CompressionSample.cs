using System.Globalization;
using System.Security.Cryptography;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

/// <summary>A stored compressed file and what is known of its content.</summary>
public sealed record CompressionSample(string Folder, string File, string Encoding, int RawLength, string RawSha256)
{
    internal CompressionAlgorithm Algorithm => Encoding switch
    {
        "deflate" => CompressionAlgorithm.Deflate,
        "zstd" => CompressionAlgorithm.Zstandard,
        "x-lz4-frame" => CompressionAlgorithm.Lz4Frame,
        "x-snappy-framed" => CompressionAlgorithm.Snappy,
        _ => throw new ArgumentOutOfRangeException(nameof(Encoding), Encoding, "Unknown encoding."),
    };

    public static IReadOnlyList<CompressionSample> All { get; } = [.. Load("tunnel"), .. Load("tools")];

    public static CompressionSample Named(string file) => All.Single(sample => sample.File == file);

    public byte[] Read() => System.IO.File.ReadAllBytes(PathOf(Folder, File));

    public void AssertContent(ReadOnlySpan<byte> raw)
    {
        Assert.Equal(RawLength, raw.Length);
        Assert.Equal(RawSha256, Convert.ToHexStringLower(SHA256.HashData(raw)));
    }

    public override string ToString() => File;

    private static IEnumerable<CompressionSample> Load(string folder)
        => from line in System.IO.File.ReadLines(PathOf(folder, "samples.tsv"))
           let parts = line.Split('\t')
           select new CompressionSample(folder, parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]);

    private static string PathOf(string folder, string file) => Path.Combine(AppContext.BaseDirectory, "Vectors", "compression", folder, file);
}
