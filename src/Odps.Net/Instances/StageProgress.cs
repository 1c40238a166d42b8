using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>How far one stage of a task is.</summary>
public sealed record StageProgress
{
    /// <summary>The name, for example <c>M1_Stg1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The status as the service says it, for example <c>RUNNING</c>; <see langword="null"/> when it does not.</summary>
    public string? Status { get; init; }

    /// <summary>Workers that run a piece of work for a second time in case the first is slow.</summary>
    public int BackupWorkers { get; init; }

    /// <summary>Workers that have ended.</summary>
    public int TerminatedWorkers { get; init; }

    /// <summary>Workers that run.</summary>
    public int RunningWorkers { get; init; }

    /// <summary>All workers.</summary>
    public int TotalWorkers { get; init; }

    /// <summary>The rows read so far.</summary>
    public long InputRecords { get; init; }

    /// <summary>The rows written so far.</summary>
    public long OutputRecords { get; init; }

    /// <summary>How much is done, 0 to 100.</summary>
    public int FinishedPercentage { get; init; }

    /// <summary>The name, the running, terminated and total workers, and how much is done: <c>M1_Stg1:1/3/4(+2 backups)[75%]</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}:{RunningWorkers}/{TerminatedWorkers}/{TotalWorkers}{(BackupWorkers > 0 ? $"(+{BackupWorkers} backups)" : "")}[{FinishedPercentage}%]");

    internal static StageProgress Read(XElement stage) => new()
    {
        Name = stage.Attribute("ID")?.Value ?? "",
        Status = stage.Text("Status"),
        BackupWorkers = Count(stage, "BackupWorkers"),
        TerminatedWorkers = Count(stage, "TerminatedWorkers"),
        RunningWorkers = Count(stage, "RunningWorkers"),
        TotalWorkers = Count(stage, "TotalWorkers"),
        InputRecords = stage.Number("InputRecords") ?? 0,
        OutputRecords = stage.Number("OutputRecords") ?? 0,
        FinishedPercentage = Count(stage, "FinishedPercentage"),
    };

    private static int Count(XElement stage, string name) => (int)Math.Clamp(stage.Number(name) ?? 0, 0, int.MaxValue);
}
