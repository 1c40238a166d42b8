using System.Net;
using Odps.Net.Emulator;
using Odps.Net.IntegrationTests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>Interactive queries: sessions (MCQA 1), interactive quotas (MCQA 2.0), and what happens when they cannot.</summary>
public sealed class InteractiveTests : IAsyncLifetime
{
    private OdpsEmulator _emulator = null!;
    private OdpsClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync();
        _client = new OdpsClient(_emulator.ClientOptions);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Session_is_attached_takes_queries_and_is_stopped()
    {
        InteractiveSession session = await _client.Sql.AttachSessionAsync();
        Assert.Equal("public.default", session.Name);
        InstanceJobTask task = (await session.Instance.GetJobAsync()).Tasks[0];
        Assert.Equal(("SQLRT", "AnonymousSQLRTTask"), (task.Type, task.Name));
        Assert.Equal(["script", "public.default"], [task.Settings["odps.sql.submit.mode"], task.Settings["odps.sql.session.share.id"]]);
        Assert.Equal(InteractiveSessionStatus.Running, await session.GetStatusAsync());

        InteractiveSessionQuery first = await session.SubmitAsync($"select {"a\"b,\n"} as v, {1L} as n");
        InteractiveSessionQuery second = await session.SubmitAsync("show tables");
        Assert.Equal([0L, 1L], [first.Id, second.Id]);
        await using QueryResult rows = await first.OpenResultAsync();
        Assert.Equal(QueryResultChannel.Session, rows.Channel);
        Record row = await rows.ReadRecordsAsync().SingleAsync();
        Assert.Equal(["a\"b,\n", "1"], [row.GetString("v"), row.GetString("n")]);
        await using QueryResult text = await second.OpenResultAsync();
        Assert.False(text.IsRowSet);
        OdpsInstanceFailedException failed = await Assert.ThrowsAsync<OdpsInstanceFailedException>(
            async () => await (await session.SubmitAsync("select * from nothing_here")).OpenResultAsync());
        Assert.Equal("ODPS-0130131", failed.ErrorCode);

        await session.StopAsync();
        Assert.True((await session.Instance.WaitAsync()).IsTerminated);
        await Assert.ThrowsAnyAsync<OdpsException>(() => session.SubmitAsync("select 1"));
    }

    [Fact]
    public async Task Created_session_carries_its_workers()
    {
        InteractiveSession session = await _client.Sql.CreateSessionAsync(new InteractiveSessionOptions
        {
            Name = "mine", WorkerCount = 3, WorkerMemory = 512, WorkerSpareSpan = "00-24", TaskName = "MyTask",
        });
        InstanceJobTask task = (await session.Instance.GetJobAsync()).Tasks[0];
        Assert.Equal(
            ["mine", "mine", "3", "512", "00-24", "MyTask"],
            [task.Settings["odps.sql.session.name"], task.Settings["odps.sql.session.share.id"], task.Settings["odps.sql.session.worker.count"], task.Settings["odps.sql.session.worker.memory"], task.Settings["odps.sql.session.worker.sparespan"], task.Name]);
        using var cancel = new CancellationTokenSource();
        Task<InteractiveSessionStatus> alive = session.KeepAliveAsync(TimeSpan.FromHours(1), cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(InteractiveSessionStatus.Running, await alive);
        await session.StopAsync();
        Assert.Equal(InteractiveSessionStatus.Terminated, await session.KeepAliveAsync(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task Query_in_a_session_is_cancelled()
    {
        _emulator.Instances.Behave(new InstanceBehavior { SqlContains = "endless", RunTime = TimeSpan.FromDays(1), Runs = InstanceRuns.Interactive });
        InteractiveSession session = await _client.Sql.AttachSessionAsync();
        InteractiveSessionQuery query = await session.SubmitAsync("select 'endless'");
        await query.CancelAsync();
        Assert.Equal("Cancelled", (await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => query.OpenResultAsync())).TaskStatus);
    }

    [Fact]
    public async Task Wait_for_a_query_outlasts_looks_that_fail_and_cancels_the_query_when_its_time_is_over()
    {
        int looks = 0;
        await using var client = new OdpsClient(_emulator.ClientOptions with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            HttpHandlerFactory = () => new ChangedAnswers(r => r.RequestUri!.Query.Contains("result_", StringComparison.Ordinal) && looks++ < 2
                ? ChangedAnswers.Error(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable") : null),
        });
        InteractiveSession session = await client.Sql.AttachSessionAsync();
        await using QueryResult result = await (await session.SubmitAsync("select 'short' as v")).OpenResultAsync();
        Assert.Equal("short", await result.ReadScalarAsync<string>());
        Assert.Equal(3, looks);

        _emulator.Instances.Behave(new InstanceBehavior { SqlContains = "endless", RunTime = TimeSpan.FromDays(1), Runs = InstanceRuns.Interactive });
        InteractiveSessionQuery query = await session.SubmitAsync("select 'endless'");
        looks = 1;
        await Assert.ThrowsAsync<OdpsTimeoutException>(() => query.OpenResultAsync(new WaitOptions { Timeout = TimeSpan.Zero, StopOnTimeout = true }));
        Assert.Equal(InteractiveSessionStatus.Cancelled, await query.GetStatusAsync());
    }

    [Fact]
    public async Task Sessions_are_listed_and_taken_by_the_id_of_their_instance()
    {
        Assert.Empty(await _client.Sql.ListSessionsAsync().ToListAsync());
        InteractiveSession created = await _client.Sql.CreateSessionAsync(new InteractiveSessionOptions { Name = "mine" });
        InteractiveSession attached = await _client.Sql.AttachSessionAsync(new InteractiveSessionOptions { Name = "shared.by.name" });
        List<InteractiveSessionInfo> all = await _client.Sql.ListSessionsAsync().ToListAsync();
        Assert.Equal(["mine", "shared.by.name"], all.Select(s => s.Name).Order(StringComparer.Ordinal));
        InteractiveSessionInfo mine = all.Single(s => s.Name == "mine");
        Assert.Equal(created.Instance.Id, mine.InstanceId);
        Assert.Equal((await created.Instance.GetAsync()).Owner, mine.Owner);

        await using var other = new OdpsClient(_emulator.ClientOptions);
        InteractiveSession again = other.Sql.GetSession(mine.InstanceId);
        await using QueryResult result = await (await again.SubmitAsync("select 3 as v")).OpenResultAsync();
        Assert.Equal("3", await result.ReadScalarAsync<string>());
        await created.StopAsync();
        await attached.StopAsync();
        Assert.Empty(await _client.Sql.ListSessionsAsync().ToListAsync());
    }

    [Fact]
    public async Task Log_view_of_a_query_is_that_of_its_session_at_the_query()
    {
        InteractiveSession session = await _client.Sql.AttachSessionAsync();
        await session.SubmitAsync("select 1");
        InteractiveSessionQuery query = await session.SubmitAsync("select 2");
        Uri page = await query.GetLogViewUriAsync(new LogViewOptions { Form = LogViewForm.Legacy });
        Assert.Contains($"&i={session.Instance.Id}&subQuery=1&token=", page.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_of_a_query_has_its_rows_with_their_types()
    {
        InteractiveSession session = await _client.Sql.AttachSessionAsync();
        InteractiveSessionQuery text = await session.SubmitAsync("show tables");
        InteractiveSessionQuery query = await session.SubmitAsync($"select {2L} as n, {new byte[] { 1, 2 }} as b, {new DateOnly(2026, 1, 2)} as d");
        await using (DirectDownload download = await query.OpenDownloadAsync())
        {
            Assert.Equal(["n BIGINT", "b BINARY", "d DATE"], download.Columns.Select(c => $"{c.Name} {c.Type}"));
            Record row = await download.ReadRecordsAsync().SingleAsync();
            Assert.Equal((2L, new DateOnly(2026, 1, 2)), (row.GetInt64("n"), row.GetDate("d")));
            Assert.Equal([1, 2], row.GetBytes("b"));
            Assert.Equal((1L, false), (download.RecordCount, download.IsTruncated));
        }

        EmulatorRequest request = _emulator.Requests[^1];
        Assert.Equal(("AnonymousSQLRTTask", "1"), (request.Query["taskname"], request.Query["queryid"]));
        Assert.True(request.Query.ContainsKey("cached"));

        Assert.Equal("InstanceTypeNotSupported", (await Assert.ThrowsAnyAsync<OdpsServiceException>(() => text.OpenDownloadAsync())).ErrorCode);
        InteractiveSessionQuery failing = await session.SubmitAsync("select * from nothing_here");
        OdpsServiceException failed = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => failing.OpenDownloadAsync());
        Assert.Contains("ODPS-0130131", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interactive_query_attaches_once_and_says_that_it_did_not_fall_back()
    {
        var options = new SqlOptions { Interactive = new InteractiveOptions() };
        await using QueryResult first = await _client.Sql.QueryAsync("select 5 as v", options);
        await using QueryResult second = await _client.Sql.QueryAsync($"select {6L} as v", options);
        Assert.Equal("5", await first.ReadScalarAsync<string>());
        Assert.Equal("6", await second.ReadScalarAsync<string>());
        Assert.Null(first.Fallback);
        Assert.Equal(first.Instance.Id, second.Instance.Id);
        Assert.Single(_emulator.Requests, r => r.Method == "POST");
        await first.Instance.StopAsync();
        await Assert.ThrowsAsync<NotSupportedException>(() => _client.Sql.SubmitAsync("select 1", options));
    }

    [Theory]
    [InlineData("ODPS-1850001: feature is not supported", InteractiveFallback.UnsupportedFeature)]
    [InlineData("ODPS-1840001: upgrading", InteractiveFallback.Upgrading)]
    [InlineData("ODPS-1820002: no session", InteractiveFallback.Upgrading)]
    [InlineData("ODPS-1830001: no resource", InteractiveFallback.NoResource)]
    [InlineData("ODPS-1860001: timed out", InteractiveFallback.Timeout)]
    [InlineData("Wait for cache data timeout", InteractiveFallback.Timeout)]
    public async Task Failure_of_the_interactive_service_falls_back_to_a_job_and_tells(string failure, InteractiveFallback reason)
    {
        _emulator.Instances.Behave(new InstanceBehavior { FailureText = failure, Runs = InstanceRuns.Interactive });
        var options = new SqlOptions
        {
            Interactive = new InteractiveOptions { OfflineQuotaName = "offline_quota" },
            Hints = new Dictionary<string, string> { ["a.b"] = "c" },
        };
        await using QueryResult result = await _client.Sql.QueryAsync("select 7L as v", options);
        Assert.Equal(7L, await result.ReadScalarAsync<long>());
        Assert.Equal(reason, result.Fallback!.Reason);
        Assert.Contains(failure, result.Fallback.Message, StringComparison.Ordinal);
        IReadOnlyDictionary<string, string> settings = (await result.Instance.GetJobAsync()).Tasks[0].Settings;
        Assert.Equal(["c", "false", "offline_quota"], [settings["a.b"], settings["odps.task.sql.sqa.enable"], settings["odps.task.wlm.quota"]]);
        Assert.EndsWith("_0", settings["odps.sql.session.fallback.instance"], StringComparison.Ordinal);

        SqlOptions strict = options with { Interactive = new InteractiveOptions { Fallback = InteractiveFallback.None } };
        await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.Sql.QueryAsync("select 7L as v", strict));
    }

    [Theory]
    [InlineData("ODPS-1820002: no right on the session", InteractiveFallback.Upgrading, InteractiveFallback.Default)]
    [InlineData("ODPS-0010000: the session does not start", InteractiveFallback.NotInteractive, InteractiveFallback.Default | InteractiveFallback.NotInteractive)]
    public async Task Session_that_cannot_be_had_falls_back_by_policy(string failure, InteractiveFallback reason, InteractiveFallback policy)
    {
        Stub refusal = Stub.Answer(400, $"<Error><Code>{failure[..12]}</Code><Message>{failure}</Message></Error>").When(RequestMatch.Post("/api/projects/demo/instances"));
        _emulator.Stubs.Add(refusal);
        await using QueryResult result = await _client.Sql.QueryAsync("select 7L as v", new SqlOptions { Interactive = new InteractiveOptions { Fallback = policy } });
        Assert.Equal((7L, reason), (await result.ReadScalarAsync<long>(), result.Fallback!.Reason));
        Assert.Equal("fallback4AttachFailed", (await result.Instance.GetJobAsync()).Tasks[0].Settings["odps.sql.session.fallback.instance"]);

        _emulator.Stubs.Add(refusal);
        await Assert.ThrowsAnyAsync<OdpsException>(() => _client.Sql.QueryAsync(
            "select 7L as v", new SqlOptions { Interactive = new InteractiveOptions { Fallback = policy & ~reason, SessionName = "other" } }));
    }

    [Fact]
    public async Task Failure_of_the_statement_itself_does_not_fall_back()
    {
        var options = new SqlOptions { Interactive = new InteractiveOptions() };
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.Sql.QueryAsync("select * from nothing_here", options));
        Assert.Equal("ODPS-0130131", error.ErrorCode);
        Assert.Single(_emulator.Requests, r => r.Method == "POST" && r.Path.EndsWith("/instances", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_that_asks_for_it_is_attached_again()
    {
        _emulator.Instances.Behave(new InstanceBehavior { FailureText = "ODPS-1810001: session has moved", Runs = InstanceRuns.Interactive, Times = 1 });
        await using QueryResult result = await _client.Sql.QueryAsync("select 7 as v", new SqlOptions { Interactive = new InteractiveOptions() });
        Assert.Null(result.Fallback);
        Assert.Equal("7", await result.ReadScalarAsync<string>());
        Assert.Equal(2, _emulator.Requests.Count(r => r.Method == "POST" && r.Path.EndsWith("/instances", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Interactive_quota_runs_instances_through_its_own_path_with_its_connection()
    {
        var options = new SqlOptions { Interactive = new InteractiveOptions { QuotaName = "q_interactive", OfflineQuotaName = "off" }, QuotaName = "ordinary" };
        await using QueryResult result = await _client.Sql.QueryAsync("select 8L as v", options);
        Assert.Equal(8L, await result.ReadScalarAsync<long>());
        Assert.True(result.Instance.IsMcqa);
        Assert.Null(result.Fallback);
        Assert.Equal(QueryResultChannel.Tunnel, result.Channel);
        EmulatorRequest connect = Assert.Single(_emulator.Requests, r => r.Path.EndsWith("/connection/mcqa", StringComparison.Ordinal));
        Assert.Equal(("demo", "q_interactive"), (connect.Query["project"], connect.Query["quota"]));
        EmulatorRequest submission = Assert.Single(_emulator.Requests, r => r.Method == "POST" && r.Path == "/api/mcqa/projects/demo/instances");
        Assert.Equal("conn-q_interactive", submission.Headers["x-odps-mcqa-conn"]);
        Assert.Equal("""{"Fallback":"true","FallBackQuota":"off"}""", submission.Headers["x-odps-fallback-infos"]);
        EmulatorRequest look = _emulator.Requests.First(r => r.Query.ContainsKey("instancestatus"));
        Assert.Equal($"/api/mcqa/projects/demo/instances/{result.Instance.Id}", look.Path);
        Assert.Equal($"cookie-{result.Instance.Id}", look.Headers["x-odps-mcqa-query-cookie"]);
        EmulatorRequest tunnel = _emulator.Requests.First(r => r.Query.ContainsKey("downloads"));
        Assert.Equal($"/projects/demo/instances/{result.Instance.Id}", tunnel.Path);
        Assert.False(tunnel.Headers.ContainsKey("x-odps-mcqa-conn"));
        Assert.DoesNotContain("odps.task.wlm.quota", (await result.Instance.GetJobAsync()).Tasks[0].Settings.Keys);

        await using QueryResult again = await _client.Sql.QueryAsync("select 9L as v", options);
        Assert.Single(_emulator.Requests, r => r.Path.EndsWith("/connection/mcqa", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interactive_quota_that_falls_back_by_itself_is_told()
    {
        _emulator.Instances.Behave(new InstanceBehavior { FailureText = "ODPS-1830001: no resource", Runs = InstanceRuns.Interactive });
        await using QueryResult result = await _client.Sql.QueryAsync("select 8L as v", new SqlOptions { Interactive = new InteractiveOptions { QuotaName = "q" } });
        Assert.Equal(InteractiveFallback.NotInteractive, result.Fallback!.Reason);
        Assert.False(result.Instance.IsMcqa);
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.Sql.QueryAsync(
            "select 8L as v", new SqlOptions { Interactive = new InteractiveOptions { QuotaName = "q", Fallback = InteractiveFallback.None } }));
        Assert.Equal("ODPS-1830001", error.ErrorCode);
    }

    [Fact]
    public async Task Connection_is_taken_from_the_quota_where_the_service_knows_no_other_way()
    {
        await using var client = new OdpsClient(_emulator.ClientOptions with
        {
            HttpHandlerFactory = () => new ChangedAnswers(r =>
            {
                if (r.RequestUri!.AbsolutePath.EndsWith("/connection/mcqa", StringComparison.Ordinal))
                {
                    return ChangedAnswers.Error(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
                }

                if (!r.RequestUri.AbsolutePath.EndsWith("/quotas/q", StringComparison.Ordinal))
                {
                    return null;
                }

                var quota = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<Quota/>") };
                quota.Headers.Add("x-odps-mcqa-conn", "from-quota");
                return quota;
            }),
        });
        await client.Sql.ExecuteAsync("select 1", new SqlOptions { Interactive = new InteractiveOptions { QuotaName = "q" } });
        Assert.Equal("from-quota", _emulator.Requests.First(r => r.Method == "POST").Headers["x-odps-mcqa-conn"]);
    }
}
