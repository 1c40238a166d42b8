using System.Text;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Security;

/// <summary>What a call of the SDK sent.</summary>
internal sealed class SentRequest(LoopbackExchange exchange)
{
    /// <summary>Method and target below the endpoint.</summary>
    public string Line => $"{exchange.Method} {exchange.Target["/api".Length..]}";

    public string Body => Encoding.UTF8.GetString(exchange.Body);

    /// <summary>The body without the XML declaration.</summary>
    public string Xml => Body.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", StringComparison.Ordinal) ? Body[(Body.IndexOf('\n', StringComparison.Ordinal) + 1)..] : $"no declaration: {Body}";

    public string? ContentType => Header("Content-Type");

    public string? Header(string name) => exchange.Header(name);

    /// <summary>The only request that a call sends, which the service answers so.</summary>
    public static async Task<SentRequest> OfAsync(Func<OdpsClient, Task> call, string answer = "", int status = 200, string headers = "")
    {
        SentRequest[] sent = await AllOfAsync(call, (status, answer, headers));
        return Assert.Single(sent);
    }

    /// <summary>All requests that a call sends; the answers are given in turn, the last one stays.</summary>
    public static async Task<SentRequest[]> AllOfAsync(Func<OdpsClient, Task> call, params (int Status, string Body, string Headers)[] answers)
    {
        await using var server = LoopbackServer.StartWith(answers);
        await using OdpsClient client = Client(server.Endpoint);
        await call(client);
        return [.. server.Requests.Select(exchange => new SentRequest(exchange))];
    }

    /// <summary>A client whose waits take no time.</summary>
    public static OdpsClient Client(Uri endpoint, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        OdpsClientOptions options = PipelineFactory.Options(endpoint, new ManualTimeProvider { AutoAdvance = true }) with { Project = "p1" };
        return new OdpsClient(change is null ? options : change(options));
    }

    /// <summary>The answer of the service for an error.</summary>
    public static string Error(string code) => $"<Error><Code>{code}</Code><Message>m</Message><RequestId>R1</RequestId><HostId>h</HostId></Error>";
}
