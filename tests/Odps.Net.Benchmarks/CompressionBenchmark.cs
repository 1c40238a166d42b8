using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Odps.Net.Compression;

namespace Odps.Net.Benchmarks;

/// <summary>Speed, ratio and allocation of the codecs, for whole buffers and for streams.</summary>
internal static class CompressionBenchmark
{
    private const int Length = 8 * 1024 * 1024;
    private const int SmallLength = 4096;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(0.6);

    /// <summary>Prints a line per payload, format and level; an argument names one format.</summary>
    public static async Task<int> Run(string[] args)
    {
        (string Name, byte[] Data)[] payloads =
            args.Skip(1).Where(File.Exists).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))).ToArray();
        if (payloads.Length == 0)
        {
            payloads = [("records", Records(1)), ("text", Text(2)), ("random", Random(3))];
        }

        (CompressionAlgorithm Algorithm, int Level)[] formats =
        [
            (CompressionAlgorithm.Snappy, 1), (CompressionAlgorithm.Lz4Frame, 1), (CompressionAlgorithm.Lz4Frame, 4),
            (CompressionAlgorithm.Zstandard, 1), (CompressionAlgorithm.Zstandard, 2), (CompressionAlgorithm.Zstandard, 3),
            (CompressionAlgorithm.Zstandard, 5), (CompressionAlgorithm.Zstandard, 7), (CompressionAlgorithm.Zstandard, 9),
            (CompressionAlgorithm.Deflate, 1),
        ];
        Console.WriteLine("MB/s of uncompressed data, compressing / decompressing, for whole buffers, streams, and buffers of 4 KiB;");
        Console.WriteLine("allocated: bytes per whole-buffer call, compressing / decompressing, and per stream of 8 MiB.");
        Console.WriteLine("payload   format        level   ratio       buffer          stream         4 KiB       allocated");
        foreach ((string name, byte[] data) in payloads)
        {
            foreach ((CompressionAlgorithm algorithm, int level) in formats)
            {
                if (args.Length == 0 || args[0] == "all" || string.Equals(args[0], algorithm.ToString(), StringComparison.OrdinalIgnoreCase))
                {
                    Console.WriteLine(await MeasureAsync(name, data, algorithm, level));
                }
            }
        }

        return 0;
    }

    private static async Task<string> MeasureAsync(string name, byte[] data, CompressionAlgorithm algorithm, int level)
    {
        using var stored = new MemoryStream();
        await CompressAsync(data, algorithm, level, stored);
        byte[] compressed = stored.ToArray();
        string whole = "     -/     -";
        string small = whole;
        string allocated = "-/-";
        if (algorithm != CompressionAlgorithm.Deflate)
        {
            using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, level);
            using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
            byte[] target = new byte[encoder.MaxCompressedLength(data.Length)];
            byte[] result = new byte[data.Length];
            int length = encoder.Compress(data, target);
            double compress = Speed(data.Length, () => encoder.Compress(data, target), out long compressAllocated);
            double decompress = Speed(data.Length, () => decoder.DecompressExactly(target.AsSpan(0, length), result), out long decompressAllocated);
            whole = string.Create(CultureInfo.InvariantCulture, $"{compress,6:F0}/{decompress,6:F0}");
            allocated = string.Create(CultureInfo.InvariantCulture, $"{compressAllocated}/{decompressAllocated}");

            int[] lengths = new int[256];
            int bound = encoder.MaxCompressedLength(SmallLength);
            compress = Speed(lengths.Length * SmallLength, CompressSmall, out _);
            decompress = Speed(lengths.Length * SmallLength, DecompressSmall, out _);
            small = string.Create(CultureInfo.InvariantCulture, $"{compress,6:F0}/{decompress,6:F0}");

            void CompressSmall()
            {
                for (int index = 0; index < lengths.Length; index++)
                {
                    lengths[index] = encoder.Compress(data.AsSpan(index * SmallLength, SmallLength), target.AsSpan(index * bound, bound));
                }
            }

            void DecompressSmall()
            {
                for (int index = 0; index < lengths.Length; index++)
                {
                    decoder.DecompressExactly(target.AsSpan(index * bound, lengths[index]), result.AsSpan(index * SmallLength, SmallLength));
                }
            }
        }

        double write = await SpeedAsync(data.Length, () => CompressAsync(data, algorithm, level, Stream.Null));
        double read = await SpeedAsync(data.Length, () => DecompressAsync(compressed, algorithm));
        long writeAllocated = await AllocatedAsync(() => CompressAsync(data, algorithm, level, Stream.Null));
        long readAllocated = await AllocatedAsync(() => DecompressAsync(compressed, algorithm));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-9} {algorithm,-12} {level,6} {(double)data.Length / compressed.Length,8:F3} {whole,15} {write,8:F0}/{read,6:F0} {small,15}   {allocated} {writeAllocated}/{readAllocated}");
    }

    private static async Task<long> AllocatedAsync(Func<Task> action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        await action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Speed(int length, Action action, out long allocated)
    {
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        int rounds = 0;
        double best = double.MaxValue;
        while (watch.Elapsed < LeastTime || rounds < 3)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            rounds++;
        }

        allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
        return length / best / 1e6;
    }

    private static async Task<double> SpeedAsync(int length, Func<Task> action)
    {
        await action();
        await action();
        var watch = Stopwatch.StartNew();
        double best = double.MaxValue;
        for (int rounds = 0; watch.Elapsed < LeastTime || rounds < 3; rounds++)
        {
            long start = Stopwatch.GetTimestamp();
            await action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return length / best / 1e6;
    }

    private static async Task CompressAsync(byte[] data, CompressionAlgorithm algorithm, int level, Stream target)
    {
        await using CompressingStream stream = CompressionStreams.OpenWrite(algorithm, target, level, leaveOpen: true);
        for (int start = 0; start < data.Length; start += 65536)
        {
            await stream.WriteAsync(data.AsMemory(start, Math.Min(65536, data.Length - start)));
        }

        await stream.CompleteAsync();
    }

    private static async Task DecompressAsync(byte[] data, CompressionAlgorithm algorithm)
    {
        await using Stream stream = CompressionStreams.OpenRead(algorithm, new MemoryStream(data));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(65536);
        while (await stream.ReadAsync(buffer) != 0)
        {
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Rows as a tunnel record stream has them: tags, varint ids and times, doubles, short strings, checksums.</summary>
    private static byte[] Records(int seed)
    {
        var random = new Random(seed);
        string[] cities = ["Hangzhou", "Beijing", "Shanghai", "Shenzhen", "Singapore", "Frankfurt", "Jakarta"];
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data);
        long id = 100_000;
        long time = 1_767_225_600_000;
        while (data.Length < Length)
        {
            writer.Write((byte)0x08);
            writer.Write7BitEncodedInt64(id += random.Next(1, 5));
            writer.Write((byte)0x12);
            writer.Write(cities[random.Next(cities.Length)]);
            writer.Write((byte)0x19);
            writer.Write(random.Next(1, 100_000) / 100.0);
            writer.Write((byte)0x20);
            writer.Write7BitEncodedInt64(time += random.Next(1, 60_000));
            writer.Write((byte)0x2A);
            writer.Write("user-" + random.Next(50_000).ToString("D6", CultureInfo.InvariantCulture));
            writer.Write((byte)0xF8);
            writer.Write(random.Next());
        }

        return data.ToArray()[..Length];
    }

    private static byte[] Text(int seed)
    {
        var random = new Random(seed);
        string[] words = new string[4000];
        for (int index = 0; index < words.Length; index++)
        {
            var word = new StringBuilder();
            int syllables = random.Next(1, 5);
            for (int syllable = 0; syllable < syllables; syllable++)
            {
                word.Append("bcdfghklmnprstvw"[random.Next(16)]).Append("aeiou"[random.Next(5)]);
                if (random.Next(3) == 0)
                {
                    word.Append("nrslt"[random.Next(5)]);
                }
            }

            words[index] = word.ToString();
        }

        var text = new StringBuilder(Length + 64);
        while (text.Length < Length)
        {
            double skew = random.NextDouble();
            text.Append(words[(int)(skew * skew * skew * words.Length)]);
            text.Append(random.Next(12) switch { 0 => ", ", 1 => ".\n", _ => " " });
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, Length));
    }

    private static byte[] Random(int seed)
    {
        byte[] data = new byte[Length];
        new Random(seed).NextBytes(data);
        return data;
    }
}
