using Odps.Net.Http;

namespace Odps.Net.Tests.Http;

public class OptionsValidationTests
{
    private static readonly OdpsClientOptions Good = new()
    {
        Endpoint = new Uri("https://service.cn-shanghai.maxcompute.aliyun.com/api"),
        Project = "sales",
        Credential = OdpsCredential.AccessKey("LTAIoptions00001", "secret"),
    };

    public static TheoryData<string, Func<OdpsClientOptions, OdpsClientOptions>, string> Wrong => new()
    {
        { "Endpoint", o => o with { Endpoint = null }, "ODPS_ENDPOINT" },
        { "Endpoint", o => o with { Endpoint = new Uri("/api", UriKind.Relative) }, "absolute" },
        { "Endpoint", o => o with { Endpoint = new Uri("ftp://host/api") }, "http or https" },
        { "Endpoint", o => o with { Endpoint = new Uri("https://u:p@host/api") }, "user name" },
        { "Endpoint", o => o with { Endpoint = new Uri("https://host/api?x=1") }, "query" },
        { "Endpoint", o => o with { Endpoint = new Uri("http://service.example.com/api") }, "AllowInsecureHttp" },
        { "TunnelEndpoint", o => o with { TunnelEndpoint = new Uri("http://dt.example.com") }, "AllowInsecureHttp" },
        { "Credential", o => o with { Credential = null }, "OdpsCredential.AccessKey" },
        { "Project", o => o with { Project = "" }, "plain name" },
        { "Project", o => o with { Project = "a/b" }, "plain name" },
        { "Project", o => o with { Project = ".." }, "plain name" },
        { "Schema", o => o with { Schema = "a b" }, "plain name" },
        { "Region", o => o with { Region = "cn/shanghai" }, "region id" },
        { "Region", o => o with { Endpoint = new Uri("https://localhost/api"), SignatureVersion = SignatureVersion.V4 }, "needs one" },
        { "SignatureVersion", o => o with { SignatureVersion = (SignatureVersion)9 }, "V2" },
        { "SignaturePrefix", o => o with { SignaturePrefix = "" }, "aliyun_v4" },
        { "AppCredential", o => o with { AppCredential = new OdpsAppCredential("id", "s"), Credential = OdpsCredential.BearerToken("t") }, "bearer" },
        { "ConnectTimeout", o => o with { ConnectTimeout = TimeSpan.Zero }, "longer than zero" },
        { "NetworkTimeout", o => o with { NetworkTimeout = TimeSpan.FromSeconds(-5) }, "InfiniteTimeSpan" },
        { "NetworkTimeout", o => o with { NetworkTimeout = TimeSpan.MaxValue }, "24 days" },
        { "Retry", o => o with { Retry = null! }, "MaxRetries" },
        { "Retry.MaxRetries", o => o with { Retry = new RetryOptions { MaxRetries = -1 } }, "between" },
        { "Retry.Delay", o => o with { Retry = new RetryOptions { Delay = TimeSpan.FromSeconds(-1) } }, "between" },
        { "Retry.MaxDelay", o => o with { Retry = new RetryOptions { Delay = TimeSpan.FromSeconds(9), MaxDelay = TimeSpan.FromSeconds(8) } }, "between" },
        { "Retry.MaxRetryAfter", o => o with { Retry = new RetryOptions { MaxRetryAfter = TimeSpan.FromDays(9) } }, "between" },
        { "MaxConnectionsPerServer", o => o with { MaxConnectionsPerServer = 0 }, "at least 1" },
        { "UserAgentSuffix", o => o with { UserAgentSuffix = "a\nb" }, "printable" },
        { "TimeProvider", o => o with { TimeProvider = null! }, "system's clock" },
        { "DefaultHeaders", o => o with { DefaultHeaders = null! }, "null" },
        { "DefaultHeaders", o => o with { DefaultHeaders = new Dictionary<string, string> { ["authorization"] = "x" } }, "writes itself" },
        { "DefaultHeaders", o => o with { DefaultHeaders = new Dictionary<string, string> { ["x-a"] = "a\r\nb" } }, "x-a" },
        { "DefaultHeaders", o => o with { DefaultHeaders = new Dictionary<string, string> { ["a b"] = "c" } }, "a b" },
        { "DefaultHeaders", o => o with { DefaultHeaders = new Dictionary<string, string> { ["Content-Type"] = "c" } }, "Content-Type" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Unusable_option_is_named_with_what_to_do(string option, Func<OdpsClientOptions, OdpsClientOptions> change, string advice)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => new OdpsPipeline(change(Good)));

        Assert.StartsWith($"OdpsClientOptions.{option} ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Equal(option, refused.ParamName);
    }

    [Fact]
    public async Task Usable_options_are_accepted()
    {
        OdpsClientOptions[] good =
        [
            Good,
            Good with { Project = null },
            Good with { Endpoint = new Uri("http://localhost:8080/api") },
            Good with { Endpoint = new Uri("http://127.0.0.1:8080") },
            Good with { Endpoint = new Uri("http://[::1]:8080/") },
            Good with { Endpoint = new Uri("http://service.example.com/api"), AllowInsecureHttp = true },
            Good with { SignatureVersion = SignatureVersion.V4 },
            Good with { NetworkTimeout = Timeout.InfiniteTimeSpan, ConnectTimeout = Timeout.InfiniteTimeSpan },
            Good with { Retry = new RetryOptions { MaxRetries = 0, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero } },
        ];

        foreach (OdpsClientOptions options in good)
        {
            await using var pipeline = new OdpsPipeline(options);
            Assert.Same(options, pipeline.Options);
        }
    }

    [Fact]
    public async Task Plain_http_is_refused_for_a_tunnel_that_was_discovered()
    {
        await using var pipeline = new OdpsPipeline(Good);

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => pipeline.SendAsync(OdpsRequest.Get(RestPath.Project("p"), "read") with { Endpoint = new Uri("http://dt.example.com") }, default));

        Assert.Contains("TunnelEndpoint", refused.Message, StringComparison.Ordinal);
        Assert.Contains("AllowInsecureHttp", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var options = new OdpsClientOptions();

        Assert.Equal(TimeSpan.FromSeconds(10), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(120), options.NetworkTimeout);
        Assert.Equal(SignatureVersion.Auto, options.SignatureVersion);
        Assert.Equal("aliyun_v4", options.SignaturePrefix);
        Assert.Equal(new RetryOptions { MaxRetries = 4, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(30), MaxRetryAfter = TimeSpan.FromMinutes(2), RetryThrottled = true }, options.Retry);
        Assert.Null(options.MaxConnectionsPerServer);
        Assert.False(options.AllowInsecureHttp);
        Assert.Empty(options.DefaultHeaders);
        Assert.Same(TimeProvider.System, options.TimeProvider);
    }
}
