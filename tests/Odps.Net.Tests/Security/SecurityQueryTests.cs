using System.Text.Json;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Security;

/// <summary>Security queries: what is sent, and answers that come at once or later.</summary>
public class SecurityQueryTests
{
    private const string Answer = """<Authorization><Result>{"roles":["admin"]}</Result><New/></Authorization>""";
    private const string Later = "<Authorization><Result>q/1</Result></Authorization>";

    [Fact]
    public async Task Query_that_is_answered_at_once_costs_one_request()
    {
        SecurityQueryResult? result = null;
        SentRequest sent = await SentRequest.OfAsync(async client => result = await client.Security.RunQueryAsync(" show grants for a<b "), Answer);

        Assert.Equal("POST /projects/p1/authorization?curr_project=p1", sent.Line);
        Assert.Equal("application/xml", sent.ContentType);
        Assert.Null(sent.Header("odps-x-supervision-token"));
        Assert.Equal("<Authorization><Query>show grants for a&lt;b</Query><ResponseInJsonFormat>true</ResponseInJsonFormat></Authorization>", sent.Xml);
        using JsonDocument json = result!.ToJsonDocument();
        Assert.Equal("admin", json.RootElement.GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task Options_become_settings_format_and_header()
    {
        var options = new SecurityQueryOptions
        {
            Schema = "s1", AsJson = false, SupervisionToken = "S3CRET-token", Hints = new Dictionary<string, string> { ["k"] = "v" },
        };
        SentRequest sent = await SentRequest.OfAsync(client => client.Security.RunQueryAsync("list users", options), Answer);

        Assert.Equal("S3CRET-token", sent.Header("odps-x-supervision-token"));
        Assert.Equal(
            """<Authorization><Query>list users</Query><ResponseInJsonFormat>false</ResponseInJsonFormat><Settings>{"k":"v","odps.namespace.schema":"true","odps.sql.allow.namespace.schema":"true","odps.default.schema":"s1"}</Settings></Authorization>""",
            sent.Xml);
        Assert.DoesNotContain("S3CRET", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_of_the_client_is_that_of_the_query_unless_the_hints_name_another()
    {
        SentRequest own = await SentRequest.OfAsync(client => client.WithSchema("s2").Security.RunQueryAsync("list users"), Answer);
        SentRequest hinted = await SentRequest.OfAsync(
            client => client.WithSchema("s2").Security.RunQueryAsync(
                "list users", new SecurityQueryOptions { Hints = new Dictionary<string, string> { ["odps.default.schema"] = "s3" } }),
            Answer);

        Assert.Contains("\"odps.default.schema\":\"s2\"", own.Xml, StringComparison.Ordinal);
        Assert.Contains("\"odps.default.schema\":\"s3\"", hinted.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_that_is_answered_later_is_asked_for_until_it_has_ended()
    {
        string? text = null;
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client => text = (await client.Security.RunQueryAsync("install package p2.k")).Text,
            (202, Later, ""),
            (200, "<AuthorizationQuery><Status>Running</Status><Result/></AuthorizationQuery>", ""),
            (503, "", ""),
            (200, "<AuthorizationQuery><Status>SOMETHING_NEW</Status><Result/></AuthorizationQuery>", ""),
            (200, "<AuthorizationQuery><Status>TERMINATED</Status><Result>done</Result></AuthorizationQuery>", ""));

        Assert.Equal("done", text);
        Assert.Equal(5, sent.Length);
        Assert.All(sent[1..], s => Assert.Equal("GET /projects/p1/authorization/q%2F1?curr_project=p1", s.Line));
    }

    [Fact]
    public async Task Query_that_fails_later_is_an_exception_with_its_text()
    {
        await SentRequest.AllOfAsync(
            async client =>
            {
                OdpsInstanceFailedException failure = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => client.Security.RunQueryAsync("install package p2.k"));
                Assert.Equal(("q/1", "ODPS-0130013", "Failed", "install package p2.k"), (failure.InstanceId, failure.ErrorCode, failure.TaskStatus, failure.Sql));
                Assert.Contains("no such package", failure.Message, StringComparison.Ordinal);
            },
            (202, Later, ""),
            (200, "<AuthorizationQuery><Status>Failed</Status><Result>ODPS-0130013:Authorization exception - no such package</Result></AuthorizationQuery>", ""));
    }

    [Fact]
    public async Task Submitted_query_can_be_asked_for_by_its_id()
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client =>
            {
                SecurityQuery query = await client.Security.SubmitQueryAsync("install package p2.k");
                Assert.Equal(("q/1", false), (query.Id, query.IsAnswered));
                SecurityQueryInfo info = await client.Security.GetQuery(query.Id!).GetAsync();
                Assert.Equal((SecurityQueryStatus.Running, false), (info.Status, info.IsTerminated));
            },
            (201, Later, ""),
            (200, "<AuthorizationQuery><Status>running</Status></AuthorizationQuery>", ""));

        Assert.Equal(2, sent.Length);
    }

    [Fact]
    public async Task Wait_ends_at_its_limit_and_says_that_the_query_runs_on()
    {
        await SentRequest.AllOfAsync(
            async client =>
            {
                OdpsTimeoutException failure = await Assert.ThrowsAsync<OdpsTimeoutException>(() => client.Security.RunQueryAsync(
                    "install package p2.k", new SecurityQueryOptions { Wait = new WaitOptions { Timeout = TimeSpan.FromSeconds(20) } }));
                Assert.Contains("WaitOptions.Timeout", failure.Message, StringComparison.Ordinal);
            },
            (202, Later, ""),
            (200, "<AuthorizationQuery><Status>Running</Status></AuthorizationQuery>", ""));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_with_the_callers_token()
    {
        using var source = new CancellationTokenSource();
        await using var server = LoopbackServer.Start(async exchange =>
        {
            if (exchange.Number == 3)
            {
                await source.CancelAsync();
            }

            await exchange.RespondAsync(exchange.Number == 1 ? 202 : 200, exchange.Number == 1 ? Later : "<AuthorizationQuery><Status>Running</Status></AuthorizationQuery>");
        });
        await using OdpsClient client = SentRequest.Client(server.Endpoint);

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Security.RunQueryAsync("install package p2.k", cancellationToken: source.Token));

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Theory]
    [InlineData(403, "NoPermission", typeof(OdpsPermissionException))]
    [InlineData(404, "NoSuchObject", typeof(OdpsNotFoundException))]
    [InlineData(409, "ObjectAlreadyExists", typeof(OdpsAlreadyExistsException))]
    [InlineData(400, "SomethingNew", typeof(OdpsServiceException))]
    public async Task Refusals_are_typed_and_not_repeated(int status, string code, Type type)
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            client => Assert.ThrowsAsync(type, () => client.Security.RunQueryAsync("create role r")), (status, SentRequest.Error(code), ""));

        Assert.Single(sent);
    }

    [Fact]
    public async Task Change_whose_answer_is_lost_is_not_sent_again_and_a_question_is()
    {
        SentRequest[] change = await SentRequest.AllOfAsync(
            client => Assert.ThrowsAsync<OdpsServiceException>(() => client.Security.Roles.CreateAsync("r")), (503, "", ""));
        SentRequest[] question = await SentRequest.AllOfAsync(
            client => client.Security.WhoAmIAsync(), (503, "", ""), (200, """<Authorization><Result>{"DisplayName":"ALIYUN$a@b.c","ID":"12"}</Result></Authorization>""", ""));

        Assert.Single(change);
        Assert.Equal(2, question.Length);
    }

    [Fact]
    public async Task Who_is_asking_is_read_from_JSON()
    {
        UserInfo? user = null;
        SentRequest sent = await SentRequest.OfAsync(
            async client => user = await client.Security.WhoAmIAsync(), """<Authorization><Result>{"DisplayName":"ALIYUN$a@b.c","ID":"12","New":1}</Result></Authorization>""");

        Assert.Equal("<Authorization><Query>whoami</Query><ResponseInJsonFormat>true</ResponseInJsonFormat></Authorization>", sent.Xml);
        Assert.Equal(("ALIYUN$a@b.c", "12"), (user!.DisplayName, user.Id));
    }

    [Theory]
    [InlineData(5.0, "5")]
    [InlineData(0.5, "0.5")]
    public async Task Bearer_token_is_asked_for_with_policy_and_hours(double hours, string sentHours)
    {
        string? token = null;
        SentRequest sent = await SentRequest.OfAsync(
            async client => token = await client.Security.SignBearerTokenAsync(SecurityPolicy.Parse("""{"Version":"1"}"""), TimeSpan.FromHours(hours)),
            "<Authorization><Result>TOKEN</Result></Authorization>");

        Assert.Equal("POST /projects/p1/authorization?sign_bearer_token&curr_project=p1", sent.Line);
        Assert.Equal("application/json", sent.ContentType);
        Assert.Equal("{\"expires_in_hours\":" + sentHours + ",\"policy\":{\"Version\":\"1\"}}", sent.Body);
        Assert.Equal("TOKEN", token);
    }

    [Fact]
    public async Task Answer_that_is_not_JSON_is_read_as_text()
    {
        await SentRequest.OfAsync(
            async client =>
            {
                SecurityQueryResult result = await client.Security.RunQueryAsync("show grants");
                Assert.Equal("[roles]\nadmin", result.Text);
                OdpsDataException failure = Assert.Throws<OdpsDataException>(result.ToJsonDocument);
                Assert.Contains("SecurityQueryResult.Text", failure.Message, StringComparison.Ordinal);
            },
            "<Authorization><Result>[roles]\nadmin</Result></Authorization>");
    }

    [Fact]
    public async Task Statement_that_a_request_cannot_carry_is_refused()
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client =>
            {
                ArgumentException failure = await Assert.ThrowsAsync<ArgumentException>(() => client.Security.RunQueryAsync("show\u0000grants"));
                Assert.Contains("U+0000", failure.Message, StringComparison.Ordinal);
            },
            (200, Answer, ""));

        Assert.Empty(sent);
    }
}
