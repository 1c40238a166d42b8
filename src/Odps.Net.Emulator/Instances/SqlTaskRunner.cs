using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Instances;

/// <summary>The task <c>SQL</c>.</summary>
internal sealed class SqlTaskRunner(ISqlEngine sql) : ITaskRunner
{
    public string Type => "SQL";

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken) =>
        TaskOutcome.FromSql(sql.Execute(ToRequest(task, instance), cancellationToken));

    public static SqlRequest ToRequest(JobTask task, EmulatedInstance instance) => new()
    {
        Project = instance.Project,
        DefaultSchema = task.Settings.GetValueOrDefault("odps.default.schema"),
        Text = task.Query ?? throw JobDocument.Invalid($"the task '{task.Name}' has no <Query>"),
        Settings = task.Settings,
        Owner = instance.Owner,
    };
}
