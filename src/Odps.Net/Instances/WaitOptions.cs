namespace Odps.Net;

/// <summary>How to wait for an instance.</summary>
public sealed record WaitOptions
{
    /// <summary>The pause before the second look. The pause doubles up to <see cref="MaxInterval"/>. Default: 100 ms.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between two looks. Default: 5 s.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait in all. Default: <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How long looks may fail with faults of the service or the network before the wait fails. Default: 5 minutes.
    /// </summary>
    public TimeSpan FaultTolerance { get; init; } = TimeSpan.FromMinutes(5);
}
