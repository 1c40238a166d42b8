namespace Odps.Net.Tunnel;

/// <summary>How an upsert session is made and used. Everything has a default.</summary>
public sealed record UpsertSessionOptions
{
    /// <summary>How many slots to ask for, which are the servers that the buckets are spread over (<c>slotnum</c>). Default: 1.</summary>
    public int SlotCount { get; init; } = 1;

    /// <summary>After how many hours the service drops a session that was not committed, 1 to 24 (<c>lifecycle</c>). Default: the service decides.</summary>
    public int? LifecycleHours { get; init; }

    /// <summary>
    /// How often the session is looked at in the background while it is open, so that the service keeps it while the source of the rows is slow: one
    /// request each time, until the session is committed, aborted, disposed of, or gone. Default: 30 seconds.
    /// <see cref="Timeout.InfiniteTimeSpan"/> turns it off.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a packet that the service did not accept, or whose answer was lost, is sent again, with the waits of
    /// <see cref="OdpsClientOptions.Retry"/>. Default: 5 minutes.
    /// </summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression of the packets. Default: none.</summary>
    public TunnelCompression Compression { get; init; }

    /// <summary>How long the network may stay silent within each request. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.</summary>
    public TimeSpan? NetworkTimeout { get; init; }
}
