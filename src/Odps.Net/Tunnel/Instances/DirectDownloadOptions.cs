namespace Odps.Net.Tunnel;

/// <summary>What a direct download of an interactive query's result reads. Everything has a default.</summary>
public sealed record DirectDownloadOptions
{
    /// <summary>The task of the instance (<c>taskname</c>). Default: <c>console_sqlrt_task</c>, that of an interactive session.</summary>
    public string TaskName { get; init; } = "console_sqlrt_task";

    /// <summary>The number of the query within an interactive session (<c>queryid</c>). Default: none, for an instance with one query.</summary>
    public int? QueryId { get; init; }

    /// <summary>Only these columns, in this order. Default: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The first row, from 0. Default: 0.</summary>
    public long Start { get; init; }

    /// <summary>The number of rows at most. Default: all from <see cref="Start"/> on.</summary>
    public long? Count { get; init; }

    /// <summary>The number of bytes after which the service ends the result (<c>sizelimit</c>). Default: no limit.</summary>
    public long? SizeLimit { get; init; }

    /// <summary>See <see cref="InstanceDownloadOptions.Limited"/>. Default: <see langword="false"/>.</summary>
    public bool Limited { get; init; }

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the request, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression to ask for. Default: none.</summary>
    public TunnelCompression Compression { get; init; }

    /// <summary>
    /// How long the network may stay silent. The service answers only when the result is ready, so this is also how long the query may take.
    /// Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.
    /// </summary>
    public TimeSpan? NetworkTimeout { get; init; }
}
