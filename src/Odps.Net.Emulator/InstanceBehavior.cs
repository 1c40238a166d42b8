namespace Odps.Net.Emulator;

/// <summary>
/// How instances behave that would otherwise run at once: queued, slow, or failing. All times are by the clock of the emulator
/// (<see cref="OdpsEmulatorOptions.Clock"/>). Give it to <see cref="EmulatedInstances.Behave"/>.
/// </summary>
public sealed record InstanceBehavior
{
    /// <summary>Only for statements that hold this text, in any letter case. Default: <see langword="null"/>, all.</summary>
    public string? SqlContains { get; init; }

    /// <summary>Only for these runs. Default: all.</summary>
    public InstanceRuns Runs { get; init; }

    /// <summary>For how many submissions; afterwards it is forgotten. Default: <see langword="null"/>, until <see cref="EmulatedInstances.Reset"/>.</summary>
    public int? Times { get; init; }

    /// <summary>How long the task waits before it begins. Default: none.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>How long the task then runs; its statement takes effect at the end. Default: as long as the statement takes.</summary>
    public TimeSpan RunTime { get; init; }

    /// <summary>The stages that the progress shows; they run one after the other, each for its part of <see cref="RunTime"/>. Default: <c>M1_job_0</c> alone.</summary>
    public IReadOnlyList<string> Stages { get; init; } = ["M1_job_0"];

    /// <summary>How many workers each stage has. Default: 1.</summary>
    public int WorkersPerStage { get; init; } = 1;

    /// <summary>
    /// The text with which the task fails, for example <c>ODPS-0123055: user script exception</c>; its statement then has no effect. Default: <see langword="null"/>,
    /// it does not fail by order.
    /// </summary>
    public string? FailureText { get; init; }

    internal bool AppliesTo(string? sql, bool isInteractive) =>
        (Runs == InstanceRuns.All || Runs == (isInteractive ? InstanceRuns.Interactive : InstanceRuns.Jobs))
        && (SqlContains is null || sql?.Contains(SqlContains, StringComparison.OrdinalIgnoreCase) == true);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RunTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(WorkersPerStage, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Times ?? 1, 1, nameof(Times));
        if (Stages.Count == 0)
        {
            throw new ArgumentException("InstanceBehavior.Stages is to name at least one stage.");
        }
    }
}
