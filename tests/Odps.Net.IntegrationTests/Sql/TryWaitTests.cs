using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>Submissions that the service holds and answers with the result.</summary>
public sealed class TryWaitTests : IAsyncLifetime
{
    private static readonly SqlOptions Options = new() { TryWait = true };

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
    public async Task Statement_without_rows_costs_one_request_in_all()
    {
        await using QueryResult created = await _client.Sql.QueryAsync("create table held (id bigint)", Options);
        Assert.False(created.IsRowSet);
        await using QueryResult text = await _client.Sql.QueryAsync("desc held", Options);
        Assert.Contains("bigint", text.RawText, StringComparison.Ordinal);
        await _client.Sql.ExecuteAsync("insert into held values (1)", Options);
        Assert.Equal(3, _emulator.Requests.Count);
        Assert.All(_emulator.Requests, r => Assert.True(r.Method == "POST" && r.Query.ContainsKey("tryWait")));
        Assert.Equal("true", (await _client.Tables["held"].ExistsAsync()) ? "true" : "false");
    }

    [Fact]
    public async Task Query_needs_no_look_and_reads_its_rows_through_the_tunnel()
    {
        await using QueryResult result = await _client.Sql.QueryAsync("select 5L as v", Options);
        Assert.Equal((QueryResultChannel.Tunnel, 5L), (result.Channel, await result.ReadScalarAsync<long>()));
        Assert.DoesNotContain(_emulator.Requests, r => r.Query.ContainsKey("instancestatus") || r.Query.ContainsKey("taskstatus"));
        InstanceTaskResult known = Assert.Single(await result.Instance.GetResultsAsync());
        Assert.True(known.IsCsv);
        Assert.DoesNotContain(_emulator.Requests, r => r.Query.ContainsKey("result"));
    }

    [Fact]
    public async Task Failure_in_the_answer_is_the_failure_of_the_instance()
    {
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(
            () => _client.Sql.ExecuteAsync("select * from nothing_here", Options with { Wait = new WaitOptions { LogViewOnFailure = false } }));
        Assert.Equal(("ODPS-0130131", "select * from nothing_here"), (error.ErrorCode, error.Sql));
        Assert.Single(_emulator.Requests);
    }

    [Theory]
    [InlineData(201, "<Instance><Tasks/></Instance>")]
    [InlineData(201, "no document")]
    [InlineData(200, "no document")]
    [InlineData(200, "<Instance><Tasks><Task><Name>AnonymousSQLTask</Name><Status>Running</Status></Task></Tasks></Instance>")]
    public async Task Answer_without_a_result_is_waited_for_as_usual(int status, string body)
    {
        Instance real = await _client.Sql.SubmitAsync("create table not_held (id bigint)");
        _emulator.Stubs.Add(Submitted(status, real, body));
        Instance instance = await _client.Sql.ExecuteAsync("create table not_held (id bigint)", Options);
        Assert.Equal(real.Id, instance.Id);
        Assert.Contains(_emulator.Requests, r => r.Query.ContainsKey("instancestatus"));
        Assert.Contains(_emulator.Requests, r => r.Query.ContainsKey("taskstatus"));
    }

    [Fact]
    public async Task Result_that_comes_unasked_is_taken()
    {
        Instance real = await _client.Sql.SubmitAsync("create table quick (id bigint)");
        _emulator.Stubs.Add(Submitted(200, real, """
            <Instance><Tasks><Task Type="SQL"><Name>AnonymousSQLTask</Name><Status>Success</Status><Result Transform="Base64" Format="text">T0s=</Result></Task></Tasks></Instance>
            """));
        _emulator.ClearRequests();
        await using QueryResult result = await _client.Sql.QueryAsync("create table quick (id bigint)");
        Assert.Equal("OK", result.RawText);
        Assert.Single(_emulator.Requests);
    }

    private static Stub Submitted(int status, Instance instance, string body) =>
        Stub.Answer(status, body).WithHeader("Location", $"http://localhost/api/projects/demo/instances/{instance.Id}").When(RequestMatch.Post("/api/projects/demo/instances"));
}
