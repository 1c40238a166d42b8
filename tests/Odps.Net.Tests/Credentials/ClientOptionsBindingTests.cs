using System.Text;
using Microsoft.Extensions.Configuration;
using Odps.Net.Tests.Security;

namespace Odps.Net.Tests.Credentials;

/// <summary>Options from configuration files and from the environment.</summary>
public class ClientOptionsBindingTests
{
    [Fact]
    public void Options_are_bound_from_a_section_and_completed_in_code()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes("""
            {
              "MaxCompute": {
                "Endpoint": "https://service.cn-shanghai.maxcompute.aliyun.com/api",
                "Project": "sales",
                "Region": "cn-shanghai",
                "NetworkTimeout": "00:00:30",
                "SignatureVersion": "V2",
                "MaxConnectionsPerServer": 8,
                "Retry": { "MaxRetries": 2, "Delay": "00:00:01" },
                "DefaultHeaders": { "x-odps-team": "bi" }
              }
            }
            """));
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(json).Build();

        OdpsClientOptions options = configuration.GetSection("MaxCompute").Get<OdpsClientOptions>()! with { Credential = OdpsCredential.AccessKey("id", "secret") };

        Assert.Equal("https://service.cn-shanghai.maxcompute.aliyun.com/api", options.Endpoint!.AbsoluteUri);
        Assert.Equal(("sales", "cn-shanghai", SignatureVersion.V2, 8), (options.Project, options.Region, options.SignatureVersion, options.MaxConnectionsPerServer));
        Assert.Equal(TimeSpan.FromSeconds(30), options.NetworkTimeout);
        Assert.Equal((2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)), (options.Retry.MaxRetries, options.Retry.Delay, options.Retry.MaxDelay));
        Assert.Equal("bi", options.DefaultHeaders["x-odps-team"]);
        Assert.Same(TimeProvider.System, options.TimeProvider);
    }

    [Fact]
    public void Environment_names_namespace_quota_and_endpoint()
    {
        var variables = new Dictionary<string, string>
        {
            ["PYODPS_ENDPOINT"] = "https://service.cn-shanghai.maxcompute.aliyun.com/api", ["ODPS_NAMESPACE"] = "ns1", ["QUOTA_NAME"] = "q1",
        };

        OdpsClientOptions options = OdpsClientOptions.FromEnvironment(name => variables.GetValueOrDefault(name));

        Assert.Equal("https://service.cn-shanghai.maxcompute.aliyun.com/api", options.Endpoint!.AbsoluteUri);
        Assert.Equal(("ns1", "q1"), (options.Namespace, options.QuotaName));
        Assert.Null(options.Credential);
    }

    [Fact]
    public async Task Namespace_goes_with_each_request_and_is_signed()
    {
        await using var server = Support.LoopbackServer.StartWith((200, "<Users/>", ""));
        await using OdpsClient client = SentRequest.Client(server.Endpoint, o => o with { Namespace = "ns1", DefaultHeaders = new Dictionary<string, string> { ["x-odps-team"] = "bi" } });

        await foreach (UserInfo _ in client.Security.Users.ListAsync())
        {
        }

        Support.LoopbackExchange exchange = Assert.Single(server.Requests);
        Assert.Equal(("ns1", "bi"), (exchange.Header("x-odps-namespace-id"), exchange.Header("x-odps-team")));
        Assert.Throws<ArgumentException>(() => SentRequest.Client(server.Endpoint, o => o with { Namespace = "a b" }));
    }
}
