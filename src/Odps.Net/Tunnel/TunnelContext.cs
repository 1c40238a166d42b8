using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>The parts that all requests of the tunnel have in common, whatever they move: where the tunnel is, quota, tags, and how answers are read.</summary>
internal abstract record TunnelContext
{
    public required ServiceScope Scope { get; init; }

    public required string Project { get; init; }

    /// <summary>What the requests are about, for messages: <c>partition dt='1' of table p.t</c>.</summary>
    public required string Description { get; init; }

    public string? QuotaName { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long the network may stay silent; null takes the client's limit.</summary>
    public TimeSpan? NetworkTimeout { get; init; }

    /// <summary>Sends a request whose answer is the JSON of a session.</summary>
    public Task<T> SendAsync<T>(OdpsRequest request, Func<JsonElement, OdpsResponse, T> read, CancellationToken cancellationToken) =>
        Scope.Pipeline.ReadAsync(request, (response, token) => ReadSessionAsync(response, read, token), cancellationToken);

    /// <summary>Makes a request with the common parts; <paramref name="query"/> and <paramref name="headers"/> come first.</summary>
    private protected async ValueTask<OdpsRequest> RequestAsync(
        HttpMethod method, RestPath path, QueryParameters query, IEnumerable<KeyValuePair<string, string>> headers, string operation, CancellationToken cancellationToken)
    {
        query.Add("quotaName", QuotaName);
        return new OdpsRequest
        {
            Method = method,
            Path = path,
            Operation = operation,
            Query = query,
            Headers = Tags.Count > 0 ? [.. headers, new("odps-tunnel-tags", string.Join(',', Tags))] : [.. headers],
            Endpoint = await Scope.Tunnels.GetAsync(Project, QuotaName, cancellationToken).ConfigureAwait(false),
            CurrentProject = Scope.Project,
            NetworkTimeout = NetworkTimeout,
        };
    }

    private static async ValueTask<T> ReadSessionAsync<T>(OdpsResponse response, Func<JsonElement, OdpsResponse, T> read, CancellationToken cancellationToken)
    {
        if (response.Header("odps-tunnel-date-transform") == "true")
        {
            throw response.Malformed(
                "announces date-times in the client's local time (odps-tunnel-date-transform), which this SDK does not read because values would depend on the machine's time zone");
        }

        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return read(document.RootElement, response);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            throw response.Malformed($"is not the description of a tunnel session: {e.Message}", e);
        }
    }
}
