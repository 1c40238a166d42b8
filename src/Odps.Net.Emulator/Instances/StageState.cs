namespace Odps.Net.Emulator.Instances;

/// <summary>How far a stage is.</summary>
internal sealed record StageState(string Name, string Status, int Total, int Running, int Terminated, int Percentage)
{
    /// <summary>The stages of a task: in its run time one after the other, at its end all ended.</summary>
    public static IReadOnlyList<StageState> Of(TaskState task, InstanceBehavior behavior, DateTimeOffset now)
    {
        int total = behavior.WorkersPerStage;
        string? end = task.Status switch
        {
            TaskStatus.Success => "TERMINATED",
            TaskStatus.Failed => "FAILED",
            TaskStatus.Cancelled => "CANCELLED",
            _ => null,
        };
        if (end is not null)
        {
            return [.. behavior.Stages.Select(s => new StageState(s, end, total, 0, total, 100))];
        }

        if (task.Status == TaskStatus.Waiting || task.StartTime is null)
        {
            return [.. behavior.Stages.Select(s => new StageState(s, "WAITING", total, 0, 0, 0))];
        }

        // Without a run time nothing tells how far the statement is.
        double done = behavior.RunTime > TimeSpan.Zero ? Math.Clamp((now - task.StartTime.Value) / behavior.RunTime, 0, 1) * behavior.Stages.Count : 0;
        return [.. behavior.Stages.Select((s, i) => InRun(s, done - i, i == 0, total))];
    }

    private static StageState InRun(string name, double done, bool isFirst, int total)
    {
        if (done <= 0 && !isFirst)
        {
            return new StageState(name, "WAITING", total, 0, 0, 0);
        }

        if (done >= 1)
        {
            return new StageState(name, "TERMINATED", total, 0, total, 100);
        }

        double part = Math.Max(done, 0);
        int ended = (int)(part * total);
        return new StageState(name, "RUNNING", total, total - ended, ended, (int)(part * 100));
    }
}
