using System.Net;
using Odps.Net.Emulator;
using Odps.Net.IntegrationTests.Support;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>What a submission carries, seen by the job that the service received.</summary>
public sealed class SqlSubmissionTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task All_options_are_in_the_job()
    {
        var options = new SqlOptions
        {
            TaskName = "MyTask",
            Priority = 3,
            RunningCluster = "AT-1",
            UniqueId = Guid.NewGuid().ToString(),
            DefaultSchema = "s1",
            QuotaName = "q1",
            IsScript = true,
            Aliases = new Dictionary<string, string> { ["old"] = "new" },
            Hints = new Dictionary<string, string> { ["odps.sql.mapper.split.size"] = "16" },
        };
        InstanceJob job = await (await _client.Sql.SubmitAsync("select 1", options)).GetJobAsync();
        Assert.Equal(3, job.Priority);
        Assert.Equal("AT-1", job.RunningCluster);
        Assert.Equal(options.UniqueId, job.UniqueId);
        Assert.Equal("select 1;", job.Sql);
        InstanceJobTask task = Assert.Single(job.Tasks);
        Assert.Equal(("MyTask", "SQL"), (task.Name, task.Type));
        Assert.Equal("""{"old":"new"}""", task.Properties["aliases"]);
        Assert.True(Guid.TryParse(task.Properties["uuid"], out _));
        Assert.Equal("16", task.Settings["odps.sql.mapper.split.size"]);
        Assert.Equal("script", task.Settings["odps.sql.submit.mode"]);
        Assert.Equal("q1", task.Settings["odps.task.wlm.quota"]);
        Assert.Equal("s1", task.Settings["odps.default.schema"]);
        Assert.Equal("true", task.Settings["odps.namespace.schema"]);
        Assert.Equal("true", task.Settings["odps.sql.allow.namespace.schema"]);
    }

    [Fact]
    public async Task Hints_of_the_call_win_over_SET_statements_and_these_over_hints_of_the_client()
    {
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with
        {
            SqlHints = new Dictionary<string, string> { ["a.client"] = "client", ["a.set"] = "client", ["a.call"] = "client" },
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
        });
        const string Sql = "-- set z=1;\nset a.set=text; SET a.call = text ;\nselect 1";
        InstanceJobTask task = (await (await client.Sql.SubmitAsync(
            Sql, new SqlOptions { Hints = new Dictionary<string, string> { ["a.call"] = "call" } })).GetJobAsync()).Tasks[0];
        Assert.Equal("client", task.Settings["a.client"]);
        Assert.Equal("text", task.Settings["a.set"]);
        Assert.Equal("call", task.Settings["a.call"]);
        Assert.Equal("Asia/Shanghai", task.Settings["odps.sql.timezone"]);
        Assert.DoesNotContain("z", task.Settings.Keys);
        Assert.Equal(Sql + ";", task.Query);
    }

    [Theory]
    [InlineData("set a=1; select 1", "a=1")]
    [InlineData("SET  a.b  =  x y  ;select 1", "a.b=x y")]
    [InlineData("set a='q;r';select 1", "a='q;r'")]
    [InlineData("/* c */ set a=1; -- d\n set b_c-d=2; select 1", "a=1|b_c-d=2")]
    [InlineData("select 1; set a=1;", "a=1")]
    [InlineData("select 'set a=1;'; select \"; set b=1;\"", "")]
    [InlineData("-- set a=1;\nselect 1", "")]
    [InlineData("select /* ; set a=1; */ 1", "")]
    [InlineData("select (1; set a=1;", "")]
    [InlineData("set a; set =1; set b=; settle c=1; select 1", "")]
    [InlineData("update t set a=1", "")]
    public async Task Set_statements_become_hints(string sql, string expected)
    {
        InstanceJobTask task = (await (await _client.Sql.SubmitAsync(sql)).GetJobAsync()).Tasks[0];
        Assert.Equal(expected, string.Join('|', task.Settings.Select(s => $"{s.Key}={s.Value}")));
        task = (await (await _client.Sql.SubmitAsync(sql, new SqlOptions { ParseSetStatements = false })).GetJobAsync()).Tasks[0];
        Assert.Empty(task.Settings);
    }

    [Theory]
    [InlineData("select 1", "select 1;")]
    [InlineData("  select 1 ;  ", "select 1 ;")]
    [InlineData("select 1; -- done", "select 1; -- done")]
    [InlineData("select 1 -- done;", "select 1 -- done;\n;")]
    [InlineData("select ';'", "select ';';")]
    public async Task Statement_ends_in_a_semicolon_that_is_code(string sql, string sent)
    {
        Instance instance = await _client.Sql.SubmitAsync(sql);
        Assert.Equal(sent, (await instance.GetJobAsync()).Sql);
        await instance.WaitForSuccessAsync();
    }

    [Fact]
    public async Task Script_of_several_statements_gives_the_result_of_the_last()
    {
        string name = fixture.NewTableName();
        await using QueryResult result = await _client.Sql.QueryAsync(
            $"create table {new Identifier(name)} (id bigint); insert into {new Identifier(name)} values (1), (2); select sum(id) as s from {new Identifier(name)};", new SqlOptions { IsScript = true });
        Assert.Equal(3L, await result.ReadScalarAsync<long>());
    }

    [Fact]
    public async Task Repeated_submission_with_a_unique_id_is_one_instance_also_when_an_answer_is_lost()
    {
        int lost = 0;
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with
        {
            HttpHandlerFactory = () => new LosingAnswers(r => r.Method == HttpMethod.Post && r.RequestUri!.AbsolutePath.EndsWith("/instances", StringComparison.Ordinal) && lost++ == 0),
            Retry = new RetryOptions { Delay = TimeSpan.FromMilliseconds(1) },
        });
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint");
        await client.Sql.ExecuteAsync($"insert into {new Identifier(name)} values (1)", new SqlOptions { UniqueId = Guid.NewGuid().ToString() });
        Assert.Equal(2, lost);
        Assert.Equal(1L, await _client.Sql.QueryScalarAsync<long>($"select count(*) from {new Identifier(name)}"));
    }

    [Fact]
    public async Task Submission_that_the_service_puts_off_is_sent_again()
    {
        int asked = 0;
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with
        {
            TimeProvider = new Odps.Net.Tests.Support.ManualTimeProvider(DateTimeOffset.UtcNow) { AutoAdvance = true },
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            HttpHandlerFactory = () => new ChangedAnswers(r =>
            {
                if (r.Method != HttpMethod.Post || asked++ >= 2)
                {
                    return null;
                }

                HttpResponseMessage busy = ChangedAnswers.Error(HttpStatusCode.Conflict, "ObjectAlreadyExists", "submit again later");
                busy.Headers.TryAddWithoutValidation("Retry-After", "3");
                return busy;
            }),
        });
        Instance instance = await client.Sql.SubmitAsync("select 1");
        Assert.Equal(3, asked);
        Assert.True(await _client.Instances.ExistsAsync(instance.Id));
    }

    [Fact]
    public async Task Refused_submission_keeps_the_statement()
    {
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with
        {
            HttpHandlerFactory = () => new ChangedAnswers(r => r.Method == HttpMethod.Post ? ChangedAnswers.Error(HttpStatusCode.BadRequest, "ODPS-0130161", "ODPS-0130161:[1,1] Parse exception") : null),
        });
        OdpsServiceException error = await Assert.ThrowsAsync<OdpsServiceException>(() => client.Sql.SubmitAsync("selec 1"));
        Assert.Equal("ODPS-0130161", error.ErrorCode);
        Assert.Equal("selec 1", error.Data["Sql"]);
    }

    [Fact]
    public async Task Cost_estimate_has_the_input_of_the_query_and_runs_nothing_else()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint, v string");
        await _client.Sql.ExecuteAsync($"insert into {new Identifier(name)} values (1, 'abcdefgh')");
        fixture.Emulator.ClearRequests();
        SqlCostEstimate cost = await _client.Sql.EstimateCostAsync($"with a as (select * from {new Identifier(name)}) select count(*) from a");
        Assert.True(cost.InputBytes > 0);
        Assert.Equal(0, cost.UdfCount);
        Assert.Equal(1.0, cost.Complexity);
        Assert.Equal(0, (await _client.Sql.EstimateCostAsync($"drop table {new Identifier(name)}")).InputBytes);
        Assert.True(await _client.Tables.ExistsAsync(name));
        EmulatorRequest submission = fixture.Emulator.Requests.First(r => r.Method == "POST");
        Assert.EndsWith("/instances", submission.Path, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.Sql.EstimateCostAsync("select * from no_such_table"));
    }

    private sealed class LosingAnswers(Func<HttpRequestMessage, bool> loses) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (!loses(request))
            {
                return response;
            }

            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer was lost");
        }
    }
}
