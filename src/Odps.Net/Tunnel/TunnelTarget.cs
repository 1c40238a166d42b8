using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// What a tunnel session works on, and the parts that all of its requests have in common: the path, the protocol version, quota, tags and partition.
/// </summary>
internal sealed record TunnelTarget
{
    /// <summary>The version of the tunnel protocol; 6 lets the service send metrics with a download.</summary>
    private const string Version = "6";

    public required ServiceScope Scope { get; init; }

    public required string Project { get; init; }

    public required RestPath Path { get; init; }

    /// <summary>What the target is, for messages: <c>partition dt='1' of table p.t</c>.</summary>
    public required string Description { get; init; }

    public string? Partition { get; init; }

    public string? QuotaName { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long the network may stay silent; null takes the client's limit.</summary>
    public TimeSpan? NetworkTimeout { get; init; }

    /// <summary>Whether the requests are about a table; those about an instance go without the headers for schema and dates.</summary>
    public bool IsTable { get; init; }

    public static TunnelTarget Of(ServiceScope scope, Table table, PartitionSpec? partition, string? quotaName, IReadOnlyList<string> tags, TimeSpan? networkTimeout = null) => new()
    {
        Scope = scope,
        Project = table.Project,
        Path = table.SchemaName is null
            ? RestPath.Project(table.Project).Table(table.Name)
            : RestPath.Project(table.Project).Schema(table.SchemaName).Table(table.Name),
        Description = table.Describe(partition),
        Partition = partition?.ToTunnelText(),
        QuotaName = quotaName ?? scope.Options.TunnelQuotaName,
        Tags = tags,
        NetworkTimeout = networkTimeout,
        IsTable = true,
    };

    public static TunnelTarget Of(ServiceScope scope, Instance instance, string? quotaName, IReadOnlyList<string> tags, TimeSpan? networkTimeout = null) => new()
    {
        Scope = scope,
        Project = instance.Project,
        Path = instance.Path,
        Description = $"the result of instance {instance.Id} of project {instance.Project}",
        QuotaName = quotaName ?? scope.Options.TunnelQuotaName,
        Tags = tags,
        NetworkTimeout = networkTimeout,
    };

    /// <summary>Makes a request with the common parts; <paramref name="query"/> comes first in the address.</summary>
    public async ValueTask<OdpsRequest> RequestAsync(HttpMethod method, QueryParameters query, string operation, CancellationToken cancellationToken)
    {
        query.Add("partition", Partition);
        query.Add("quotaName", QuotaName);
        var headers = new List<KeyValuePair<string, string>> { new("x-odps-tunnel-version", Version) };
        if (IsTable)
        {
            headers.Add(new("odps-tunnel-date-transform", "v1"));
            headers.Add(new("odps-tunnel-sdk-support-schema-evolution", "true"));
        }

        if (Tags.Count > 0)
        {
            headers.Add(new("odps-tunnel-tags", string.Join(',', Tags)));
        }

        return new OdpsRequest
        {
            Method = method,
            Path = Path,
            Operation = operation,
            Query = query,
            Headers = headers,
            Endpoint = await Scope.Tunnels.GetAsync(Project, QuotaName, cancellationToken).ConfigureAwait(false),
            CurrentProject = Scope.Project,
            NetworkTimeout = NetworkTimeout,
        };
    }

    /// <summary>Sends a request whose answer is the JSON of a session.</summary>
    public Task<T> SendAsync<T>(OdpsRequest request, Func<JsonElement, OdpsResponse, T> read, CancellationToken cancellationToken) =>
        Scope.Pipeline.ReadAsync(request, (response, token) => ReadSessionAsync(response, read, token), cancellationToken);

    /// <summary>An empty body that still says its length, as the tunnel wants it.</summary>
    public static HttpContent Empty() => new ByteArrayContent([]);

    public static string FormatRange(long start, long count) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({start},{count})");

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
