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

    /// <summary>
    /// Where to tell how far the instance is, at each look and at the end. It costs one request more for each look and one for each task. Default:
    /// <see langword="null"/>, nobody.
    /// </summary>
    public IProgress<InstanceProgress>? Progress { get; init; }

    /// <summary>The longest pause between two looks when there is a <see cref="Progress"/> to tell. Default: 1 s.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether cancelling the wait also stops the instance (one request, which itself cannot be cancelled). Default: <see langword="false"/>: the wait ends and
    /// the instance goes on.
    /// </summary>
    public bool StopOnCancellation { get; init; }

    /// <summary>Whether the instance is stopped when <see cref="Timeout"/> has passed. Default: <see langword="false"/>: it goes on.</summary>
    public bool StopOnTimeout { get; init; }

    /// <summary>
    /// Whether the exception of a failed instance gets the address of its log view, which costs one or two requests. Default: <see langword="true"/>.
    /// </summary>
    public bool LogViewOnFailure { get; init; } = true;
}
