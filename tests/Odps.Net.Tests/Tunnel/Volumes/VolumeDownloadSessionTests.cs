using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>Reading files of a partition of a volume.</summary>
public class VolumeDownloadSessionTests
{
    private static readonly byte[] Hello = Convert.FromHexString("0008000068656C6C6FC5DE5E80");

    [Fact]
    public async Task File_is_read_and_verified()
    {
        await using var service = new VolumeService();
        Answer(service, Hello);
        VolumeDownloadSession session = await service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1");
        await session.ReloadAsync();
        byte[] data = await ReadAsync(await session.OpenReadAsync());

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal("hello"u8.ToArray(), data);
        Assert.Equal(["POST", "GET", "GET"], requests.Select(r => r.Method));
        Assert.Equal("/projects/p/tunnel/downloads", requests[0].Path());
        Assert.Equal("curr_project=p&target=p/vol/p1/f1&type=volumefile", requests[0].Query());
        Assert.Equal("curr_project=p&partition=p1", requests[1].Query());
        Assert.Equal("/projects/p/tunnel/downloads/vdn1", requests[2].Path());
        Assert.Equal("curr_project=p&data&range=(0,5)", requests[2].Query());
        Assert.Equal("6", requests[2].Header("x-odps-tunnel-version"));
        Assert.Equal("identity", requests[2].Header("Accept-Encoding"));
        Assert.Equal("f1", session.FileName);
        Assert.Equal(5, session.FileLength);
        Assert.Equal("vdn1", session.Id);
    }

    [Fact]
    public async Task Range_is_asked_for_by_first_byte_and_length_and_ends_with_the_file()
    {
        await using var service = new VolumeService { FileLength = 100 };
        Answer(service, VolumeFraming.Encode("lo"u8, 524288, 10));
        VolumeDownloadSession session = await service.Client.Tunnel.GetVolumeDownloadSessionAsync("vol", "p1", "f1", "vdn1");
        Assert.Equal("lo"u8.ToArray(), await ReadAsync(await session.OpenReadAsync(98, 1000)));

        Assert.Equal("(98,2)", service.Last.Parameter("range"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => session.OpenReadAsync(101));
        Assert.Empty(await ReadAsync(await session.OpenReadAsync(100)));
        Assert.Empty(await ReadAsync(await session.OpenReadAsync(3, 0)));
        Assert.Equal(2, service.Server.Requests.Count);
    }

    [Fact]
    public async Task Progress_tells_of_the_bytes_that_were_verified_and_of_streams_that_were_read_to_their_end()
    {
        await using var service = new VolumeService { FileLength = 1000 };
        byte[] data = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        var progress = new ProgressReports();
        VolumeDownloadSession session = await service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1", new VolumeSessionOptions { Progress = progress });
        Answer(service, VolumeFraming.Encode(data, 300, 1000));
        Assert.Equal(data, await ReadAsync(await session.OpenReadAsync()));
        Assert.Equal([300, 600, 900, 1000, 1000], progress.All.Select(p => p.Bytes));
        Assert.Equal(new TransferProgress(0, 1000, 1, 0), progress.Last);

        // A range of the file adds to what the session has moved.
        Answer(service, VolumeFraming.Encode(data.AsSpan(500), 300, 1000));
        await ReadAsync(await session.OpenReadAsync(500));
        progress.AssertNeverGoesBack();
        Assert.Equal(new TransferProgress(0, 1500, 2, 0), progress.Last);
    }

    [Fact]
    public async Task Compressed_answer_is_read()
    {
        var vector = VolumeVector.Load("volume-hello-deflate");
        await using var service = new VolumeService { FileLength = vector.Data.Length };
        Answer(service, vector.Body!, "Content-Encoding: deflate\n");
        VolumeDownloadSession session = await service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1", new VolumeSessionOptions { Compression = TunnelCompression.Deflate() });

        Assert.Equal(vector.Data, await ReadAsync(await session.OpenReadAsync()));
        Assert.Equal("deflate", service.Last.Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Compressed_answer_that_breaks_off_is_truncated()
    {
        var vector = VolumeVector.Load("volume-hello-deflate");
        await using var service = new VolumeService { FileLength = vector.Data.Length };
        Answer(service, vector.Body![..20], "Content-Encoding: deflate\n");
        VolumeDownloadSession session = await service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1");

        await Assert.ThrowsAsync<OdpsStreamTruncatedException>(async () => await ReadAsync(await session.OpenReadAsync()));
    }

    [Fact]
    public async Task Answer_that_ends_between_two_chunks_is_truncated()
    {
        await using var service = new VolumeService { FileLength = 10 };
        Answer(service, Hello);
        VolumeDownloadSession session = await service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1");
        OdpsStreamTruncatedException failure = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(async () => await ReadAsync(await session.OpenReadAsync()));

        Assert.Equal(5, failure.Offset);
        Assert.Contains("after 5 bytes of 10", failure.Message, StringComparison.Ordinal);
        Assert.Contains("vdn1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_that_breaks_in_the_middle_is_an_error_of_the_read()
    {
        await using var service = new VolumeService();
        service.OnRequest = e => e.HasParameter("data") ? BreakAsync(e) : null;
        VolumeDownloadSession session = await service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1");

        await Assert.ThrowsAsync<OdpsConnectionException>(async () => await ReadAsync(await session.OpenReadAsync()));

        static async Task BreakAsync(LoopbackExchange e)
        {
            await e.StartAsync(200, "Content-Length: 13");
            await e.WriteAsync(Hello[..8]);
            e.Close();
        }
    }

    [Theory]
    [InlineData("a/b", "p1")]
    [InlineData("vol", "p/1")]
    [InlineData("vol", " ")]
    public async Task Volume_and_partition_are_single_names(string volume, string partition)
    {
        await using var service = new VolumeService();
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Tunnel.CreateVolumeDownloadSessionAsync(volume, partition, "f1"));
    }

    internal static void Answer(VolumeService service, byte[] body, string headers = "")
    {
        service.OnRequest = e => e.HasParameter("data") || e.Header("Range") is not null ? SendAsync(e) : null;

        async Task SendAsync(LoopbackExchange e)
        {
            await e.StartAsync(200, FormattableString.Invariant($"{headers}Content-Length: {body.Length}"));
            await e.WriteAsync(body);
        }
    }

    internal static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var data = new MemoryStream();
            await stream.CopyToAsync(data);
            return data.ToArray();
        }
    }
}
