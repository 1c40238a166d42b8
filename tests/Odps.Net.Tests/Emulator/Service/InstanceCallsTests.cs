using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Sql;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Emulator.Service;

public sealed class InstanceCallsTests
{
    private static readonly SqlResult TwoRows = new()
    {
        Columns = [new("id", OdpsType.BigInt), new("name", OdpsType.String)],
        Rows = [[1L, "Ann \"A\""], [2L, null]],
        Inputs = new Dictionary<string, long> { ["demo.t"] = 2 },
    };

    [Fact]
    public async Task Job_runs_in_the_background_and_ends_with_a_csv_result()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, _) => TwoRows);
        using HttpResponseMessage created = await fixture.RestAsync("POST", "/projects/demo/instances", EmulatorFixture.SqlJob("select * from t;"));
        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal(0, created.Content.Headers.ContentLength);
        string path = created.Headers.Location!.AbsolutePath["/api".Length..];

        using HttpResponseMessage status = await fixture.RestAsync("GET", path + "?instancestatus");
        Assert.Equal("Terminated", XElement.Parse(await status.Content.ReadAsStringAsync()).Element("Status")!.Value);
        Assert.Equal("ALIYUN$emulator@example.com", status.Headers.GetValues("x-odps-owner").Single());
        Assert.NotEmpty(status.Headers.GetValues("x-odps-start-time").Single());
        Assert.NotEmpty(status.Headers.GetValues("x-odps-end-time").Single());

        XElement task = (await fixture.XmlAsync("GET", path + "?taskstatus")).Element("Tasks")!.Element("Task")!;
        Assert.Equal(("SQL", "AnonymousSQLTask", "Success"), (task.Attribute("Type")!.Value, task.Element("Name")!.Value, task.Element("Status")!.Value));

        XElement result = (await fixture.XmlAsync("GET", path + "?result")).Element("Tasks")!.Element("Task")!;
        Assert.Equal("csv", result.Element("Result")!.Attribute("Format")!.Value);
        Assert.Equal("\"id\",\"name\"\n1,\"Ann \"\"A\"\"\"\n2,\\N\n", Decode(result));
        JsonElement descriptor = JsonDocument.Parse(result.Element("ResultDescriptor")!.Value).RootElement;
        Assert.Equal("FULL", descriptor.GetProperty("SelectResultStatus").GetString());
        Assert.Equal("bigint", descriptor.GetProperty("Schema").GetProperty("Columns")[0].GetProperty("Type").GetString());

        XElement source = await fixture.XmlAsync("GET", path + "?source");
        Assert.Equal("select * from t;", source.Element("Tasks")!.Element("SQL")!.Element("Query")!.Value);
    }

    [Fact]
    public async Task Failed_job_is_terminated_with_a_failed_task_and_the_code_first()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(
            (_, _) => throw new EmulatorException("ODPS-0130131", "[1,15] Table not found - table demo.nosuch cannot be resolved"));
        string path = await SubmitAsync(fixture, "select * from nosuch");
        XElement status = await fixture.XmlAsync("GET", path + "?instancestatus");
        Assert.Equal("Terminated", status.Element("Status")!.Value);
        XElement task = (await fixture.XmlAsync("GET", path + "?result")).Element("Tasks")!.Element("Task")!;
        Assert.Equal("Failed", task.Element("Status")!.Value);
        Assert.Equal("text", task.Element("Result")!.Attribute("Format")!.Value);
        Assert.Equal("ODPS-0130131:[1,15] Table not found - table demo.nosuch cannot be resolved", Decode(task));
        JsonElement error = await fixture.TunnelJsonAsync("POST", path + "?downloads", 400);
        Assert.Equal("TaskFailed", error.GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Try_wait_gives_the_result_in_the_answer()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, _) => new SqlResult { Text = "OK" });
        using HttpResponseMessage created = await fixture.RestAsync("POST", "/projects/demo/instances?tryWait", EmulatorFixture.SqlJob("create table t (id bigint)"));
        Assert.Equal(200, (int)created.StatusCode);
        Assert.NotNull(created.Headers.Location);
        Assert.Equal("OK", Decode(XElement.Parse(await created.Content.ReadAsStringAsync()).Element("Tasks")!.Element("Task")!));
    }

    [Fact]
    public async Task Running_job_has_a_blank_end_time_and_can_be_stopped_once()
    {
        var started = new TaskCompletionSource();
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, cancellationToken) =>
        {
            started.SetResult();
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
            return TwoRows;
        });
        string path = await SubmitAsync(fixture, "select 1");
        await started.Task;
        using HttpResponseMessage status = await fixture.RestAsync("GET", path);
        Assert.Equal("Running", XElement.Parse(await status.Content.ReadAsStringAsync()).Element("Status")!.Value);
        Assert.Equal("", status.Headers.GetValues("x-odps-end-time").Single());
        Assert.Equal("InstanceNotTerminate", (await fixture.TunnelJsonAsync("POST", path + "?downloads", 400)).GetProperty("Code").GetString());

        const string Stop = "<Instance><Status>Terminated</Status></Instance>";
        using HttpResponseMessage stopped = await fixture.RestAsync("PUT", path, Stop);
        Assert.Equal(200, (int)stopped.StatusCode);
        XElement tasks = await fixture.XmlAsync("GET", path + "?taskstatus");
        Assert.Equal(("Terminated", "Cancelled"), (tasks.Element("Status")!.Value, tasks.Element("Tasks")!.Element("Task")!.Element("Status")!.Value));
        Assert.Equal("InvalidStateSetting", (await fixture.XmlAsync("PUT", path, Stop, 409)).Element("Code")!.Value);
    }

    [Fact]
    public async Task Long_poll_waits_until_the_job_ends()
    {
        var release = new TaskCompletionSource();
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(
            (_, _) =>
            {
                release.Task.GetAwaiter().GetResult();
                return TwoRows;
            },
            o => o with { Clock = clock });
        string path = await SubmitAsync(fixture, "select 1");
        Task<XElement> poll = fixture.XmlAsync("GET", path + "?instancestatus");
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(5));
        Assert.False(poll.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Running", (await poll).Element("Status")!.Value);
        poll = fixture.XmlAsync("GET", path + "?instancestatus");
        release.SetResult();
        Assert.Equal("Terminated", (await poll).Element("Status")!.Value);
    }

    [Fact]
    public async Task Same_guid_is_the_same_instance()
    {
        int runs = 0;
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, _) =>
        {
            Interlocked.Increment(ref runs);
            return new SqlResult();
        });
        string first = await SubmitAsync(fixture, "insert", "<Guid>g-1</Guid>");
        string second = await SubmitAsync(fixture, "insert", "<Guid>g-1</Guid>");
        string third = await SubmitAsync(fixture, "insert", "<Guid>g-2</Guid>");
        await fixture.XmlAsync("GET", second + "?instancestatus");
        await fixture.XmlAsync("GET", third + "?instancestatus");
        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Settings_schema_and_owner_reach_the_engine()
    {
        SqlRequest? seen = null;
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((request, _) =>
        {
            seen = request;
            return new SqlResult();
        });
        await fixture.XmlAsync("GET", await SubmitAsync(fixture, "select '<&>' -- c") + "?instancestatus");
        Assert.Equal(("demo", "select '<&>' -- c", "ALIYUN$emulator@example.com"), (seen!.Project, seen.Text, seen.Owner));
        Assert.Equal("true", seen.Settings["a.b"]);
    }

    [Fact]
    public async Task Summary_progress_queueing_and_lists_describe_the_job()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, _) => new SqlResult { Outputs = new Dictionary<string, long> { ["demo.t"] = 3 } });
        string path = await SubmitAsync(fixture, "insert into t select 1", "<Name>nightly</Name>");
        await fixture.XmlAsync("GET", path + "?instancestatus");

        using HttpResponseMessage summary = await fixture.RestAsync("GET", path + "?instancesummary&taskname=AnonymousSQLTask");
        string json = (await EmulatorFixture.JsonAsync(summary)).GetProperty("Instance").GetProperty("JsonSummary").GetString()!;
        Assert.Equal(3, JsonDocument.Parse(json).RootElement.GetProperty("Outputs").GetProperty("demo.t")[0].GetInt32());

        XElement progress = await fixture.XmlAsync("GET", path + "?instanceprogress=AnonymousSQLTask&taskname=AnonymousSQLTask");
        Assert.Equal("100", progress.Element("Stage")!.Element("FinishedPercentage")!.Value);

        using HttpResponseMessage cached = await fixture.RestAsync("GET", path + "?cached");
        Assert.Equal("nightly", (await EmulatorFixture.JsonAsync(cached)).GetProperty("jobName").GetString());

        XElement list = await fixture.XmlAsync("GET", "/projects/demo/instances?onlyowner=yes&status=Terminated");
        Assert.Equal(path, "/projects/demo/instances/" + list.Element("Instance")!.Element("Name")!.Value);
        Assert.Empty((await fixture.XmlAsync("GET", "/projects/demo/instances?status=Running")).Elements("Instance"));
        Assert.Empty((await fixture.XmlAsync("GET", "/projects/demo/instances?daterange=1:2")).Elements("Instance"));
    }

    [Fact]
    public async Task Result_set_is_downloaded_through_the_tunnel_and_other_results_are_refused()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(
            (request, _) => request.Text.StartsWith("select", StringComparison.Ordinal) ? TwoRows : new SqlResult { Text = "OK" });
        string path = await SubmitAsync(fixture, "select 1");
        await fixture.XmlAsync("GET", path + "?instancestatus");
        JsonElement session = await fixture.TunnelJsonAsync("POST", path + "?downloads");
        Assert.Equal(("normal", 2), (session.GetProperty("Status").GetString(), session.GetProperty("RecordCount").GetInt32()));
        using HttpResponseMessage data = await fixture.TunnelAsync(
            "GET", $"{path}?data&downloadid={session.GetProperty("DownloadID").GetString()}&rowrange=(1,1)");
        Assert.Equal(EmulatorFixture.Records(TwoRows.Columns!, [[2L, null]]), await data.Content.ReadAsByteArrayAsync());

        string ddl = await SubmitAsync(fixture, "drop table t");
        await fixture.XmlAsync("GET", ddl + "?instancestatus");
        JsonElement error = await fixture.TunnelJsonAsync("POST", ddl + "?downloads", 400);
        Assert.Equal("InstanceTypeNotSupported", error.GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Result_set_is_downloaded_without_a_session_once_the_instance_has_ended()
    {
        var release = new TaskCompletionSource();
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, cancellationToken) =>
        {
            release.Task.Wait(cancellationToken);
            return TwoRows;
        });
        string path = await SubmitAsync(fixture, "select 1");
        Task<HttpResponseMessage> waiting = fixture.TunnelAsync("GET", $"{path}?cached&data&rowrange=(1,9223372036854775807)&taskname=AnonymousSQLTask");
        release.SetResult();
        using HttpResponseMessage data = await waiting;
        Assert.Equal(200, (int)data.StatusCode);
        Assert.Equal(EmulatorFixture.Records(TwoRows.Columns!, [[2L, null]]), await data.Content.ReadAsByteArrayAsync());
        Assert.Equal("1", data.Headers.GetValues("odps-tunnel-record-count").Single());
        JsonElement schema = JsonDocument.Parse(data.Headers.GetValues("odps-tunnel-schema").Single()).RootElement;
        Assert.Equal(TwoRows.Columns!.Select(c => c.Name), schema.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal("InvalidArgument", (await fixture.TunnelJsonAsync("GET", path + "?cached&data", 400)).GetProperty("Code").GetString());
    }

    [Theory]
    [InlineData("<Instance/>", "InvalidArgument")]
    [InlineData("<Other/>", "MalformedXML")]
    [InlineData("not xml", "MalformedXML")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'e'>]><Instance>&e;</Instance>", "MalformedXML")]
    public async Task A_document_that_is_no_job_is_refused(string xml, string code)
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        Assert.Equal(code, (await fixture.XmlAsync("POST", "/projects/demo/instances", xml, 400)).Element("Code")!.Value);
    }

    [Fact]
    public async Task A_task_of_an_unknown_type_is_refused_by_name()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        XElement error = await fixture.XmlAsync("POST", "/projects/demo/instances", EmulatorFixture.SqlJob("x", taskType: "CUPID"), 400);
        Assert.Contains("CUPID", error.Element("Message")!.Value, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(EmulatorFixture fixture, string query, string extra = "")
    {
        using HttpResponseMessage created = await fixture.RestAsync("POST", "/projects/demo/instances", EmulatorFixture.SqlJob(query, extra));
        Assert.Equal(201, (int)created.StatusCode);
        return created.Headers.Location!.AbsolutePath["/api".Length..];
    }

    private static string Decode(XElement task) => Encoding.UTF8.GetString(Convert.FromBase64String(task.Element("Result")!.Value));
}
