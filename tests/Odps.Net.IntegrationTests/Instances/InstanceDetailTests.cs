using System.Text.Json;
using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Instances;

/// <summary>Everything that can be asked of an instance, with the request that is sent for it.</summary>
public sealed class InstanceDetailTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Progress_and_stages()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1");
        InstanceProgress progress = await instance.GetProgressAsync();
        TaskProgress task = Assert.Single(progress.Tasks);
        Assert.Equal(InstanceTaskStatus.Success, task.Task.Status);
        Assert.Equal("M1:0/1/1[100%]", Assert.Single(task.Stages).ToString());
        await instance.GetStagesAsync();
        EmulatorRequest request = Last();
        Assert.Equal(("GET", "AnonymousSQLTask", "AnonymousSQLTask"), (request.Method, request.Query["instanceprogress"], request.Query["taskname"]));
    }

    [Fact]
    public async Task Summary_and_cost()
    {
        string name = fixture.NewTableName();
        await _client.Sql.ExecuteAsync($"create table {new Identifier(name)} as select 1 as a");
        Instance instance = await _client.Sql.ExecuteAsync($"select * from {new Identifier(name)}");
        InstanceTaskSummary summary = await instance.GetSummaryAsync();
        Assert.True(summary.IsFinal);
        Assert.Equal(1, summary.Inputs[$"demo.{name}"]);
        Assert.NotNull(summary.Json);
        Assert.StartsWith("resource cost", summary.Text, StringComparison.Ordinal);
        Assert.True(Last().Query.ContainsKey("instancesummary"));
        Assert.Equal(summary.Cost, await instance.GetCostAsync());
    }

    [Fact]
    public async Task Detail_workers_and_their_logs()
    {
        fixture.Emulator.Instances.Behave(new InstanceBehavior { SqlContains = "workers_here", Stages = ["M1", "R2_1"], WorkersPerStage = 2, Times = 1 });
        Instance instance = await _client.Sql.ExecuteAsync("select 'workers_here'");
        Assert.Equal(JsonValueKind.Object, (await instance.GetDetailAsync()).ValueKind);
        Assert.True(Last().Query.ContainsKey("instancedetail"));
        Assert.Equal(JsonValueKind.Object, (await instance.GetDetail2Async()).ValueKind);
        Assert.True(Last().Query.ContainsKey("detail"));

        IReadOnlyList<InstanceWorker> workers = await instance.GetWorkersAsync();
        Assert.Equal(["M1", "M1", "R2_1", "R2_1"], workers.Select(w => w.Stage));
        Assert.All(workers, w => Assert.Equal("Terminated", w.Status));
        Assert.NotNull(workers[0].StartTime);
        string log = await instance.GetWorkerLogAsync(workers[3].LogId!, WorkerLogType.JavaCrash, 10);
        Assert.Equal(10, log.Length);
        EmulatorRequest request = Last();
        Assert.Equal((workers[3].LogId, "hs_err_*.log", "10"), (request.Query["id"], request.Query["logtype"], request.Query["size"]));
        Assert.Contains("stderr", await instance.GetWorkerLogAsync(workers[0].LogId!, WorkerLogType.StandardError), StringComparison.Ordinal);
        Assert.False(Last().Query.ContainsKey("size"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => instance.GetWorkerLogAsync("nothing"));
    }

    [Fact]
    public async Task Quota_is_told_at_most_every_half_minute()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1");
        Assert.True((await instance.GetQuotaAsync()).TryGetProperty("quotaInfos", out _));
        Assert.True(Last().Query.ContainsKey("instancequota"));
        Assert.False((await instance.GetQuotaAsync()).TryGetProperty("quotaInfos", out _));
    }

    [Fact]
    public async Task Information_of_a_task_is_put_and_got()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1");
        Assert.Equal("""{"warnings":[]}""", await instance.GetTaskInfoAsync("AnonymousSQLTask", "warnings"));
        await instance.PutTaskInfoAsync("AnonymousSQLTask", "k", "<v> & 'x'");
        EmulatorRequest request = Last();
        Assert.Equal(("PUT", "AnonymousSQLTask"), (request.Method, request.Query["taskname"]));
        Assert.Equal("<v> & 'x'", await instance.GetTaskInfoAsync("AnonymousSQLTask", "k"));
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => instance.GetTaskInfoAsync("AnonymousSQLTask", "unknown"));
    }

    [Fact]
    public async Task Results_and_job_of_an_instance_of_another_process()
    {
        Instance submitted = await _client.Sql.ExecuteAsync("select 'x' as v", new SqlOptions { TaskName = "Mine" });
        Instance other = _client.Instances[submitted.Id];
        InstanceTaskResult result = Assert.Single(await other.GetResultsAsync());
        Assert.Equal(("Mine", true, "\"v\"\n\"x\"\n"), (result.TaskName, result.IsCsv, result.Text));
        InstanceJob job = await other.GetJobAsync();
        Assert.Equal("select 'x' as v;", job.Sql);
        Assert.NotNull(job.Owner);
        Assert.NotNull(job.CreationTime);
        Assert.Equal("M1:0/1/1[100%]", Assert.Single(await other.GetStagesAsync()).ToString());
        Assert.Equal("Mine", Last().Query["taskname"]);
    }

    [Fact]
    public async Task Success_is_told_in_one_request()
    {
        Instance good = await _client.Sql.ExecuteAsync("select 1");
        fixture.Emulator.ClearRequests();
        Assert.True(await good.IsSuccessfulAsync());
        Assert.Single(fixture.Emulator.Requests);
        Instance bad = await _client.Sql.SubmitAsync("select * from nothing_here");
        Assert.True((await bad.WaitAsync()).IsTerminated);
        Assert.False(await bad.IsSuccessfulAsync());
    }

    [Fact]
    public async Task Queueing_infos_of_one_and_of_all()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1", new SqlOptions { Priority = 2 });
        InstanceQueueingInfo? info = await instance.GetQueueingInfoAsync();
        Assert.Equal((instance.Id, 2L, "SQL", "AnonymousSQLTask"), (info!.InstanceId, info.Priority, info.TaskType, info.TaskName));
        Assert.Equal(InstanceStatus.Terminated, info.Status);
        Assert.NotNull(info.StartTime);
        Assert.Equal(1.0, info.Progress);
        List<InstanceQueueingInfo> all = await _client.Instances.ListQueueingAsync(
            new ListQueueingOptions { Status = InstanceStatus.Terminated, OnlyOwner = true, QuotaIndex = "1" }).ToListAsync();
        EmulatorRequest request = Last();
        Assert.EndsWith("/cachedinstances", request.Path, StringComparison.Ordinal);
        Assert.Equal(("Terminated", "yes", "1"), (request.Query["status"], request.Query["onlyowner"], request.Query["quotaIndex"]));
        Assert.Contains(all, i => i.InstanceId == instance.Id);
    }

    [Fact]
    public async Task Listing_passes_its_filters_on()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1");
        InstanceInfo info = await instance.GetAsync();
        var options = new ListInstancesOptions
        {
            From = info.StartTime!.Value.AddMinutes(-1), To = info.StartTime.Value.AddMinutes(1), Status = InstanceStatus.Terminated, OnlyOwner = false, QuotaIndex = "7",
        };
        Assert.Contains(instance.Id, await _client.Instances.ListAsync(options).Select(i => i.Id).ToListAsync());
        EmulatorRequest request = Last();
        Assert.Equal($"{options.From.Value.ToUnixTimeSeconds()}:{options.To.Value.ToUnixTimeSeconds()}", request.Query["daterange"]);
        Assert.Equal(("Terminated", "no", "7"), (request.Query["status"], request.Query["onlyowner"], request.Query["quotaIndex"]));
        Assert.Empty(await _client.Instances.ListAsync(new ListInstancesOptions { To = info.StartTime.Value.AddDays(-1) }).ToListAsync());
        Assert.Empty(await _client.Instances.ListAsync(new ListInstancesOptions { JobName = "no such job" }).ToListAsync());
        Assert.Single(await _client.Instances.ListAsync(new ListInstancesOptions { MaxItems = 1 }).ToListAsync());
    }

    [Fact]
    public async Task Log_view_in_both_forms()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1");
        Uri legacy = await instance.GetLogViewUriAsync(new LogViewOptions { Form = LogViewForm.Legacy, Lifetime = TimeSpan.FromHours(2) });
        string endpoint = Uri.EscapeDataString(fixture.Emulator.Endpoint.ToString());
        Assert.StartsWith($"http://{fixture.Emulator.Endpoint.Authority}/logview/?h={endpoint}&p=demo&i={instance.Id}&token=", legacy.ToString(), StringComparison.Ordinal);
        Assert.Equal("/logview/", legacy.AbsolutePath);

        // The token is real: it opens this service to whoever has it.
        string token = Uri.UnescapeDataString(legacy.Query[(legacy.Query.IndexOf("token=", StringComparison.Ordinal) + 6)..]);
        await using var visitor = new OdpsClient(fixture.Emulator.ClientOptions with { Credential = OdpsCredential.BearerToken(token) });
        Assert.True((await visitor.Instances[instance.Id].GetAsync()).IsTerminated);
        fixture.Emulator.ClearRequests();
        Assert.EndsWith($"token={Uri.EscapeDataString(token)}", (await visitor.Instances[instance.Id].GetLogViewUriAsync()).AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Emulator.Requests, r => r.Method == "POST");

        await using var regional = new OdpsClient(fixture.Emulator.ClientOptions with { Region = "cn-test" });
        Uri insight = await regional.Instances[instance.Id].GetLogViewUriAsync(new LogViewOptions { Form = LogViewForm.JobInsight });
        Assert.Equal($"http://{fixture.Emulator.Endpoint.Authority}/cn-test/job-insights?h={endpoint}&p=demo&i={instance.Id}", insight.AbsoluteUri);
        await Assert.ThrowsAsync<InvalidOperationException>(() => instance.GetLogViewUriAsync(new LogViewOptions { Form = LogViewForm.JobInsight }));
        Assert.Equal(fixture.Emulator.Endpoint.Authority, (await _client.Instances.GetLogViewHostAsync()).Authority);
        Assert.Equal(fixture.Emulator.Endpoint.Authority, (await _client.Instances.GetJobInsightHostAsync())!.Authority);
    }

    private EmulatorRequest Last() => fixture.Emulator.Requests[^1];
}
