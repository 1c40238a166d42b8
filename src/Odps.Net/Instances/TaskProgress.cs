namespace Odps.Net;

/// <summary>How far one task of an instance is.</summary>
/// <param name="Task">The task with its status and times.</param>
/// <param name="Stages">Its stages; empty before the service has planned them, and for tasks that have none, such as DDL.</param>
public sealed record TaskProgress(InstanceTask Task, IReadOnlyList<StageProgress> Stages);
