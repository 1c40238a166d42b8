using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

/// <summary>Files that other implementations wrote.</summary>
public sealed class StoredSampleTests
{
    public static TheoryData<string> Streams => new(CompressionSample.All.Where(sample => sample.Encoding != "snappy-block").Select(sample => sample.File));

    public static TheoryData<string> Frames
        => new(CompressionSample.All.Where(sample => sample.Encoding is not ("snappy-block" or "deflate")).Select(sample => sample.File));

    public static TheoryData<string> SnappyBlocks
        => new(CompressionSample.All.Where(sample => sample.Encoding == "snappy-block").Select(sample => sample.File));

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stored_sample_reads_as_its_content(string file)
    {
        CompressionSample sample = CompressionSample.Named(file);
        sample.AssertContent(await CompressionBytes.DecompressAsync(sample.Algorithm, sample.Read()));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stored_sample_reads_the_same_in_any_fragmentation(string file)
    {
        CompressionSample sample = CompressionSample.Named(file);
        byte[] data = sample.Read();
        sample.AssertContent(await CompressionBytes.DecompressAsync(sample.Algorithm, data, pieceSize: 1, readSize: 4096));
        sample.AssertContent(await CompressionBytes.DecompressAsync(sample.Algorithm, data, pieceSize: 7, readSize: 13));
        sample.AssertContent(await CompressionBytes.DecompressAsync(sample.Algorithm, data, pieceSize: 1000, readSize: 1 << 20, suspend: true));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_stored_sample_decodes_into_an_exact_span(string file)
    {
        CompressionSample sample = CompressionSample.Named(file);
        using FrameDecoder decoder = CompressionStreams.CreateDecoder(sample.Algorithm);
        byte[] raw = new byte[sample.RawLength];
        decoder.DecompressExactly(sample.Read(), raw);
        sample.AssertContent(raw);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_span_that_is_too_small_is_an_error(string file)
    {
        CompressionSample sample = CompressionSample.Named(file);
        if (sample.RawLength == 0)
        {
            return;
        }

        using FrameDecoder decoder = CompressionStreams.CreateDecoder(sample.Algorithm);
        byte[] compressed = sample.Read();
        foreach (int length in new[] { 0, sample.RawLength / 2, sample.RawLength - 1 })
        {
            Assert.Throws<InvalidDataException>(() => decoder.Decompress(compressed, new byte[length]));
        }

        Assert.Throws<InvalidDataException>(() => decoder.DecompressExactly(compressed, new byte[sample.RawLength + 1]));
    }

    [Theory]
    [MemberData(nameof(SnappyBlocks))]
    public void A_stored_Snappy_block_decodes(string file)
    {
        CompressionSample sample = CompressionSample.Named(file);
        byte[] raw = new byte[sample.RawLength];
        Assert.Equal(raw.Length, SnappyBlock.Decompress(sample.Read(), raw));
        sample.AssertContent(raw);
        Assert.Throws<InvalidDataException>(() => SnappyBlock.Decompress(sample.Read(), new byte[sample.RawLength - 1]));
    }
}
