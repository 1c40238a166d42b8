using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// The table or the result of an instance that a tunnel session works on, and the parts that all of its requests have in common: the path, the protocol version,
/// quota, tags and partition.
/// </summary>
internal sealed record TunnelTarget : TunnelContext
{
    /// <summary>The version of the tunnel protocol; 6 lets the service send metrics with a download.</summary>
    private static readonly KeyValuePair<string, string>[] InstanceHeaders = [new("x-odps-tunnel-version", "6")];

    private static readonly KeyValuePair<string, string>[] TableHeaders =
        [.. InstanceHeaders, new("odps-tunnel-date-transform", "v1"), new("odps-tunnel-sdk-support-schema-evolution", "true")];

    public required RestPath Path { get; init; }

    public string? Partition { get; init; }

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
    public ValueTask<OdpsRequest> RequestAsync(HttpMethod method, QueryParameters query, string operation, CancellationToken cancellationToken)
    {
        query.Add("partition", Partition);
        return RequestAsync(method, Path, query, IsTable ? TableHeaders : InstanceHeaders, operation, cancellationToken);
    }

    /// <summary>An empty body that still says its length, as the tunnel wants it.</summary>
    public static HttpContent Empty() => new ByteArrayContent([]);

    public static string FormatRange(long start, long count) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({start},{count})");
}
