using System.Buffers;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class RoundTripTests
{
    private static readonly int[] Lengths =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000, 1023, 1024, 1025, 4095, 4096,
        16383, 16384, 16385, 65535, 65536, 65537,
    ];

    private static readonly int[] LongLengths = [131071, 131072, 131073, 262143, 262144, 262145, 524289, 1048576, 1300001];

    /// <summary>Every frame format at every level, and deflate at its default.</summary>
    public static TheoryData<string, int> FormatsAndLevels
    {
        get
        {
            var data = new TheoryData<string, int>
            {
                { nameof(CompressionAlgorithm.Deflate), 1 },
                { nameof(CompressionAlgorithm.Snappy), 1 },
            };
            for (int level = 1; level <= 9; level++)
            {
                data.Add(nameof(CompressionAlgorithm.Lz4Frame), level);
                data.Add(nameof(CompressionAlgorithm.Zstandard), level);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FormatsAndLevels))]
    public async Task Data_of_every_kind_and_length_survives_a_stream(string format, int level)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        foreach (int length in Lengths)
        {
            foreach ((string kind, byte[] data) in Kinds(length, seed: length + level))
            {
                byte[] compressed = await CompressionBytes.CompressAsync(algorithm, data, level);
                byte[] result = await CompressionBytes.DecompressAsync(algorithm, compressed);
                AssertSame(data, result, $"{format} level {level}, {kind} of {length} bytes");
                if (algorithm == CompressionAlgorithm.Deflate)
                {
                    continue;
                }

                Assert.True(compressed.Length <= length + (length / 200) + 100, $"{kind} of {length} grew to {compressed.Length}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(FormatsAndLevels))]
    public void Data_of_every_kind_and_length_survives_a_span(string format, int level)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        if (algorithm == CompressionAlgorithm.Deflate)
        {
            return;
        }

        // One encoder and one decoder for all: nothing of one buffer may show in the next.
        using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, level);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        foreach (int length in Lengths)
        {
            foreach ((string kind, byte[] data) in Kinds(length, seed: length + (100 * level)))
            {
                byte[] compressed = new byte[encoder.MaxCompressedLength(length)];
                int written = encoder.Compress(data, compressed);
                byte[] result = new byte[length];
                decoder.DecompressExactly(compressed.AsSpan(0, written), result);
                AssertSame(data, result, $"{format} level {level}, {kind} of {length} bytes");
                if (written > 0)
                {
                    Assert.Throws<EndOfStreamException>(() => decoder.Decompress(compressed.AsSpan(0, written - 1), result));
                }
            }
        }
    }

    [Theory]
    [InlineData(nameof(CompressionAlgorithm.Snappy), 1)]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame), 1)]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame), 4)]
    [InlineData(nameof(CompressionAlgorithm.Zstandard), 1)]
    [InlineData(nameof(CompressionAlgorithm.Zstandard), 3)]
    [InlineData(nameof(CompressionAlgorithm.Zstandard), 6)]
    public async Task Data_around_and_beyond_the_block_sizes_survives(string format, int level)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, level);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        foreach (int length in LongLengths)
        {
            byte[] data = CompressionBytes.Mixed(length, seed: length);
            var output = new ArrayBufferWriter<byte>();
            encoder.Compress(data, output);
            byte[] result = new byte[length];
            decoder.DecompressExactly(output.WrittenSpan, result);
            AssertSame(data, result, $"{format} level {level}, span of {length} bytes");
            byte[] compressed = await CompressionBytes.CompressAsync(algorithm, data, level);
            AssertSame(data, await CompressionBytes.DecompressAsync(algorithm, compressed), $"{format} level {level}, stream of {length} bytes");
        }
    }

    [Theory]
    [InlineData(nameof(CompressionAlgorithm.Deflate))]
    [InlineData(nameof(CompressionAlgorithm.Snappy))]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame))]
    [InlineData(nameof(CompressionAlgorithm.Zstandard))]
    public async Task Writing_and_reading_in_pieces_changes_nothing(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        byte[] data = CompressionBytes.Mixed(700_000, seed: 3);
        foreach (int piece in new[] { 1000, 4096, 65536, 131072, 262144, 300_001 })
        {
            byte[] compressed = await CompressionBytes.CompressAsync(algorithm, data, pieceSize: piece);
            AssertSame(data, await CompressionBytes.DecompressAsync(algorithm, compressed, piece, readSize: piece, suspend: true), $"pieces of {piece}");
        }

        byte[] small = data[..30_000];
        byte[] byBytes = await CompressionBytes.CompressAsync(algorithm, small, pieceSize: 1);
        AssertSame(small, await CompressionBytes.DecompressAsync(algorithm, byBytes, pieceSize: 1, readSize: 1), "single bytes");
    }

    [Theory]
    [InlineData(nameof(CompressionAlgorithm.Snappy))]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame))]
    [InlineData(nameof(CompressionAlgorithm.Zstandard))]
    public void Random_mixtures_survive(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            byte[] data = CompressionBytes.Mixed(random.Next(1, 40_000), seed);
            using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, random.Next(1, 10));
            using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
            var output = new ArrayBufferWriter<byte>();
            encoder.Compress(data, output);
            byte[] result = new byte[data.Length];
            decoder.DecompressExactly(output.WrittenSpan, result);
            AssertSame(data, result, $"{format}, seed {seed}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Zstandard_matches_reach_over_blocks_but_not_over_the_window(int level)
    {
        // 900 KB of noise, again and again: only a window that holds it finds the repetition, and levels 1 and 5 differ in that.
        byte[] noise = CompressionBytes.Random(900_000, level);
        byte[] data = [.. noise, .. noise, .. noise, .. CompressionBytes.Text(2_000_000, level), .. noise];
        byte[] compressed = await CompressionBytes.CompressAsync(CompressionAlgorithm.Zstandard, data, level);
        AssertSame(data, await CompressionBytes.DecompressAsync(CompressionAlgorithm.Zstandard, compressed, 100_000), $"level {level}");
        Assert.True(level == 1 ? compressed.Length > 3_500_000 : compressed.Length < 2_500_000, $"level {level}: {compressed.Length}");
    }

    [Theory]
    [InlineData(nameof(CompressionAlgorithm.Snappy))]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame))]
    [InlineData(nameof(CompressionAlgorithm.Zstandard))]
    public async Task Frames_one_after_the_other_read_as_one(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        byte[] first = CompressionBytes.Text(100_000, 1);
        byte[] second = CompressionBytes.Records(150_000, 2);
        byte[] both =
        [
            .. await CompressionBytes.CompressAsync(algorithm, first),
            .. await CompressionBytes.CompressAsync(algorithm, ReadOnlyMemory<byte>.Empty),
            .. await CompressionBytes.CompressAsync(algorithm, second),
        ];
        byte[] expected = [.. first, .. second];
        AssertSame(expected, await CompressionBytes.DecompressAsync(algorithm, both, pieceSize: 999), "stream");
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        byte[] result = new byte[expected.Length];
        decoder.DecompressExactly(both, result);
        AssertSame(expected, result, "span");
    }

    private static IEnumerable<(string Kind, byte[] Data)> Kinds(int length, int seed)
    {
        yield return ("zeros", new byte[length]);
        yield return ("noise", CompressionBytes.Random(length, seed));
        yield return ("text", CompressionBytes.Text(length, seed));
        yield return ("records", CompressionBytes.Records(length, seed));
        yield return ("skewed", CompressionBytes.Skewed(length, seed));
        if (length > 0)
        {
            yield return ("mixed", CompressionBytes.Mixed(length, seed));
        }
    }

    private static void AssertSame(byte[] expected, byte[] actual, string what)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
        {
            Assert.Fail($"{what}: lengths {expected.Length} and {actual.Length}, equal up to {expected.AsSpan().CommonPrefixLength(actual)}.");
        }
    }
}
