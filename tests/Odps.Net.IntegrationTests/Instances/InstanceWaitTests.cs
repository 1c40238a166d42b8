using System.Net;
using Odps.Net.Emulator;
using Odps.Net.IntegrationTests.Support;
using Odps.Net.Tests.Support;

namespace Odps.Net.IntegrationTests.Instances;

/// <summary>Waiting for instances that are queued, slow and failing on request. The test moves the emulator's clock; nothing sleeps.</summary>
public sealed class InstanceWaitTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    private readonly SlowEmulatorFixture _fixture = new();

    private OdpsClient Client => _fixture.Client;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Progress_shows_queue_stages_and_end_in_order()
    {
        _fixture.Emulator.Instances.Behave(new InstanceBehavior
        {
            SqlContains = "slow", QueueTime = TimeSpan.FromSeconds(20), RunTime = TimeSpan.FromSeconds(80), Stages = ["M1_Stg1", "R2_1_Stg1"], WorkersPerStage = 4,
        });
        var seen = new List<InstanceProgress>();
        var progress = new Reporter(p =>
        {
            seen.Add(p);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        });
        Instance instance = await Client.Sql.ExecuteAsync(
            "select 1 as slow", new SqlOptions { Wait = new WaitOptions { Interval = Short, MaxInterval = Short, Progress = progress } });

        Assert.All(seen, p => Assert.Equal(instance.Id, p.InstanceId));
        Assert.Equal(InstanceTaskStatus.Waiting, seen[0].Tasks[0].Task.Status);
        Assert.Equal(0, seen[0].FinishedPercentage);
        InstanceProgress last = seen[^1];
        Assert.Equal(InstanceStatus.Terminated, last.Status);
        Assert.Equal(100, last.FinishedPercentage);
        Assert.Equal(["M1_Stg1:0/4/4[100%]", "R2_1_Stg1:0/4/4[100%]"], last.Stages.Select(s => s.ToString()));
        double[] percentages = [.. seen.Select(p => p.FinishedPercentage)];
        Assert.Equal(percentages.Order(), percentages);
        Assert.Contains(seen, p => p.Stages.First() is { Status: "RUNNING", RunningWorkers: > 0, FinishedPercentage: > 0 });
        Assert.Contains(seen, p => p.Stages.First().Status == "TERMINATED" && p.Stages.Last().Status == "RUNNING");
        Assert.EndsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{last.Time:yyyy-MM-dd HH:mm:ss} M1_Stg1:0/4/4[100%] R2_1_Stg1:0/4/4[100%]"), last.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looks_are_close_together_at_first_and_then_further_and_further_apart()
    {
        Instance submitted = await SubmitEndlessAsync();
        var clock = new ManualTimeProvider(_fixture.Clock.GetUtcNow()) { AutoAdvance = true };
        await using var client = new OdpsClient(_fixture.Emulator.ClientOptions with { TimeProvider = clock, NetworkTimeout = Timeout.InfiniteTimeSpan });
        int looks = 0;
        using var enough = new CancellationTokenSource();
        var progress = new Reporter(_ =>
        {
            if (++looks == 10)
            {
                enough.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Instances[submitted.Id].WaitAsync(new WaitOptions { Progress = progress, ProgressInterval = TimeSpan.FromMinutes(1) }, enough.Token));
        double[] pauses = [.. clock.Waits.Where(w => w > TimeSpan.Zero).Select(w => w.TotalSeconds)];
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5], pauses.Take(9));
    }

    [Fact]
    public async Task Looks_without_progress_are_held_by_the_service()
    {
        _fixture.Emulator.Instances.Behave(new InstanceBehavior { RunTime = TimeSpan.FromSeconds(3) });
        Instance instance = await Client.Sql.SubmitAsync("select 1");
        await _fixture.Clock.TimerArmedAsync(TimeSpan.FromSeconds(3));
        Task wait = instance.WaitForSuccessAsync();
        await _fixture.Clock.TimerArmedAsync(TimeSpan.FromSeconds(5));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        await wait;
        Assert.Single(_fixture.Emulator.Requests, r => r.Query.ContainsKey("instancestatus"));
    }

    [Fact]
    public async Task Timeout_ends_the_wait_and_leaves_the_instance()
    {
        Instance instance = await SubmitEndlessAsync();
        OdpsTimeoutException error = await Assert.ThrowsAnyAsync<OdpsTimeoutException>(
            () => instance.WaitAsync(new WaitOptions { Timeout = TimeSpan.FromMilliseconds(50) }));
        Assert.Contains("WaitOptions.Timeout", error.Message, StringComparison.Ordinal);
        Assert.False((await instance.GetAsync()).IsTerminated);
    }

    [Fact]
    public async Task Timeout_stops_the_instance_when_it_is_told_to()
    {
        Instance instance = await SubmitEndlessAsync();
        OdpsTimeoutException error = await Assert.ThrowsAnyAsync<OdpsTimeoutException>(
            () => instance.WaitAsync(new WaitOptions { Timeout = TimeSpan.FromMilliseconds(50), StopOnTimeout = true }));
        Assert.Contains("was stopped", error.Message, StringComparison.Ordinal);
        Assert.Equal(InstanceTaskStatus.Cancelled, Assert.Single(await instance.GetTasksAsync()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_wait_stops_the_instance_only_when_it_is_told_to(bool stops)
    {
        Instance instance = await SubmitEndlessAsync();
        using var cancel = new CancellationTokenSource();
        Task wait = instance.WaitForSuccessAsync(new WaitOptions { StopOnCancellation = stops }, cancel.Token);
        await _fixture.Clock.TimerArmedAsync(TimeSpan.FromSeconds(5));
        await cancel.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Contains(stops ? "was stopped" : "goes on", error.Message, StringComparison.Ordinal);
        Assert.Equal(stops, (await instance.GetAsync()).IsTerminated);
        Assert.Equal(stops ? 1 : 0, _fixture.Emulator.Requests.Count(r => r.Method == "PUT"));
    }

    [Fact]
    public async Task Looks_that_fail_for_a_passing_reason_do_not_fail_the_wait()
    {
        int looks = 0;
        await using var client = new OdpsClient(_fixture.Emulator.ClientOptions with
        {
            TimeProvider = TimeProvider.System,
            Retry = new RetryOptions { MaxRetries = 0 },
            HttpHandlerFactory = () => new ChangedAnswers(r => !r.RequestUri!.Query.Contains("instancestatus", StringComparison.Ordinal) ? null : looks++ switch
            {
                0 => ChangedAnswers.Error(HttpStatusCode.InternalServerError, "InternalServerError"),
                1 => throw new HttpRequestException(HttpRequestError.ConnectionError, "no connection"),
                _ => null,
            }),
        });
        await client.Sql.ExecuteAsync("select 1", new SqlOptions { Wait = new WaitOptions { Interval = Short } });
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task Looks_that_fail_for_longer_than_the_tolerance_fail_the_wait()
    {
        await using var client = new OdpsClient(_fixture.Emulator.ClientOptions with
        {
            TimeProvider = TimeProvider.System,
            Retry = new RetryOptions { MaxRetries = 0 },
            HttpHandlerFactory = () => new ChangedAnswers(r => r.RequestUri!.Query.Contains("instancestatus", StringComparison.Ordinal)
                ? ChangedAnswers.Error(HttpStatusCode.InternalServerError, "InternalServerError") : null),
        });
        await Assert.ThrowsAsync<OdpsServiceException>(
            () => client.Sql.ExecuteAsync("select 1", new SqlOptions { Wait = new WaitOptions { Interval = Short, FaultTolerance = TimeSpan.Zero } }));
    }

    [Fact]
    public async Task Failed_instance_throws_its_text_code_statement_and_log_view()
    {
        _fixture.Emulator.Instances.Behave(new InstanceBehavior { SqlContains = "fails", FailureText = "FAILED: ODPS-0123055:User script exception - by order", Times = 1 });
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => Client.Sql.ExecuteAsync("select 'fails'"));
        Assert.Equal("ODPS-0123055", error.ErrorCode);
        Assert.Contains("by order", error.Message, StringComparison.Ordinal);
        Assert.Equal("select 'fails'", error.Sql);
        Assert.Equal("Failed", error.TaskStatus);
        Assert.Equal("/logview/", error.LogViewUri!.AbsolutePath);
        Assert.Contains($"i={error.InstanceId}", error.LogViewUri.Query, StringComparison.Ordinal);
        string token = error.LogViewUri.Query[(error.LogViewUri.Query.IndexOf("token=", StringComparison.Ordinal) + 6)..];
        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);

        await Client.Sql.ExecuteAsync("select 'fails'");
    }

    [Fact]
    public async Task Failed_instance_of_another_process_has_its_statement_too()
    {
        Instance submitted = await Client.Sql.SubmitAsync("select * from nothing_here");
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => Client.Instances[submitted.Id].WaitForSuccessAsync());
        Assert.Equal(("ODPS-0130131", "select * from nothing_here;"), (error.ErrorCode, error.Sql));
    }

    [Fact]
    public async Task Failed_instance_costs_no_request_for_a_log_view_that_is_not_wanted()
    {
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(
            () => Client.Sql.ExecuteAsync("select * from nothing_here", new SqlOptions { Wait = new WaitOptions { LogViewOnFailure = false } }));
        Assert.Null(error.LogViewUri);
        Assert.DoesNotContain(_fixture.Emulator.Requests, r => r.Path.Contains("logview", StringComparison.Ordinal) || r.Query.ContainsKey("sign_bearer_token"));
    }

    [Fact]
    public async Task Stopped_instance_has_no_effect_and_says_so()
    {
        await Client.Tables.CreateAsync("stopped_target", "id bigint");
        _fixture.Emulator.Instances.Behave(new InstanceBehavior { RunTime = TimeSpan.FromHours(1) });
        Instance instance = await Client.Sql.SubmitAsync("insert into stopped_target values (1)");
        await _fixture.Clock.TimerArmedAsync(TimeSpan.FromHours(1));
        await instance.StopAsync();
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => instance.WaitForSuccessAsync());
        Assert.Equal("Cancelled", error.TaskStatus);
        OdpsServiceException second = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => instance.StopAsync());
        Assert.Equal("InvalidStateSetting", second.ErrorCode);
        _fixture.Emulator.Instances.Reset();
        Assert.Equal(0L, await Client.Sql.QueryScalarAsync<long>("select count(*) from stopped_target"));
    }

    private async Task<Instance> SubmitEndlessAsync()
    {
        _fixture.Emulator.Instances.Behave(new InstanceBehavior { RunTime = TimeSpan.FromDays(1) });
        Instance instance = await Client.Sql.SubmitAsync("select 1");
        await _fixture.Clock.TimerArmedAsync(TimeSpan.FromDays(1));
        return instance;
    }

    private sealed class Reporter(Action<InstanceProgress> report) : IProgress<InstanceProgress>
    {
        public void Report(InstanceProgress value) => report(value);
    }
}
