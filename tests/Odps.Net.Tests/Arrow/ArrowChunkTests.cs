using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Odps.Net.Compression;
using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Arrow;

public sealed class ArrowChunkTests
{
    public static TheoryData<string> Good => [.. ArrowVector.TunnelNames.Where(n => ArrowVector.Load(n).Json["expect"] is null)];

    public static TheoryData<string> Broken => [.. ArrowVector.TunnelNames.Where(n => ArrowVector.Load(n).Json["expect"] is not null)];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Reader_gives_the_payload_in_every_fragmentation(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        byte[] payload = await ReadAsync(await BodyAsync(vector), int.MaxValue);
        if (vector.Json["payloadSha256"] is { } hash)
        {
            Assert.Equal(hash.GetValue<string>(), Convert.ToHexStringLower(SHA256.HashData(payload)));
        }

        foreach (int piece in (int[])[1, 5, 64, 68, 4096])
        {
            Assert.Equal(payload, await ReadAsync(await BodyAsync(vector), piece));
        }
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Reader_gives_the_payload_into_buffers_of_every_size(string name)
    {
        byte[] body = await BodyAsync(ArrowVector.Load(name));
        byte[] payload = await ReadAsync(body, int.MaxValue);
        foreach (int room in (int[])[1, 60, 61, 64, 65, 67, 68, 69, 200, 65_535, 65_540, 1 << 20])
        {
            await using var stream = new ArrowChunkReadStream(new FragmentedStream(body, 4096));
            byte[] buffer = new byte[room];
            using var read = new MemoryStream();
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
            {
                read.Write(buffer, 0, count);
            }

            Assert.Equal(payload, read.ToArray());
            Assert.Equal(0, await stream.ReadAsync(buffer));
            Assert.Equal(payload.Length, stream.DataLength);
        }
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Writer_writes_the_same_bytes(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        byte[] body = await BodyAsync(vector);
        byte[] payload = await ReadAsync(body, int.MaxValue);
        if (vector.Json["framing"]!["chunkSize"] is not JsonValue size)
        {
            return;
        }

        foreach (int piece in (int[])[1, 7, 64, 1000, int.MaxValue])
        {
            Assert.Equal(body, await WriteAsync(payload, size.GetValue<int>(), piece));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Reader_refuses_a_broken_body(string name)
    {
        byte[] body = await BodyAsync(ArrowVector.Load(name));
        await Assert.ThrowsAnyAsync<OdpsDataException>(async () =>
        {
            await using var stream = new ArrowChunkReadStream(new MemoryStream(body));
            byte[] buffer = new byte[body.Length + 100];
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        });
        OdpsDataException error = await Assert.ThrowsAnyAsync<OdpsDataException>(async () => await ReadAsync(body, 10));
        Assert.True(error is OdpsChecksumException or OdpsStreamTruncatedException, error.Message);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task Every_cut_is_refused_and_only_verified_data_is_handed_out()
    {
        byte[] payload = new byte[200];
        new Random(7).NextBytes(payload);
        byte[] body = await WriteAsync(payload, 64, int.MaxValue);
        for (int length = 1; length < body.Length; length++)
        {
            await using var stream = new ArrowChunkReadStream(new FragmentedStream(body[..length], 13));
            byte[] buffer = new byte[50];
            int read = 0;
            OdpsDataException error = await Assert.ThrowsAnyAsync<OdpsDataException>(async () =>
            {
                int count;
                while ((count = await stream.ReadAsync(buffer)) > 0)
                {
                    Assert.Equal(payload[read..(read + count)], buffer[..count]);
                    read += count;
                }
            });
            Assert.Equal(Math.Max(0, length - 4) / 68 * 64, read);
            Assert.True(error is OdpsChecksumException or OdpsStreamTruncatedException, $"cut at {length}: {error.Message}");
            await Assert.ThrowsAsync<InvalidOperationException>(async () => Assert.Equal(0, await stream.ReadAsync(buffer)));
        }
    }

    [Fact]
    public async Task Every_changed_bit_is_noticed()
    {
        byte[] payload = new byte[150];
        new Random(8).NextBytes(payload);
        byte[] body = await WriteAsync(payload, 64, int.MaxValue);
        for (int bit = 0; bit < body.Length * 8; bit++)
        {
            byte[] changed = [.. body];
            changed[bit >> 3] ^= (byte)(1 << (bit & 7));
            await Assert.ThrowsAnyAsync<OdpsDataException>(async () => await ReadAsync(changed, int.MaxValue));
        }
    }

    [Theory]
    [InlineData("313233343536373839", "00000008313233343536373860" + "87809a39e3069283")]
    [InlineData("4142434445464748494a4b4c4d4e4f50", "000000084142434445464748cdc4e60a494a4b4c4d4e4f50ad350d365e2b5be5")]
    [InlineData("31323334353637", "0000000831323334353637124297ea")]
    [InlineData("", "0000000800000000")]
    public async Task Known_payloads_are_framed_like_this(string payload, string body)
    {
        Assert.Equal(body, Convert.ToHexStringLower(await WriteAsync(Convert.FromHexString(payload), 8, int.MaxValue)));
        Assert.Equal(payload, Convert.ToHexStringLower(await ReadAsync(Convert.FromHexString(body), int.MaxValue)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("0001000000000000")]
    public async Task All_forms_of_no_data_are_read(string body) => Assert.Empty(await ReadAsync(Convert.FromHexString(body), int.MaxValue));

    [Theory]
    [InlineData("0000000001")]
    [InlineData("ffffffff00000000")]
    [InlineData("0400000100000000")]
    [InlineData("000001")]
    public async Task Chunk_sizes_out_of_range_are_refused(string body) =>
        await Assert.ThrowsAnyAsync<OdpsDataException>(async () => await ReadAsync(Convert.FromHexString(body), int.MaxValue));

    [Fact]
    public async Task Body_that_is_not_completed_is_refused_by_a_reader()
    {
        using var target = new MemoryStream();
        await using (var stream = new ArrowChunkWriteStream(target, 64, leaveOpen: true))
        {
            await stream.WriteAsync(new byte[640]);
        }

        await Assert.ThrowsAnyAsync<OdpsDataException>(async () => await ReadAsync(target.ToArray(), int.MaxValue));
    }

    internal static async Task<byte[]> BodyAsync(ArrowVector vector)
    {
        CompressionAlgorithm algorithm = vector.Json["contentEncoding"]?.GetValue<string>() switch
        {
            null => CompressionAlgorithm.None,
            "deflate" => CompressionAlgorithm.Deflate,
            "zstd" => CompressionAlgorithm.Zstandard,
            "x-snappy-framed" => CompressionAlgorithm.Snappy,
            _ => CompressionAlgorithm.Lz4Frame,
        };
        await using Stream stream = CompressionStreams.OpenRead(algorithm, new MemoryStream(vector.Bytes));
        using var body = new MemoryStream();
        await stream.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] body, int piece)
    {
        await using var stream = new ArrowChunkReadStream(new FragmentedStream(body, piece));
        using var payload = new MemoryStream();
        await stream.CopyToAsync(payload);
        Assert.Equal(payload.Length, stream.DataLength);
        return payload.ToArray();
    }

    private static async Task<byte[]> WriteAsync(byte[] payload, int chunkSize, int piece)
    {
        using var target = new MemoryStream();
        await using (var stream = new ArrowChunkWriteStream(target, chunkSize, leaveOpen: true))
        {
            for (int at = 0; at < payload.Length; at += Math.Min(piece, payload.Length))
            {
                await stream.WriteAsync(payload.AsMemory(at, Math.Min(piece, payload.Length - at)));
            }

            await stream.CompleteAsync();
            Assert.Equal(payload.Length, stream.DataLength);
        }

        return target.ToArray();
    }
}
