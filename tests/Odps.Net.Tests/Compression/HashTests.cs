using System.Text;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class HashTests
{
    [Theory]
    [InlineData("", 0x02CC5D05u, 0xEF46DB3751D8E999ul)]
    [InlineData("abc", 0x32D153FFu, 0x44BC2CF5AD770999ul)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu, 0xFBCEA83C8A378BF1ul)]
    public void XxHash_gives_the_published_values(string text, uint hash32, ulong hash64)
    {
        Assert.Equal(hash32, XxHash32.Hash(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(hash64, XxHash64.Hash(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void XxHash_is_the_same_in_pieces()
    {
        byte[] data = CompressionBytes.Random(1000, 1);
        for (int piece = 1; piece < 100; piece++)
        {
            var hash32 = default(XxHash32);
            var hash64 = default(XxHash64);
            hash32.Reset();
            hash64.Reset();
            for (int start = 0; start < data.Length; start += piece)
            {
                ReadOnlySpan<byte> part = data.AsSpan(start, Math.Min(piece, data.Length - start));
                hash32.Append(part);
                hash64.Append(part);
            }

            Assert.Equal(XxHash32.Hash(data), hash32.Digest());
            Assert.Equal(XxHash64.Hash(data), hash64.Digest());
        }
    }

    [Fact]
    public void The_checksum_of_Snappy_is_the_masked_CRC32C()
    {
        // The CRC32C check value of "123456789" is e3069283.
        const uint Crc = 0xE3069283;
        Assert.Equal(unchecked(((Crc >> 15) | (Crc << 17)) + 0xA282EAD8), MaskedCrc32C.Compute("123456789"u8));
    }
}
