using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Odps.Net.Compression;
using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>The framing of volume files against the bytes of other clients, and against damage.</summary>
public class VolumeFramingTests
{
    [Fact]
    public void Checksum_is_that_of_zlib()
    {
        Assert.Equal(0xCBF43926u, VolumeChecksum.Finish(VolumeChecksum.Append(VolumeChecksum.Start, "123456789"u8)));
        Assert.Equal(0u, VolumeChecksum.Finish(VolumeChecksum.Start));
    }

    [Fact]
    public void Checksum_does_not_depend_on_how_the_bytes_come()
    {
        const int seed = 17;
        var random = new Random(seed);
        byte[] bytes = new byte[300];
        random.NextBytes(bytes);
        uint whole = VolumeChecksum.Append(VolumeChecksum.Start, bytes);
        uint bitwise = 0xFFFF_FFFF;
        foreach (byte b in bytes)
        {
            bitwise ^= b;
            for (int i = 0; i < 8; i++)
            {
                bitwise = (bitwise & 1) != 0 ? (bitwise >> 1) ^ 0xEDB8_8320 : bitwise >> 1;
            }
        }

        Assert.Equal(bitwise, whole);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(whole, VolumeChecksum.Append(VolumeChecksum.Append(VolumeChecksum.Start, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    [Theory]
    [MemberData(nameof(VolumeVector.Names), MemberType = typeof(VolumeVector))]
    public void Data_is_framed_as_other_clients_do(string name)
    {
        var vector = VolumeVector.Load(name);
        foreach (int piece in (int[])[1, 7, 16, 100_000, int.MaxValue])
        {
            if (piece < 100 && vector.Data.Length > 100_000)
            {
                continue;
            }

            byte[] framed = VolumeFraming.Encode(vector.Data, vector.ChunkSize, piece);
            Assert.Equal(vector.Sha256, Convert.ToHexStringLower(SHA256.HashData(framed)));
        }
    }

    [Theory]
    [MemberData(nameof(VolumeVector.Names), MemberType = typeof(VolumeVector))]
    public async Task Framed_data_is_read(string name)
    {
        var vector = VolumeVector.Load(name);
        byte[] body = vector.Body ?? VolumeFraming.Encode(vector.Data, vector.ChunkSize, int.MaxValue);
        foreach (int? fragment in (int?[])[null, 1, 3])
        {
            foreach (long? expected in (long?[])[vector.Data.Length, null])
            {
                if (fragment is not null && body.Length > 100_000)
                {
                    continue;
                }

                Stream stream = fragment is int size ? new FragmentedStream(body, size) : new MemoryStream(body);
                Stream raw = CompressionStreams.OpenRead(vector.IsDeflated ? CompressionAlgorithm.Deflate : CompressionAlgorithm.None, stream);
                Assert.Equal(vector.Data, await VolumeFraming.DecodeAsync(raw, expected));
            }
        }
    }

    [Fact]
    public void Worked_example_with_chunks_of_four()
    {
        byte[] framed = VolumeFraming.Encode("abcdef"u8, 4, 1);
        Assert.Equal("00000004" + "61626364" + "5C646BA4" + "6566" + "ED89D429", Convert.ToHexString(framed));
    }

    [Fact]
    public async Task Cut_body_is_never_taken_for_whole()
    {
        byte[] data = Encoding.ASCII.GetBytes("forty bytes of a file, in chunks of ten.");
        byte[] body = VolumeFraming.Encode(data, 10, 3);
        for (int length = 0; length < body.Length; length++)
        {
            OdpsDataException failure = await Assert.ThrowsAnyAsync<OdpsDataException>(() => VolumeFraming.DecodeAsync(new MemoryStream(body, 0, length), data.Length));
            Assert.True(failure is OdpsStreamTruncatedException, string.Create(CultureInfo.InvariantCulture, $"cut at {length}: {failure.Message}"));
            Assert.Contains("file f", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Changed_bit_is_never_read_over()
    {
        byte[] data = Encoding.ASCII.GetBytes("twenty-five bytes of file");
        byte[] body = VolumeFraming.Encode(data, 10, 3);
        for (int bit = 0; bit < body.Length * 8; bit++)
        {
            byte[] changed = [.. body];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            await Assert.ThrowsAnyAsync<OdpsDataException>(() => VolumeFraming.DecodeAsync(new MemoryStream(changed), data.Length));
        }
    }

    [Fact]
    public async Task Damaged_chunk_is_not_handed_out()
    {
        byte[] data = Encoding.ASCII.GetBytes("twenty bytes of file");
        byte[] body = VolumeFraming.Encode(data, 10, 3);
        body[4 + 10 + 4 + 3] ^= 1;
        await using var reader = new VolumeFileReader(new MemoryStream(body), "file f", data.Length);
        byte[] buffer = new byte[100];
        int read = await reader.ReadAsync(buffer);
        Assert.Equal(10, read);
        OdpsChecksumException failure = await Assert.ThrowsAsync<OdpsChecksumException>(async () => await reader.ReadExactlyAsync(buffer));

        Assert.Equal(10, failure.Offset);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.ReadExactlyAsync(buffer));
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("10000001")]
    [InlineData("FFFFFFFF")]
    public async Task Chunk_size_outside_of_the_protocol_is_refused(string header)
    {
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(
            () => VolumeFraming.DecodeAsync(new MemoryStream(Convert.FromHexString(header + "00000000000000000000")), 5));
        Assert.Contains("chunk size", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_chunk_that_is_only_announced_takes_no_memory()
    {
        byte[] body = [0x10, 0x00, 0x00, 0x00, 1, 2, 3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<OdpsStreamTruncatedException>(() => VolumeFraming.DecodeAsync(new MemoryStream(body), 1000));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public async Task More_bytes_than_expected_are_refused()
    {
        byte[] body = VolumeFraming.Encode("hello"u8, 4, 10);
        await Assert.ThrowsAsync<OdpsDataException>(() => VolumeFraming.DecodeAsync(new MemoryStream(body), 4));
    }
}
