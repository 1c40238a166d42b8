namespace Odps.Net.Tunnel;

/// <summary>What one call has stored by a stream upload.</summary>
public sealed record StreamFlushResult
{
    /// <summary>The result of a call that had nothing to send.</summary>
    internal static StreamFlushResult Nothing { get; } = new();

    /// <summary>How many packs were stored: 0 when there were no rows, otherwise 1, or 2 when an earlier pack was still to be sent.</summary>
    public int Packs { get; init; }

    /// <summary>The rows that were stored.</summary>
    public long Rows { get; init; }

    /// <summary>Their bytes before compression, the footers included.</summary>
    public long Bytes { get; init; }

    /// <summary>The bytes of the bodies that were sent.</summary>
    public long SentBytes { get; init; }

    /// <summary>The id of the (last) request, to quote to support; <see langword="null"/> when the service sent none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The id that the service gave the (last) pack (<c>odps-tunnel-batch-id</c>); <see langword="null"/> when it gave none.</summary>
    public long? BatchId { get; init; }

    /// <summary>How the tunnel server spent its time on the (last) pack; <see langword="null"/> when it did not say.</summary>
    public TunnelMetrics? Metrics { get; init; }

    internal StreamFlushResult Then(StreamFlushResult later) => later with
    {
        Packs = Packs + later.Packs,
        Rows = Rows + later.Rows,
        Bytes = Bytes + later.Bytes,
        SentBytes = SentBytes + later.SentBytes,
    };
}
