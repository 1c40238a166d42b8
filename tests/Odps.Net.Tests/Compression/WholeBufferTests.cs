using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Compression;

/// <summary>Whole bodies compressed and decompressed by the name of the format.</summary>
public sealed class WholeBufferTests
{
    private static readonly Dictionary<string, TunnelCompression> Formats = new()
    {
        ["none"] = TunnelCompression.None,
        ["deflate"] = TunnelCompression.Deflate(6),
        ["snappy"] = TunnelCompression.Snappy,
        ["lz4"] = TunnelCompression.Lz4(9),
        ["zstd"] = TunnelCompression.Zstandard(),
    };

    public static TheoryData<string> Names => [.. Formats.Keys];

    public static TheoryData<string> Compressing => [.. Formats.Keys.Where(n => n != "none")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_come_back_whatever_their_number(string name)
    {
        TunnelCompression format = Formats[name];
        foreach (int length in (int[])[0, 1, 1000, 65_536, 300_000])
        {
            byte[] data = Data(length);
            byte[] compressed = format.Compress(data);
            Assert.Equal(data, format.Decompress(compressed, length));
            Assert.True(name == "none" || length < 1000 || compressed.Length < length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void More_bytes_than_the_limit_are_refused(string name)
    {
        byte[] compressed = Formats[name].Compress(Data(300_000));
        foreach (int limit in (int[])[0, 1, 70_000, 299_999])
        {
            Assert.Throws<InvalidDataException>(() => Formats[name].Decompress(compressed, limit));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Formats[name].Decompress(compressed, -1));
    }

    [Theory]
    [MemberData(nameof(Compressing))]
    public void Cut_and_foreign_bytes_are_refused(string name)
    {
        byte[] data = Data(100_000);
        byte[] compressed = Formats[name].Compress(data);
        Assert.Throws<InvalidDataException>(() => Formats[name].Decompress(compressed.AsSpan(0, compressed.Length / 2), data.Length));
        Assert.Throws<InvalidDataException>(() => Formats[name].Decompress("these are not compressed bytes"u8, data.Length));
    }

    private static byte[] Data(int length)
    {
        var data = new byte[length];
        for (int i = 0; i < length; i++)
        {
            data[i] = (byte)((i * 7 % 251) ^ (i >> 12));
        }

        return data;
    }
}
