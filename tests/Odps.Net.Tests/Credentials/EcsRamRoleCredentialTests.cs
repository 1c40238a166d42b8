using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Credentials;

/// <summary>The RAM role of an ECS instance, from a metadata service on this machine.</summary>
public class EcsRamRoleCredentialTests
{
    private const string Answer = """
        {"AccessKeyId":"STS.role00000001","AccessKeySecret":"S3CRET-secret","SecurityToken":"S3CRET-token-1","Expiration":"2026-03-04T06:06:07Z","LastUpdated":"x","Code":"Success"}
        """;

    [Fact]
    public async Task Session_token_role_and_credential_are_asked_for_in_turn()
    {
        await using LoopbackServer server = Metadata();
        OdpsCredential credential = Create(server);

        OdpsCredentialValue value = await credential.GetAsync();

        Assert.Equal(("STS.role00000001", "S3CRET-secret", "S3CRET-token-1"), (value.AccessKeyId, value.AccessKeySecret, value.SecurityToken));
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 6, 6, 7, TimeSpan.Zero), value.ExpiresOn);
        Assert.Equal(
            ["PUT /latest/api/token", "GET /latest/meta-data/ram/security-credentials/", "GET /latest/meta-data/ram/security-credentials/my-role"],
            server.Requests.Select(r => $"{r.Method} {r.Target}"));
        Assert.Equal([null, "session-1", "session-1"], server.Requests.Select(r => r.Header("X-aliyun-ecs-metadata-token")));
        Assert.Equal("21600", server.Requests.First().Header("X-aliyun-ecs-metadata-token-ttl-seconds"));
    }

    [Theory]
    [InlineData("my-role", null)]
    [InlineData(null, "my-role")]
    public async Task Named_role_saves_a_request(string? option, string? variable)
    {
        await using LoopbackServer server = Metadata();
        OdpsCredential credential = OdpsCredential.FromEcsRamRole(Options(server) with { RoleName = option }, name => name == "ALIBABA_CLOUD_ECS_METADATA" ? variable : null);

        await credential.GetAsync();

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Requests_that_come_together_share_one_fetch()
    {
        await using LoopbackServer server = Metadata();
        OdpsCredential credential = Create(server);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credential.GetAsync().AsTask()));

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Token_that_the_service_calls_expired_is_fetched_anew_once_and_the_request_repeated()
    {
        int version = 0;
        await using LoopbackServer metadata = Metadata(() => Answer.Replace("token-1", FormattableString.Invariant($"token-{++version}"), StringComparison.Ordinal));
        await using var service = LoopbackServer.Start(exchange => exchange.Header("authorization-sts-token") == "S3CRET-token-1"
            ? exchange.RespondAsync(401, "<Error><Code>AuthenticationRequestExpired</Code><Message>m</Message><RequestId>R</RequestId><HostId>h</HostId></Error>")
            : exchange.RespondAsync(200, "ok"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(service.Endpoint, o => o with { Credential = Create(metadata, "my-role") });

        await (await pipeline.SendAsync(PipelineFactory.PostInstance, default)).DisposeAsync();

        Assert.Equal(["S3CRET-token-1", "S3CRET-token-2"], service.Requests.Select(r => r.Header("authorization-sts-token")));
        Assert.Equal(4, metadata.Requests.Count);
    }

    [Theory]
    [InlineData(404, "", "no RAM role")]
    [InlineData(403, "S3CRET", "HTTP 403")]
    [InlineData(200, "S3CRET", "is not JSON")]
    [InlineData(200, """{"Code":"Failed","AccessKeySecret":"S3CRET"}""", "the code 'Failed'")]
    [InlineData(200, """{"Code":"Success","AccessKeyId":"a","AccessKeySecret":"S3CRET"}""", "'SecurityToken'")]
    [InlineData(200, """{"AccessKeyId":"a","AccessKeySecret":"S3CRET","SecurityToken":"S3CRET","Expiration":"S3CRET"}""", "'Expiration'")]
    [InlineData(200, "   ", "names no RAM role")]
    public async Task Unusable_answer_says_what_is_wrong_and_quotes_no_secret(int status, string body, string fault)
    {
        await using var server = LoopbackServer.Start(exchange => exchange.Method == "PUT" ? exchange.RespondAsync(200, "session-1") : exchange.RespondAsync(status, body));
        OdpsCredential credential = Create(server, string.IsNullOrWhiteSpace(body) && status == 200 ? null : "my-role");

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_is_not_followed_and_a_flood_is_cut()
    {
        await using var redirecting = LoopbackServer.StartWith((302, "", "Location: http://127.0.0.1:1/"));
        await using var flooding = LoopbackServer.StartWith((200, new string('x', 70_000), ""));

        OdpsException redirected = await Assert.ThrowsAsync<OdpsException>(() => Create(redirecting).GetAsync().AsTask());
        OdpsException flooded = await Assert.ThrowsAsync<OdpsException>(() => Create(flooding).GetAsync().AsTask());

        Assert.Contains("HTTP 302", redirected.Message, StringComparison.Ordinal);
        Assert.Contains("64 KiB", flooded.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_nothing_answers_for_asks_whether_this_is_an_instance()
    {
        OdpsCredential credential = OdpsCredential.FromEcsRamRole(new EcsRamRoleCredentialOptions { Endpoint = LoopbackServer.ClosedEndpoint() });

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

        Assert.Contains("is this an ECS instance?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_at_the_limit()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var server = LoopbackServer.Start(exchange => exchange.StaySilentAsync());
        OdpsCredential credential = OdpsCredential.FromEcsRamRole(Options(server) with { Refresh = new CredentialRefreshOptions { TimeProvider = clock } });

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Contains("EcsRamRoleCredentialOptions.Timeout", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://metadata.example.com")]
    [InlineData("http://user:S3CRET@127.0.0.1")]
    [InlineData("ftp://127.0.0.1")]
    public void Plain_http_is_for_the_metadata_address_and_this_machine_only(string endpoint)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => OdpsCredential.FromEcsRamRole(new EcsRamRoleCredentialOptions { Endpoint = new Uri(endpoint) }));

        Assert.Contains("EcsRamRoleCredentialOptions.Endpoint", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", failure.Message, StringComparison.Ordinal);
    }

    private static LoopbackServer Metadata(Func<string>? answer = null) => LoopbackServer.Start(exchange => (exchange.Method, exchange.Target) switch
    {
        ("PUT", "/latest/api/token") => exchange.RespondAsync(200, "session-1"),
        ("GET", "/latest/meta-data/ram/security-credentials/") => exchange.RespondAsync(200, "my-role\n"),
        ("GET", "/latest/meta-data/ram/security-credentials/my-role") => exchange.RespondAsync(200, answer?.Invoke() ?? Answer),
        _ => exchange.RespondAsync(500, "unexpected"),
    });

    private static EcsRamRoleCredentialOptions Options(LoopbackServer server) => new()
    {
        Endpoint = new Uri(server.Endpoint, "/"),
        Timeout = TimeSpan.FromMinutes(1),
        Refresh = new CredentialRefreshOptions { TimeProvider = new ManualTimeProvider() },
    };

    private static OdpsCredential Create(LoopbackServer server, string? role = null) =>
        OdpsCredential.FromEcsRamRole(Options(server) with { RoleName = role }, _ => null);
}
