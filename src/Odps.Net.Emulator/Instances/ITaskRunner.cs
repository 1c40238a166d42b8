namespace Odps.Net.Emulator.Instances;

/// <summary>Runs the tasks of one type.</summary>
internal interface ITaskRunner
{
    /// <summary>The name of the task's element.</summary>
    string Type { get; }

    /// <summary>Runs a task to its end.</summary>
    /// <exception cref="EmulatorException">The task failed.</exception>
    TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken);
}
