namespace Odps.Net;

/// <summary>One refresh of a materialized view. What the service leaves out is <see langword="null"/>.</summary>
public sealed record ViewRefresh
{
    /// <summary>The instance that computed the rows.</summary>
    public string? InstanceId { get; init; }

    /// <summary>How it ended, in the service's words.</summary>
    public string? Status { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
