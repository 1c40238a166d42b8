namespace Odps.Net.Tunnel;

/// <summary>What a completed writer has sent.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Bytes">The bytes before compression.</param>
public readonly record struct RecordWriteResult(long Rows, long Bytes)
{
    /// <summary>How the tunnel server spent its time on the data, all requests together; <see langword="null"/> when it did not say.</summary>
    public TunnelMetrics? Metrics { get; init; }
}
