namespace Odps.Net;

/// <summary>What a handle knows of a job that this client submitted.</summary>
internal sealed record SubmittedJob(string? Sql, string TaskName, IReadOnlyDictionary<string, string> Settings);
