using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>Files of a volume that is a file system.</summary>
public class VolumeFileSystemTests
{
    [Fact]
    public async Task File_is_written_and_committed_with_the_session_that_the_service_names()
    {
        await using var service = new VolumeService();
        service.OnRequest = e => e.RespondAsync(200, "", e.Method == "POST" ? "x-odps-volume-sessionid: sess1" : "");
        VolumeFileSystem files = FileSystem(service, new VolumeSessionOptions { QuotaName = "q" });
        await using (VolumeFileWriter writer = await files.OpenWriteAsync("/d/f1", 3, default))
        {
            await writer.WriteAsync("hello"u8.ToArray());
            Assert.Equal(5, await writer.CompleteAsync());
        }

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal(["POST", "PUT"], requests.Select(r => r.Method));
        Assert.All(requests, r => Assert.Equal("/projects/p/volumes/vol", r.Path()));
        Assert.All(requests, r => Assert.Equal("/vol/d/f1", r.Header("x-odps-volume-fs-path")));
        Assert.All(requests, r => Assert.Null(r.Header("x-odps-tunnel-version")));
        Assert.Equal("curr_project=p&quotaName=q&replication=3", requests[0].Query());
        Assert.Equal("application/octet-stream", requests[0].Header("Content-Type"));
        Assert.Equal("chunked", requests[0].Header("Transfer-Encoding"));
        Assert.Equal("0008000068656C6C6FC5DE5E80", Convert.ToHexString(requests[0].Body));
        Assert.Equal("sess1", requests[1].Header("x-odps-volume-sessionid"));
        Assert.Equal("0", requests[1].Header("Content-Length"));
    }

    [Fact]
    public async Task Answer_without_a_session_is_an_error_and_nothing_is_committed()
    {
        await using var service = new VolumeService();
        service.OnRequest = e => e.RespondAsync(200);
        await using VolumeFileWriter writer = await FileSystem(service).OpenWriteAsync("f1", null, default);
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.CompleteAsync());

        Assert.Contains("x-odps-volume-sessionid", failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Server.Requests);
    }

    [Fact]
    public async Task Commit_whose_answer_is_lost_leaves_the_outcome_open()
    {
        await using var service = new VolumeService();
        service.OnRequest = e =>
        {
            if (e.Method == "POST")
            {
                return e.RespondAsync(200, "", "x-odps-volume-sessionid: sess1");
            }

            e.Abort();
            return Task.CompletedTask;
        };
        await using VolumeFileWriter writer = await FileSystem(service).OpenWriteAsync("f1", null, default);
        await writer.WriteAsync("hello"u8.ToArray());
        OdpsOutcomeUnknownException failure = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.CompleteAsync());

        Assert.Contains("/vol/f1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, service.Server.Requests.Count);
    }

    [Theory]
    [InlineData(0, null, "bytes=0-")]
    [InlineData(3, null, "bytes=3-")]
    [InlineData(0, 5L, "bytes=0-4")]
    [InlineData(10, 5L, "bytes=10-14")]
    public async Task Range_is_a_header_with_both_ends(long start, long? length, string header)
    {
        await using var service = new VolumeService();
        VolumeDownloadSessionTests.Answer(service, Convert.FromHexString("0008000068656C6C6FC5DE5E80"));
        byte[] data = await VolumeDownloadSessionTests.ReadAsync(await FileSystem(service).OpenReadAsync("d/f1", start, length, default));

        Assert.Equal("hello"u8.ToArray(), data);
        Assert.Equal("GET", service.Last.Method);
        Assert.Equal(header, service.Last.Header("Range"));
        Assert.Equal("/vol/d/f1", service.Last.Header("x-odps-volume-fs-path"));
    }

    [Fact]
    public async Task Range_without_bytes_costs_no_request()
    {
        await using var service = new VolumeService();
        Assert.Empty(await VolumeDownloadSessionTests.ReadAsync(await FileSystem(service).OpenReadAsync("f1", 3, 0, default)));
        Assert.Empty(service.Server.Requests);
    }

    private static VolumeFileSystem FileSystem(VolumeService service, VolumeSessionOptions? options = null) =>
        new(service.Client.Tunnel.Scope, "vol", options ?? new VolumeSessionOptions());
}
