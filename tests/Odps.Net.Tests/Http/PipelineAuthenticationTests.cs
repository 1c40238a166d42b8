using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

public class PipelineAuthenticationTests
{
    private const string V4Refused = "<Error><Code>InternalServerError</Code><Message>ODPS-0010000:System internal error - CloudV4 request need ak v3 support</Message><RequestId>R</RequestId><HostId>h</HostId></Error>";
    private const string InvalidCredentials = "<Error><Code>InvalidParameter</Code><Message>ODPS-0410051:Invalid credentials - accessKeyId not found</Message><RequestId>R</RequestId><HostId>h</HostId></Error>";
    private const string InvalidOrMissing = "<Error><Code>Unauthorized</Code><Message>The request authorization header is invalid or missing.</Message><RequestId>R</RequestId><HostId>h</HostId></Error>";
    private const string Expired = """{"Code":"AuthenticationRequestExpired","Message":"expired"}""";

    [Theory]
    [InlineData(500, V4Refused)]
    [InlineData(400, InvalidCredentials)]
    [InlineData(401, InvalidOrMissing)]
    public async Task Refused_v4_signature_falls_back_to_v2_and_stays_there(int status, string body)
    {
        await using var server = LoopbackServer.Start(e => IsV4(e) ? e.RespondAsync(status, body) : e.RespondAsync(200, "ok"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Region = "cn-shanghai" });

        await (await pipeline.SendAsync(PipelineFactory.PostInstance, default)).DisposeAsync();
        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();

        Assert.Equal([true, false, false], server.Requests.Select(IsV4));
    }

    [Fact]
    public async Task Memory_of_a_refused_v4_signature_belongs_to_one_pipeline()
    {
        await using var server = LoopbackServer.Start(e => IsV4(e) ? e.RespondAsync(401, InvalidOrMissing) : e.RespondAsync(200, "ok"));
        for (int i = 0; i < 2; i++)
        {
            await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Region = "cn-shanghai" });
            await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();
        }

        Assert.Equal([true, false, true, false], server.Requests.Select(IsV4));
    }

    [Fact]
    public async Task Wrong_key_is_tried_with_both_versions_and_does_not_end_the_use_of_v4()
    {
        await using var server = LoopbackServer.StartWith((400, InvalidCredentials, ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Region = "cn-shanghai" });

        for (int i = 0; i < 2; i++)
        {
            OdpsAuthenticationException failure = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));
            Assert.Contains("LTAI...Id01", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([true, false, true, false], server.Requests.Select(IsV4));
    }

    [Fact]
    public async Task Explicit_v4_never_falls_back()
    {
        await using var server = LoopbackServer.StartWith((401, InvalidOrMissing, ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Region = "cn-shanghai", SignatureVersion = SignatureVersion.V4 });

        await Assert.ThrowsAsync<OdpsAuthenticationException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.True(IsV4(Assert.Single(server.Requests)));
    }

    [Theory]
    [InlineData(SignatureVersion.Auto, null, false, false)]
    [InlineData(SignatureVersion.Auto, "cn-beijing", true, true)]
    [InlineData(SignatureVersion.V2, "cn-beijing", false, false)]
    [InlineData(SignatureVersion.V4, "cn-beijing", true, true)]
    public async Task Version_follows_option_and_region_for_service_and_tunnel(SignatureVersion version, string? region, bool service, bool tunnel)
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Region = region, SignatureVersion = version });

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();
        await (await pipeline.SendAsync(PipelineFactory.GetTable with { Endpoint = new Uri(server.Endpoint, "/") }, default)).DisposeAsync();

        Assert.Equal([service, tunnel], server.Requests.Select(IsV4));
    }

    [Theory]
    [InlineData(SignatureVersion.Auto, "cn-shanghai", null)]
    [InlineData(SignatureVersion.V4, "cn-shanghai", "cn-shanghai")]
    public void Region_in_the_service_host_counts_for_the_tunnel_only_when_v4_is_asked_for(SignatureVersion version, string service, string? tunnel)
    {
        var signer = new RequestSigner(new OdpsClientOptions
        {
            Endpoint = new Uri("https://service.cn-shanghai.maxcompute.aliyun.com/api"),
            SignatureVersion = version,
        });

        Assert.Equal(service, signer.RegionFor(PipelineFactory.GetTable, "service"));
        Assert.Equal(tunnel, signer.RegionFor(PipelineFactory.GetTable with { Endpoint = new Uri("https://dt.cn-shanghai.maxcompute.aliyun.com") }, "tunnel"));
    }

    [Theory]
    [InlineData(Expired)]
    [InlineData("""{"Code":"Unauthorized","Message":"The security token is expired"}""")]
    public async Task Expired_credential_is_refreshed_once_and_the_request_repeated_once(string body)
    {
        int version = 0;
        await using var server = LoopbackServer.Start(e => e.Header("authorization-sts-token") == "token-1" ? e.RespondAsync(401, body) : e.RespondAsync(200, "ok"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            Credential = OdpsCredential.FromProvider(_ => new(OdpsCredentialValue.AccessKey("LTAIrotating0001", "secret-0123", FormattableString.Invariant($"token-{++version}")))),
        });

        await (await pipeline.SendAsync(PipelineFactory.PostInstance, default)).DisposeAsync();

        Assert.Equal(["token-1", "token-2"], server.Requests.Select(r => r.Header("authorization-sts-token")));
        Assert.Equal(2, version);
    }

    [Fact]
    public async Task Credential_that_stays_expired_is_an_error_after_one_refresh()
    {
        int version = 0;
        await using var server = LoopbackServer.StartWith((401, Expired, ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            Credential = OdpsCredential.FromProvider(_ => new(OdpsCredentialValue.BearerToken(FormattableString.Invariant($"token-{++version}")))),
        });

        OdpsAuthenticationException failure = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(["token-1", "token-2"], server.Requests.Select(r => r.Header("x-odps-bearer-token")));
        Assert.Contains("has expired", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fixed_credential_that_expired_is_an_error_at_once()
    {
        await using var server = LoopbackServer.StartWith((401, Expired, ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await Assert.ThrowsAsync<OdpsAuthenticationException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Body_that_can_be_made_once_is_not_sent_again_after_a_refused_signature()
    {
        await using var server = LoopbackServer.StartWith((401, InvalidOrMissing, ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Region = "cn-shanghai" });

        await Assert.ThrowsAsync<OdpsAuthenticationException>(() => pipeline.SendAsync(PipelineFactory.PostInstance with { IsContentReplayable = false }, default));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Application_header_goes_beside_the_signature_and_never_with_a_bearer_token()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        var application = new OdpsAppCredential("LTAIappId01", "appSecret0123456789");
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { AppCredential = application });
        await using OdpsPipeline bearer = PipelineFactory.Create(server.Endpoint, o => o with
        {
            AppCredential = application,
            Credential = OdpsCredential.FromProvider(_ => new(OdpsCredentialValue.BearerToken("t-0123456"))),
        });

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => bearer.SendAsync(PipelineFactory.GetTable, default));

        Assert.StartsWith("account_provider:aliyun,signature_method:hmac-sha1,access_id:LTAIappId01,signature:", Assert.Single(server.Requests).Header("application-authentication"), StringComparison.Ordinal);
        Assert.Contains("AppCredential", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_skew_message_compares_both_clocks()
    {
        await using var server = LoopbackServer.StartWith((400, """{"Code":"RequestTimeTooSkewed","Message":"too skewed"}""", "Date: Wed, 04 Mar 2026 07:06:07 GMT"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsAuthenticationException failure = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Contains("2026-03-04 07:06:07Z", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2026-03-04 05:06:07Z", failure.Message, StringComparison.Ordinal);
        Assert.Contains("set this machine's clock", failure.Message, StringComparison.Ordinal);
    }

    private static bool IsV4(LoopbackExchange exchange) => exchange.Header("Authorization")!.Contains("/odps/aliyun_v4_request:", StringComparison.Ordinal);
}
