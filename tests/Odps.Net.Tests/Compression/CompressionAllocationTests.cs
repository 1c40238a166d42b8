using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class CompressionAllocationTests
{
    public static TheoryData<string> FrameFormats => new(CompressionBytes.FrameFormats.Select(format => format.ToString()));

    [Theory]
    [MemberData(nameof(FrameFormats))]
    public void A_reused_codec_allocates_nothing_per_buffer(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
        byte[] data = CompressionBytes.Records(200_000, 1);
        byte[] compressed = new byte[encoder.MaxCompressedLength(data.Length)];
        byte[] result = new byte[data.Length];
        RoundTrip(data.Length);
        // What a call allocates shows in every attempt; what the runtime allocates once, when it compiles a path again, does not.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 50; round++)
            {
                RoundTrip(data.Length - (round * 3999));
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        void RoundTrip(int length)
        {
            int written = encoder.Compress(data.AsSpan(0, length), compressed);
            decoder.DecompressExactly(compressed.AsSpan(0, written), result.AsSpan(0, length));
        }
    }

    [Theory]
    [MemberData(nameof(FrameFormats))]
    public async Task A_stream_allocates_no_memory_for_its_blocks(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        byte[] data = CompressionBytes.Records(2_000_000, 1);
        using var target = new MemoryStream(4_000_000);
        await RoundTripAsync(data.Length);
        long small = await MeasureAsync(300_000);
        long large = await MeasureAsync(data.Length);
        // Unoptimized builds allocate the state of each asynchronous call, some hundred bytes; a block has 64 KiB or more.
        Assert.True(large <= small + (60 * 256), $"{small} bytes allocated for 300 kB, {large} for 2 MB.");

        async Task<long> MeasureAsync(int length)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            await RoundTripAsync(length);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        async Task RoundTripAsync(int length)
        {
            target.SetLength(0);
            await using (CompressingStream writer = CompressionStreams.OpenWrite(algorithm, target, leaveOpen: true))
            {
                for (int start = 0; start < length; start += 10_000)
                {
                    await writer.WriteAsync(data.AsMemory(start, 10_000));
                }

                await writer.CompleteAsync();
            }

            target.Position = 0;
            await using Stream reader = CompressionStreams.OpenRead(algorithm, target, leaveOpen: true);
            Memory<byte> buffer = data.AsMemory(0, 10_000).ToArray();
            int total = 0;
            int read;
            while ((read = await reader.ReadAsync(buffer)) != 0)
            {
                total += read;
            }

            Assert.Equal(length, total);
        }
    }
}
