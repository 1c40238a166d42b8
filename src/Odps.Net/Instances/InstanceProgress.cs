using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>How far an instance is: an immutable snapshot. Its text is one line.</summary>
public sealed record InstanceProgress
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The status of the instance.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>When the snapshot was taken, by this machine's clock, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long the wait has lasted; zero for a snapshot outside a wait.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The tasks with their stages. Empty when the service could not tell.</summary>
    public IReadOnlyList<TaskProgress> Tasks { get; init; } = [];

    /// <summary>The stages of all tasks.</summary>
    public IEnumerable<StageProgress> Stages => Tasks.SelectMany(t => t.Stages);

    /// <summary>How much is done, 0 to 100: the mean of the stages, each counted by its workers; 100 when the instance has ended.</summary>
    public double FinishedPercentage
    {
        get
        {
            if (Status == InstanceStatus.Terminated)
            {
                return 100;
            }

            double weights = 0;
            double done = 0;
            foreach (StageProgress stage in Stages)
            {
                double weight = Math.Max(stage.TotalWorkers, 1);
                weights += weight;
                done += weight * Math.Clamp(stage.FinishedPercentage, 0, 100);
            }

            return weights == 0 ? 0 : done / weights;
        }
    }

    /// <summary>
    /// One line: the time in UTC and then each stage with its running, terminated and total workers and how much is done, for example
    /// <c>2026-01-02 15:04:05 M1_Stg1:1/3/4[75%] R2_1_Stg1:0/0/1[0%]</c>. Without stages it says the status.
    /// </summary>
    public override string ToString()
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Time:yyyy-MM-dd HH:mm:ss}");
        int start = line.Length;
        foreach (StageProgress stage in Stages)
        {
            line.Append(' ').Append(stage);
        }

        return line.Length > start ? line.ToString() : line.Append(' ').Append(Status).ToString();
    }
}
