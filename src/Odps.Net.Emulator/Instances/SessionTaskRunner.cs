using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Instances;

/// <summary>The task <c>SQLRT</c>: an interactive session, which goes on until it is stopped.</summary>
internal sealed class SessionTaskRunner(ISqlEngine sql, InstanceBehaviors behaviors, TimeProvider clock) : ITaskRunner
{
    public const string TypeName = "SQLRT";

    public string Type => TypeName;

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken)
    {
        instance.Session = new EmulatedSession(task, instance, sql, behaviors, clock, cancellationToken);
        return new TaskOutcome { IsEndless = true };
    }
}
