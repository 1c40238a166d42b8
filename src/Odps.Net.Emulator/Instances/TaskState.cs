namespace Odps.Net.Emulator.Instances;

/// <summary>Where a task stands.</summary>
internal enum TaskStatus
{
    Waiting,
    Running,
    Success,
    Failed,
    Cancelled,
}

/// <summary>A task and how far it is. Immutable.</summary>
internal sealed record TaskState(JobTask Task)
{
    public TaskStatus Status { get; init; } = TaskStatus.Waiting;

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>What it gave; null until it has ended, and when it was cancelled.</summary>
    public TaskOutcome? Outcome { get; init; }
}
