using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>What a preview reads. Everything has a default.</summary>
public sealed record PreviewOptions
{
    /// <summary>How many rows at most. Default: as many as the service gives, which is at most 10,000.</summary>
    public int? Limit { get; init; }

    /// <summary>The columns, data or partition columns, in this order. Default: all data columns, then the partition columns.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>How the batches are compressed on their way. Default: not at all.</summary>
    public ArrowCompression Compression { get; init; }

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the request, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long the network may stay silent. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.</summary>
    public TimeSpan? NetworkTimeout { get; init; }

    /// <summary>Where the memory of batches comes from and returns to. Default: a pool for each reader.</summary>
    public ArrowMemoryPool? MemoryPool { get; init; }
}
