using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Download;

/// <summary>Making, finding and looking at download sessions of tables and of query results.</summary>
public class DownloadSessionTests
{
    [Theory]
    [InlineData(true, "asyncmode=true&curr_project=p&downloads&partition=pt=a&quotaName=q")]
    [InlineData(false, "curr_project=p&downloads&partition=pt=a&quotaName=q")]
    public async Task Session_is_created_with_what_was_asked_for(bool asynchronously, string query)
    {
        await using var service = new DownloadService(5);
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(
            service.Table, "pt=a", new DownloadSessionOptions { CreateAsynchronously = asynchronously, QuotaName = "q", Tags = ["a", "b"] });

        LoopbackExchange request = Assert.Single(service.Server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/projects/p/tables/t", request.Path());
        Assert.Equal(query, request.Query());
        Assert.Equal("a,b", request.Header("odps-tunnel-tags"));
        Assert.Equal("6", request.Header("x-odps-tunnel-version"));
        Assert.Equal(("d1", 5L, "default", TunnelSessionStatus.Normal), (session.Id, session.RecordCount, session.QuotaName, session.Status));
        Assert.Equal(DownloadService.Columns, session.Columns);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Creation_that_fails_for_a_passing_reason_is_asked_for_again(int status)
    {
        await using var service = new DownloadService(5);
        service.AnswerSession(exchange => exchange.RespondAsync(status, TunnelScript.Error("InternalServerError")));
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);

        Assert.Equal(5, session.RecordCount);
        Assert.Equal(2, service.Server.Requests.Count);
    }

    [Fact]
    public async Task Session_that_is_being_prepared_is_asked_for_until_it_is_ready()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var service = new DownloadService(5, clock);
        Func<LoopbackExchange, Task> preparing = exchange => exchange.RespondAsync(200, """{"DownloadID":"d1","Status":"initiating"}""");
        service.AnswerSession([.. Enumerable.Repeat(preparing, 9)]);
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);

        Assert.Equal(5, session.RecordCount);
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5], clock.Waits.Select(w => w.TotalSeconds));
        Assert.All(service.Server.Requests.Skip(1), r => Assert.Equal(("GET", "d1"), (r.Method, r.Parameter("downloadid"))));
    }

    [Fact]
    public async Task Session_that_does_not_become_ready_in_time_is_an_error_that_names_the_option()
    {
        await using var service = new DownloadService(5);
        Func<LoopbackExchange, Task> preparing = exchange => exchange.RespondAsync(200, """{"DownloadID":"d1","Status":"initiating"}""");
        service.AnswerSession([.. Enumerable.Repeat(preparing, 200)]);
        OdpsTimeoutException error = await Assert.ThrowsAsync<OdpsTimeoutException>(() =>
            service.Client.Tunnel.CreateDownloadSessionAsync(service.Table, options: new DownloadSessionOptions { ReadyTimeout = TimeSpan.FromMinutes(1) }));

        Assert.Contains("d1 for table p.t", error.Message, StringComparison.Ordinal);
        Assert.Contains("ReadyTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_of_a_table_or_an_instance_is_found_again_by_its_id()
    {
        await using var service = new DownloadService(5);
        TableDownloadSession session = await service.Client.Tunnel.GetDownloadSessionAsync(service.Table, "pt=a", "d1");
        Assert.Equal(5, session.RecordCount);
        InstanceDownloadSession result = await service.Client.Tunnel.GetDownloadSessionAsync(service.Instance, "d1", new InstanceDownloadOptions { Limited = true });
        Assert.Equal(5, result.RecordCount);
        Assert.True(result.IsLimited);

        Assert.Equal(["curr_project=p&downloadid=d1&partition=pt=a", "curr_project=p&downloadid=d1"], service.Server.Requests.Select(r => r.Query()));
        Assert.Equal("/projects/p/instances/i1", service.Server.Requests.Last().Path());
    }

    [Fact]
    public async Task Expired_session_is_an_error_that_says_which_limit_was_met_and_which_rows_are_missing()
    {
        await using var service = new DownloadService(50);
        service.AnswerData(exchange => service.CutAsync(exchange, 100), exchange => exchange.RespondAsync(404, TunnelScript.Error("NoSuchDownload"), "x-odps-request-id: R1"));
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        await using RecordReader reader = await session.OpenRecordReaderAsync();
        long rows = 0;
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(async () =>
        {
            while (await reader.ReadAsync())
            {
                rows++;
            }
        });

        Assert.True(rows > 0);
        Assert.Contains($"read rows {rows} to 50 of table p.t (download session d1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("24 hours", error.Message, StringComparison.Ordinal);
        Assert.Contains("R1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_for_changes_of_the_table_can_be_turned_off()
    {
        await using var service = new DownloadService(3);
        foreach (bool off in new[] { false, true })
        {
            TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table, options: new DownloadSessionOptions { DisableModifiedCheck = off });
            await using RecordReader reader = await session.OpenRecordReaderAsync();
            Assert.True(await reader.ReadAsync());
        }

        Assert.Equal([null, "true"], service.DataRequests.Select(r => r.Parameter("disable_modified_check")));
    }

    [Fact]
    public async Task Limited_result_says_whether_it_may_be_cut_short()
    {
        foreach ((int rows, bool limited, bool? truncated) in new (int, bool, bool?)[] { (3, false, false), (10_000, false, false), (0, true, false), (3, true, null), (10_000, true, true) })
        {
            await using var service = new DownloadService(rows);
            InstanceDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Instance, new InstanceDownloadOptions { Limited = limited });
            Assert.Equal(truncated, session.IsTruncated);
            await using RecordReader reader = await session.OpenRecordReaderAsync();
            Assert.Equal(rows > 0, await reader.ReadAsync());
            Assert.All(service.Server.Requests, r => Assert.Equal(limited, r.HasParameter("instance_tunnel_limit_enabled")));
        }
    }

    [Fact]
    public async Task Silence_of_the_network_can_be_limited_for_one_session()
    {
        var clock = new ManualTimeProvider();
        await using var service = new DownloadService(3, clock, o => o with { NetworkTimeout = TimeSpan.FromMinutes(5), Retry = new RetryOptions { MaxRetries = 0 } });
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table, options: new DownloadSessionOptions { NetworkTimeout = TimeSpan.FromSeconds(7) });
        service.AnswerData(exchange => exchange.StaySilentAsync());
        Task<RecordReader> opening = session.OpenRecordReaderAsync();
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(7));
        clock.Advance(TimeSpan.FromSeconds(8));
        OdpsTimeoutException error = await Assert.ThrowsAsync<OdpsTimeoutException>(() => opening);

        Assert.Contains("silent for 7 s (NetworkTimeout of the call's options)", error.Message, StringComparison.Ordinal);
    }
}
