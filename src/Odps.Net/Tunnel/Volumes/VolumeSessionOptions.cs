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

    /// <summary>How long the network may stay silent within each request. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.</summary>
    public TimeSpan? NetworkTimeout { get; init; }

    /// <summary>
    /// Told of the bytes that all streams of the session have sent, or read and verified, after each chunk (512 KiB when writing), and of each file that is complete, which counts
    /// as a block. Default: nobody.
    /// </summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
