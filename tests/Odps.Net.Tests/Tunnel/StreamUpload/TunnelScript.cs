using System.Globalization;
using System.IO.Compression;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Tunnel;

/// <summary>Clients of a scripted tunnel, and short readings of the requests that it got.</summary>
internal static class TunnelScript
{
    /// <summary>A client whose REST service and tunnel are the server, in project p.</summary>
    public static OdpsClient Client(LoopbackServer server, TimeProvider? clock = null, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        OdpsClientOptions options = PipelineFactory.Options(server.Endpoint, clock ?? new ManualTimeProvider { AutoAdvance = true }) with
        {
            Project = "p",
            TunnelEndpoint = new Uri(server.Endpoint, "/"),
        };
        return new OdpsClient(change is null ? options : change(options));
    }

    /// <summary>The path without the query, unescaped.</summary>
    public static string Path(this LoopbackExchange exchange) => Uri.UnescapeDataString(exchange.Target.Split('?')[0]);

    /// <summary>The query in the order of its keys: <c>a=1&amp;b=2</c>, unescaped.</summary>
    public static string Query(this LoopbackExchange exchange) => string.Join('&', exchange.Parameters().Select(p => p.Value is null ? p.Key : $"{p.Key}={p.Value}"));

    /// <summary>A parameter of the query, unescaped; null when it is absent or a flag.</summary>
    public static string? Parameter(this LoopbackExchange exchange, string key) => exchange.Parameters().GetValueOrDefault(key);

    public static bool HasParameter(this LoopbackExchange exchange, string key) => exchange.Parameters().ContainsKey(key);

    public static byte[] Inflate(byte[] body)
    {
        using var inflater = new ZLibStream(new MemoryStream(body), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        inflater.CopyTo(raw);
        return raw.ToArray();
    }

    public static string Error(string code, string message = "says the test") =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"Code":"{{code}}","Message":"{{message}}","RequestId":"R-{{code}}"}""");

    private static SortedDictionary<string, string?> Parameters(this LoopbackExchange exchange)
    {
        var result = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        int mark = exchange.Target.IndexOf('?', StringComparison.Ordinal);
        foreach (string item in mark < 0 ? [] : exchange.Target[(mark + 1)..].Split('&'))
        {
            string[] parts = item.Split('=', 2);
            result[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null;
        }

        return result;
    }
}
