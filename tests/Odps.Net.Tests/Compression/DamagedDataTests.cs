using System.Buffers;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

/// <summary>Damaged, cut and hostile input: always the designated exception, never other memory, never a hang.</summary>
public sealed class DamagedDataTests
{
    private const int Mutations = 24_000;

    public static TheoryData<string> Formats => new(CompressionBytes.Formats.Select(format => format.ToString()));

    public static TheoryData<string> FrameFormats => new(CompressionBytes.FrameFormats.Select(format => format.ToString()));

    [Theory]
    [InlineData("small-deflate.bin")]
    [InlineData("small-deflate-java.bin")]
    [InlineData("empty-deflate.bin")]
    [InlineData("small-zstd.bin")]
    [InlineData("small-lz4.bin")]
    [InlineData("small-lz4-java.bin")]
    [InlineData("skewed-19.zst")]
    [InlineData("zeros-3.zst")]
    [InlineData("zeros-1.lz4")]
    public async Task A_stream_cut_at_any_byte_is_an_error_that_says_so(string file)
    {
        CompressionSample sample = CompressionSample.Named(file);
        byte[] data = sample.Read();
        for (int length = 0; length < data.Length; length++)
        {
            EndOfStreamException error = await Assert.ThrowsAsync<EndOfStreamException>(
                () => CompressionBytes.DecompressAsync(sample.Algorithm, data[..length], pieceSize: 100));
            Assert.Contains("ends early", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_Snappy_stream_may_end_between_chunks_only()
    {
        // The format has no end mark: at these places a cut cannot be seen, and the footer inside must show it.
        byte[] raw = CompressionBytes.Text(140_000, 1);
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Snappy, raw);
        var boundaries = new HashSet<int>();
        for (int position = 0; position < data.Length; position += 4 + (data[position + 1] | (data[position + 2] << 8) | (data[position + 3] << 16)))
        {
            boundaries.Add(position);
        }

        boundaries.Remove(0);
        Assert.Equal(3, boundaries.Count);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(CompressionAlgorithm.Snappy);
        byte[] target = new byte[raw.Length];
        for (int length = 0; length < data.Length; length += boundaries.Any(boundary => Math.Abs(boundary - length) < 12) ? 1 : 101)
        {
            if (boundaries.Contains(length))
            {
                int written = decoder.Decompress(data.AsSpan(0, length), target);
                Assert.Equal(raw[..written], target[..written]);
            }
            else
            {
                Assert.Throws<EndOfStreamException>(() => decoder.Decompress(data.AsSpan(0, length), target));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Bytes_behind_the_end_are_an_error(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        byte[] data = await CompressionBytes.CompressAsync(algorithm, CompressionBytes.Text(1000, 1));
        foreach (int count in new[] { 4, 5, 100, 20_000 })
        {
            byte[] longer = [.. data, .. Enumerable.Repeat((byte)0x7E, count)];
            await Assert.ThrowsAsync<InvalidDataException>(() => CompressionBytes.DecompressAsync(algorithm, longer));
            await Assert.ThrowsAsync<InvalidDataException>(() => CompressionBytes.DecompressAsync(algorithm, longer, pieceSize: 1));
        }
    }

    [Fact]
    public async Task One_byte_behind_the_end_of_deflate_is_an_error()
    {
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Deflate, CompressionBytes.Text(1000, 1));
        foreach (int piece in new[] { 1, 2, data.Length, data.Length + 1 })
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => CompressionBytes.DecompressAsync(CompressionAlgorithm.Deflate, [.. data, 0], piece));
            await CompressionBytes.DecompressAsync(CompressionAlgorithm.Deflate, data, piece);
        }
    }

    [Fact]
    public async Task A_wrong_Adler_32_is_an_error()
    {
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Deflate, CompressionBytes.Text(1000, 1));
        data[^1] ^= 1;
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(
            () => CompressionBytes.DecompressAsync(CompressionAlgorithm.Deflate, data));
        Assert.Contains("deflate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deflate_stream_that_needs_a_dictionary_is_an_error()
        => await Assert.ThrowsAsync<InvalidDataException>(
            () => CompressionBytes.DecompressAsync(CompressionAlgorithm.Deflate, [0x78, 0xBB, 1, 2, 3, 4, 0x03, 0, 0, 0, 0, 1]));

    [Theory]
    [MemberData(nameof(FrameFormats))]
    public void Mutated_buffers_throw_nothing_but_the_designated_exceptions(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        List<byte[]> seeds = Seeds(algorithm);
        byte[] target = new byte[8192];
        int failures = 0;
        for (int seed = 0; seed < Mutations; seed++)
        {
            byte[] mutated = Mutate(seeds, seed);
            try
            {
                decoder.Decompress(mutated, target);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                failures++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"{format}, seed {seed}: {exception}");
            }
        }

        Assert.True(failures > Mutations / 4, $"Only {failures} of {Mutations} mutations were noticed.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Mutated_streams_throw_nothing_but_the_designated_exceptions(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        List<byte[]> seeds = Seeds(algorithm);
        int rounds = algorithm == CompressionAlgorithm.Deflate ? 20_000 : 3_000;
        byte[] buffer = new byte[8192];
        int failures = 0;
        for (int seed = 0; seed < rounds; seed++)
        {
            byte[] mutated = Mutate(seeds, seed + 1_000_000);
            try
            {
                await using Stream stream = CompressionStreams.OpenRead(algorithm, new MemoryStream(mutated));
                int total = 0;
                int read;
                while ((read = await stream.ReadAsync(buffer)) != 0 && total < 1 << 20)
                {
                    total += read;
                }
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
                failures++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"{format}, seed {seed}: {exception}");
            }
        }

        Assert.True(failures > rounds / 4, $"Only {failures} of {rounds} mutations were noticed.");
    }

    [SkippableTheory]
    [MemberData(nameof(FrameFormats))]
    public void Mutated_buffers_between_forbidden_pages_touch_nothing_else(string format)
    {
        Skip.IfNot(GuardedMemory.Supported, "Forbidden pages are set up on Linux only.");
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        List<byte[]> seeds = Seeds(algorithm);
        using var source = new GuardedMemory(16 * 1024);
        using var target = new GuardedMemory(8 * 1024);
        for (int seed = 0; seed < 6_000; seed++)
        {
            byte[] mutated = seed < seeds.Count ? seeds[seed] : Mutate(seeds, seed + 2_000_000);
            bool atEnd = (seed & 1) == 0;
            Span<byte> input = source.Take(mutated.Length, atEnd);
            mutated.CopyTo(input);
            try
            {
                decoder.Decompress(input, target.Take(4096 + (seed % 100), atEnd));
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
            {
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(FrameFormats))]
    public void Encoders_between_forbidden_pages_touch_nothing_else(string format)
    {
        Skip.IfNot(GuardedMemory.Supported, "Forbidden pages are set up on Linux only.");
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        using var source = new GuardedMemory(160 * 1024);
        using var target = new GuardedMemory(256 * 1024);
        using var decompressed = new GuardedMemory(160 * 1024);
        foreach (int level in new[] { 1, 2, 3, 5, 8 })
        {
            using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, level);
            for (int seed = 0; seed < 46; seed++)
            {
                byte[] data = CompressionBytes.Mixed(seed < 40 ? seed + 1 : seed * 3000, seed + (100 * level));
                bool atEnd = (seed & 1) == 0;
                Span<byte> input = source.Take(data.Length, atEnd);
                data.CopyTo(input);
                Span<byte> output = target.Take(encoder.MaxCompressedLength(data.Length), atEnd);
                int written = encoder.Compress(input, output);
                byte[] compressed = output[..written].ToArray();
                Span<byte> again = target.Take(written, atEnd);
                compressed.CopyTo(again);
                Span<byte> result = decompressed.Take(data.Length, atEnd);
                decoder.DecompressExactly(again, result);
                Assert.True(data.AsSpan().SequenceEqual(result), $"{format} level {level}, seed {seed}");
            }
        }
    }

    /// <summary>Short streams of every shape, and those that other implementations wrote.</summary>
    private static List<byte[]> Seeds(CompressionAlgorithm algorithm)
    {
        var seeds = new List<byte[]>();
        foreach (byte[] raw in new[]
        {
            CompressionBytes.Text(3000, 1), CompressionBytes.Records(2500, 2), CompressionBytes.Skewed(900, 3), CompressionBytes.Random(300, 4),
            new byte[5000], CompressionBytes.Mixed(4000, 5), CompressionBytes.Mixed(150, 6), [],
        })
        {
            foreach (int level in new[] { 1, 3, 6 })
            {
                seeds.Add(CompressionBytes.CompressAsync(algorithm, raw, level).GetAwaiter().GetResult());
            }
        }

        seeds.AddRange(
            from sample in CompressionSample.All
            where sample.Encoding != "snappy-block" && sample.Algorithm == algorithm
            let data = sample.Read()
            where data.Length < 10_000
            select data);
        return seeds;
    }

    private static byte[] Mutate(List<byte[]> seeds, int seed)
    {
        var random = new Random(seed);
        byte[] data = [.. seeds[random.Next(seeds.Count)]];
        for (int change = random.Next(1, 5); change > 0 && data.Length > 0; change--)
        {
            int at = random.Next(3) == 0 ? random.Next(Math.Min(24, data.Length)) : random.Next(data.Length);
            switch (random.Next(6))
            {
                case 0:
                    data[at] = (byte)random.Next(256);
                    break;
                case 1:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    data[at] = 0xFF;
                    break;
                case 3:
                    data = data[..at];
                    break;
                case 4:
                    int count = random.Next(1, 1 + Math.Min(64, data.Length - at));
                    data = [.. data[..at], .. data[(at + count)..]];
                    break;
                default:
                    int from = random.Next(data.Length);
                    int length = Math.Min(random.Next(1, 64), data.Length - from);
                    data = [.. data[..at], .. data[from..(from + length)], .. data[at..]];
                    break;
            }
        }

        return data;
    }
}
