using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Arrow;

/// <summary>The checksums of chunks, against the plain ones.</summary>
public sealed class ChunkChecksumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(61)]
    [InlineData(3_000)]
    [InlineData(3_072)]
    [InlineData(3_095)]
    [InlineData(65_536)]
    [InlineData(100_003)]
    public void Chunks_and_the_whole_have_the_checksums_of_their_bytes(int chunkSize)
    {
        const int Seed = 20260131;
        var random = new Random(Seed);
        var checksum = new ChunkChecksum(chunkSize);
        uint whole = Crc32C.Start;
        uint expectedWhole = Crc32C.Start;
        byte[] chunk = new byte[chunkSize];
        for (int i = 0; i < 5; i++)
        {
            random.NextBytes(chunk);
            uint state = checksum.Compute(chunk);
            Assert.Equal(Crc32C.Append(Crc32C.Start, chunk), state);
            whole = checksum.Extend(whole, state);
            expectedWhole = Crc32C.Append(expectedWhole, chunk);
            Assert.Equal(expectedWhole, whole);
        }
    }
}
