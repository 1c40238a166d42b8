namespace Odps.Net.Tunnel;

/// <summary>How a session that moves files of a volume is made. Everything has a default.</summary>
public sealed record VolumeSessionOptions
{
    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression: none, or <see cref="TunnelCompression.Deflate"/>, the only one that volumes have. Default: none.</summary>
    public TunnelCompression Compression { get; init; }
}
