using System.Buffers;
using System.Runtime.CompilerServices;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

/// <summary>Encoders count positions over their life; the counters are moved here to where gigabytes would bring them.</summary>
public sealed class LongLivedEncoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void A_Zstandard_encoder_goes_on_after_two_gigabytes(int level)
    {
        byte[] data = CompressionBytes.Mixed(1_000_000, level);
        foreach (uint before in new uint[] { 1, 1000, 131_072, 500_000, 999_999 })
        {
            using var finder = ZstdMatchFinder.Create(ZstdParameters.ForLevel(level));
            BlockStart(finder) = (1u << 31) - before;
            using var encoder = new ZstdFrameEncoder(level, finder);
            AssertRoundTrips(CompressionAlgorithm.Zstandard, encoder, data);
            AssertRoundTrips(CompressionAlgorithm.Zstandard, encoder, data);
            Assert.True(BlockStart(finder) < 1u << 31, "The positions did not start again.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_LZ4_encoder_goes_on_after_four_gigabytes(int level)
    {
        byte[] data = CompressionBytes.Mixed(200_000, level);
        foreach (uint before in new uint[] { 1, 2, 1000, 199_999, 200_000, 200_001 })
        {
            using var blocks = new Lz4BlockEncoder(level);
            byte[] target = new byte[Lz4Block.MaxCompressedLength(data.Length)];
            blocks.Encode(data, target);
            Base(blocks) = uint.MaxValue - before;
            for (int round = 0; round < 3; round++)
            {
                int length = blocks.Encode(data, target);
                byte[] result = new byte[data.Length];
                Assert.Equal(data.Length, Lz4BlockDecoder.Decode(target.AsSpan(0, length), result, 0, 0, data.Length, 0));
                Assert.True(data.AsSpan().SequenceEqual(result), $"level {level}, {before} before the end, round {round}");
            }
        }
    }

    private static void AssertRoundTrips(CompressionAlgorithm algorithm, FrameEncoder encoder, byte[] data)
    {
        var output = new ArrayBufferWriter<byte>();
        encoder.Compress(data, output);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        byte[] result = new byte[data.Length];
        decoder.DecompressExactly(output.WrittenSpan, result);
        Assert.True(data.AsSpan().SequenceEqual(result));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_blockStart")]
    private static extern ref uint BlockStart(ZstdMatchFinder finder);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_base")]
    private static extern ref uint Base(Lz4BlockEncoder encoder);
}
