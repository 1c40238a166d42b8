namespace Odps.Net.Tunnel;

/// <summary>How a download session for the result of an instance is made. Everything has a default.</summary>
public sealed record InstanceDownloadOptions
{
    /// <summary>
    /// Whether to take only what the project shows on a console (<c>instance_tunnel_limit_enabled</c>): at most 10,000 rows, without the right to read
    /// the source tables being checked. Default: <see langword="false"/>, the whole result.
    /// </summary>
    public bool Limited { get; init; }

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression that readers ask for unless they say otherwise. Default: none.</summary>
    public TunnelCompression Compression { get; init; }
}
