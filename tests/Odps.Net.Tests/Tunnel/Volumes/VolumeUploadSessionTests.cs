using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>Writing files to a partition of a volume.</summary>
public class VolumeUploadSessionTests
{
    [Fact]
    public async Task Files_are_written_framed_and_committed()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1", new VolumeSessionOptions { QuotaName = "q", Tags = ["a", "b"] });
        await using (VolumeFileWriter writer = await session.OpenFileWriterAsync("a//b/f1"))
        {
            await writer.WriteAsync("hel"u8.ToArray());
            await writer.WriteAsync("lo"u8.ToArray());
            Assert.Equal(5, await writer.CompleteAsync());
        }

        await using (VolumeFileWriter empty = await session.OpenFileWriterAsync("f2", resume: true))
        {
            Assert.Equal(0, await empty.CompleteAsync());
        }

        await session.CommitAsync();

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal(["POST", "POST", "POST", "GET", "PUT"], requests.Select(r => r.Method));
        Assert.Equal("/projects/p/tunnel/uploads", requests[0].Path());
        Assert.Equal("curr_project=p&quotaName=q&target=p/vol/p1/&type=volumefile", requests[0].Query());
        Assert.Equal("0", requests[0].Header("Content-Length"));
        Assert.Equal("a,b", requests[0].Header("odps-tunnel-tags"));
        Assert.Null(requests[0].Header("x-odps-tunnel-version"));
        Assert.All(requests[1..], r => Assert.Equal("/projects/p/tunnel/uploads/vup1", r.Path()));
        Assert.Equal("blockid=a/b/f1&curr_project=p&quotaName=q", requests[1].Query());
        Assert.Equal("chunked", requests[1].Header("Transfer-Encoding"));
        Assert.Equal("text/plain", requests[1].Header("Content-Type"));
        Assert.Equal("6", requests[1].Header("x-odps-tunnel-version"));
        Assert.Equal("00080000" + "68656C6C6F" + "C5DE5E80", Convert.ToHexString(requests[1].Body));
        Assert.Equal("blockid=f2&curr_project=p&quotaName=q&resume=", requests[2].Query());
        Assert.Equal("00080000", Convert.ToHexString(requests[2].Body));
        Assert.Equal("0", requests[4].Header("Content-Length"));
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
        Assert.Equal(["a/b/f1", "f2"], session.WrittenFiles);
        Assert.Equal([new VolumeFile("a/b/f1", 5), new VolumeFile("f2", 5)], session.Files);
        Assert.Equal("default", session.QuotaName);
    }

    [Fact]
    public async Task Large_file_is_framed_in_chunks_of_512_KiB()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1");
        var vector = VolumeVector.Load("volume-default-plus3");
        await using (VolumeFileWriter writer = await session.OpenFileWriterAsync("f1"))
        {
            await new MemoryStream(vector.Data).CopyToAsync(writer, 5000);
            await writer.FlushAsync();
            await writer.CompleteAsync();
        }

        Assert.Equal(vector.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(service.Last.Body)));
    }

    [Fact]
    public async Task Progress_tells_of_the_bytes_of_all_files_that_were_sent_and_of_those_that_are_complete()
    {
        await using var service = new VolumeService();
        var progress = new ProgressReports();
        VolumeUploadSession session = await service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1", new VolumeSessionOptions { Progress = progress, Compression = TunnelCompression.Deflate() });
        foreach (string name in (string[])["f1", "f2"])
        {
            await using VolumeFileWriter writer = await session.OpenFileWriterAsync(name);
            await writer.WriteAsync(new byte[1_300_000]);
            Assert.True(progress.Last.Bytes is > 1_000_000 and not 1_300_000);
            await writer.CompleteAsync();
        }

        await using (VolumeFileWriter abandoned = await session.OpenFileWriterAsync("f3"))
        {
            await abandoned.WriteAsync(new byte[10]);
            await abandoned.FlushAsync();
        }

        progress.AssertNeverGoesBack();
        Assert.Equal(new TransferProgress(0, 2_600_010, 2, 0), progress.Last);
    }

    [Fact]
    public async Task Silence_of_the_network_can_be_limited_for_one_session()
    {
        var clock = new ManualTimeProvider();
        await using var service = new VolumeService(clock, o => o with { NetworkTimeout = TimeSpan.FromMinutes(5), Retry = new RetryOptions { MaxRetries = 0 } });
        var options = new VolumeSessionOptions { NetworkTimeout = TimeSpan.FromSeconds(7) };
        foreach (Func<Task> call in (Func<Task>[])[
            () => service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1", options),
            () => service.Client.Tunnel.CreateVolumeDownloadSessionAsync("vol", "p1", "f1", options)])
        {
            service.OnRequest = exchange => exchange.StaySilentAsync();
            Task opening = call();
            await clock.TimerArmedAsync(TimeSpan.FromSeconds(7));
            clock.Advance(TimeSpan.FromSeconds(8));
            OdpsTimeoutException error = await Assert.ThrowsAsync<OdpsTimeoutException>(() => opening);
            Assert.Contains("silent for 7 s (NetworkTimeout of the call's options)", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Compressed_file_says_so()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1", new VolumeSessionOptions { Compression = TunnelCompression.Deflate() });
        var vector = VolumeVector.Load("volume-hello-deflate");
        await using (VolumeFileWriter writer = await session.OpenFileWriterAsync("f1"))
        {
            await writer.WriteAsync(vector.Data);
            await writer.CompleteAsync();
        }

        Assert.Equal("deflate", service.Last.Header("Content-Encoding"));
        Assert.Equal(TunnelScript.Inflate(vector.Body!), TunnelScript.Inflate(service.Last.Body));
    }

    [Fact]
    public async Task Compression_that_volumes_do_not_have_is_refused()
    {
        await using var service = new VolumeService();
        await Assert.ThrowsAsync<ArgumentException>(
            () => service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1", new VolumeSessionOptions { Compression = TunnelCompression.Zstandard() }));
        Assert.Empty(service.Server.Requests);
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("")]
    public async Task File_name_that_is_none_is_refused(string name)
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1");
        await Assert.ThrowsAsync<ArgumentException>(() => session.OpenFileWriterAsync(name));
    }

    [Fact]
    public async Task File_that_was_not_completed_is_abandoned_and_does_not_count()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.CreateVolumeUploadSessionAsync("vol", "p1");
        await using (VolumeFileWriter writer = await session.OpenFileWriterAsync("f1"))
        {
            await writer.WriteAsync("hello"u8.ToArray());
            await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenFileWriterAsync("f1"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync(["f1"]));
        }

        Assert.Empty(session.WrittenFiles);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
        Assert.Empty(service.Files);
    }

    [Fact]
    public async Task Commit_with_other_files_than_the_service_has_is_not_sent()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.GetVolumeUploadSessionAsync("vol", "p1", "vup1");
        service.Files.AddRange(["x", "y"]);
        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => session.CommitAsync(["x", "z"]));

        Assert.Contains("Missing there: z", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Not written here: y", failure.Message, StringComparison.Ordinal);
        Assert.Contains("vup1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Server.Requests, r => r.Method == "PUT");
        await session.CommitAsync(["x", "y"]);
        Assert.Equal("PUT", service.Last.Method);
    }

    [Fact]
    public async Task Commit_whose_answer_is_lost_is_resolved_by_the_state_of_the_session()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.GetVolumeUploadSessionAsync("vol", "p1", "vup1");
        service.Files.Add("x");
        service.OnRequest = e =>
        {
            if (e.Method == "PUT")
            {
                service.Status = "closed";
                e.Abort();
                return Task.CompletedTask;
            }

            return null;
        };
        await session.CommitAsync(["x"]);

        Assert.Single(service.Server.Requests, r => r.Method == "PUT");
    }

    [Fact]
    public async Task Commit_that_did_not_take_place_is_asked_for_again()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.GetVolumeUploadSessionAsync("vol", "p1", "vup1");
        service.Files.Add("x");
        int commits = 0;
        service.OnRequest = e => e.Method == "PUT" && ++commits <= 2 ? e.RespondAsync(500) : null;
        await session.CommitAsync(["x"]);

        Assert.Equal(3, commits);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
    }

    [Fact]
    public async Task Commit_that_nobody_answers_leaves_the_outcome_open()
    {
        await using var service = new VolumeService();
        VolumeUploadSession session = await service.Client.Tunnel.GetVolumeUploadSessionAsync("vol", "p1", "vup1");
        service.Files.Add("x");
        service.OnRequest = e => e.Method == "PUT" ? e.RespondAsync(500) : null;
        OdpsOutcomeUnknownException failure = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(() => session.CommitAsync(["x"]));

        Assert.Contains("vup1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, service.Server.Requests.Count(r => r.Method == "PUT"));
    }
}
