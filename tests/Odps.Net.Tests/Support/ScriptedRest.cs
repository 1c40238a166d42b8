using System.Text;
using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.Support;

/// <summary>A client of project p and a REST service that gives the same answer to every request, or what a test says.</summary>
internal sealed class ScriptedRest : IAsyncDisposable
{
    public ScriptedRest(Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        Server = LoopbackServer.Start(async exchange =>
        {
            await exchange.ReadBodyAsync();
            if (OnRequest is not null)
            {
                await OnRequest(exchange);
            }
            else
            {
                await exchange.RespondAsync(Status, Body, Headers);
            }
        });
        Client = TunnelScript.Client(Server, change: change);
    }

    public LoopbackServer Server { get; }

    public OdpsClient Client { get; }

    public int Status { get; set; } = 200;

    public string Body { get; set; } = "";

    /// <summary>Header lines, separated by line feeds.</summary>
    public string Headers { get; set; } = "";

    public Func<LoopbackExchange, Task>? OnRequest { get; set; }

    public LoopbackExchange Last => Server.Requests.Last();

    /// <summary>Method, path below the endpoint and query of the requests so far.</summary>
    public string[] Lines => [.. Server.Requests.Select(Line)];

    /// <summary>An error document of the service.</summary>
    public static string Error(string code) => $"<Error><Code>{code}</Code><Message>says the test</Message><RequestId>R</RequestId><HostId>h</HostId></Error>";

    public static string Text(LoopbackExchange exchange) => Encoding.UTF8.GetString(exchange.Body);

    /// <summary>The body of a request without its XML declaration.</summary>
    public static string Xml(LoopbackExchange exchange)
    {
        string text = Text(exchange);
        const string Declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
        Assert.StartsWith(Declaration, text, StringComparison.Ordinal);
        return text[Declaration.Length..];
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(Server.Failures);
    }

    private static string Line(LoopbackExchange exchange)
    {
        string path = exchange.Path();
        return $"{exchange.Method} {(path.StartsWith("/api", StringComparison.Ordinal) ? path[4..] : path)}?{exchange.Query()}";
    }
}
