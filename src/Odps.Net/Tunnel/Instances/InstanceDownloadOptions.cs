namespace Odps.Net.Tunnel;

/// <summary>How a download session for the result of an instance is made. Everything has a default. The service keeps a session for 24 hours.</summary>
public sealed record InstanceDownloadOptions
{
    /// <summary>
    /// Whether to take only what the project shows on a console (<c>instance_tunnel_limit_enabled</c>): at most 10,000 rows (<see cref="InstanceDownloadSession.IsTruncated"/>), without the right to read
    /// the source tables being checked. Default: <see langword="false"/>, the whole result.
    /// </summary>
    public bool Limited { get; init; }

    /// <summary>How long to wait until the session is ready. Default: 10 minutes.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression that readers ask for unless they say otherwise. Default: none.</summary>
    public TunnelCompression Compression { get; init; }

    /// <summary>How long the network may stay silent within each request. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.</summary>
    public TimeSpan? NetworkTimeout { get; init; }
}
