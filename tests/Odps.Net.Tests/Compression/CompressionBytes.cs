using System.Text;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

/// <summary>Makes data to compress, and compresses and decompresses whole arrays through the streams.</summary>
internal static class CompressionBytes
{
    private static readonly string[] Words =
        ["tunnel", "record", "partition", "project", "table", "column", "session", "block", "the", "of", "and", "in", "quota", "schema", "bigint"];

    public static CompressionAlgorithm[] FrameFormats { get; } =
        [CompressionAlgorithm.Snappy, CompressionAlgorithm.Lz4Frame, CompressionAlgorithm.Zstandard];

    public static CompressionAlgorithm[] Formats { get; } = [CompressionAlgorithm.Deflate, .. FrameFormats];

    public static byte[] Random(int length, int seed)
    {
        byte[] data = new byte[length];
        new Random(seed).NextBytes(data);
        return data;
    }

    public static byte[] Text(int length, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(Words[(int)(random.NextDouble() * random.NextDouble() * Words.Length)]);
            text.Append(random.Next(10) == 0 ? random.Next(10000).ToString(System.Globalization.CultureInfo.InvariantCulture) : " ");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    /// <summary>Rows like those of a record stream: rising ids, few distinct strings, noisy numbers.</summary>
    public static byte[] Records(int length, int seed)
    {
        var random = new Random(seed);
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data);
        long id = 1000;
        while (data.Length < length)
        {
            writer.Write(id += random.Next(1, 30));
            writer.Write(Words[random.Next(Words.Length)]);
            writer.Write(random.Next(1, 1000) / 4.0);
            writer.Write(random.Next());
        }

        writer.Flush();
        return data.ToArray()[..length];
    }

    /// <summary>Few symbols in no order: entropy coding helps, matches hardly do.</summary>
    public static byte[] Skewed(int length, int seed)
    {
        var random = new Random(seed);
        byte[] data = new byte[length];
        for (int index = 0; index < length; index++)
        {
            data[index] = (byte)(40 + (20 * random.NextDouble() * random.NextDouble() * random.NextDouble()));
        }

        return data;
    }

    /// <summary>Pieces of every kind, runs and far repetitions among them.</summary>
    public static byte[] Mixed(int length, int seed)
    {
        var random = new Random(seed);
        using var data = new MemoryStream();
        while (data.Length < length)
        {
            int piece = random.Next(1, Math.Max(2, length / 4));
            switch (random.Next(6))
            {
                case 0:
                    data.Write(Random(Math.Min(piece, 5000), random.Next()));
                    break;
                case 1:
                    data.Write(new byte[piece]);
                    break;
                case 2:
                    data.Write(Text(piece, random.Next()));
                    break;
                case 3:
                    data.Write(Skewed(piece, random.Next()));
                    break;
                case 4:
                    byte[] unit = Random(random.Next(1, 40), random.Next());
                    for (int written = 0; written < piece; written += unit.Length)
                    {
                        data.Write(unit);
                    }

                    break;
                default:
                    byte[] before = data.ToArray();
                    int from = random.Next(before.Length + 1);
                    data.Write(before, from, Math.Min(piece, before.Length - from));
                    break;
            }
        }

        return data.ToArray()[..length];
    }

    public static async Task<byte[]> CompressAsync(CompressionAlgorithm algorithm, ReadOnlyMemory<byte> data, int? level = null, int pieceSize = int.MaxValue)
    {
        using var target = new MemoryStream();
        await using (CompressingStream stream = CompressionStreams.OpenWrite(algorithm, target, level, leaveOpen: true))
        {
            for (int start = 0; start < data.Length;)
            {
                int count = Math.Min(pieceSize, data.Length - start);
                await stream.WriteAsync(data.Slice(start, count));
                start += count;
            }

            await stream.CompleteAsync();
        }

        return target.ToArray();
    }

    public static async Task<byte[]> DecompressAsync(
        CompressionAlgorithm algorithm, byte[] data, int pieceSize = int.MaxValue, int readSize = 81920, bool suspend = false)
    {
        await using Stream stream = CompressionStreams.OpenRead(algorithm, new FragmentedStream(data, pieceSize, suspend));
        using var result = new MemoryStream();
        byte[] buffer = new byte[readSize];
        int read;
        while ((read = await stream.ReadAsync(buffer)) != 0)
        {
            result.Write(buffer, 0, read);
        }

        return result.ToArray();
    }
}
