namespace Odps.Net;

/// <summary>How a statement is run. Everything has a default.</summary>
public sealed record SqlOptions
{
    /// <summary>Settings of the job (<c>set key=value</c>), for example <c>odps.sql.type.system.odps2</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    /// <summary>The priority, 0 (most urgent) to 9. Default: 9.</summary>
    public int Priority { get; init; } = 9;

    /// <summary>The name of the task in the job. Default: <c>AnonymousSQLTask</c>.</summary>
    public string TaskName { get; init; } = "AnonymousSQLTask";

    /// <summary>
    /// An id of the caller's choice that makes the submission idempotent (<c>Guid</c>): submissions with the same id are one instance, so the SDK may
    /// repeat the request. Default: <see langword="null"/>, and a submission whose answer is lost is not repeated.
    /// </summary>
    public string? UniqueId { get; init; }

    /// <summary>The schema of names without one, in projects with three-level names. Default: the client's schema.</summary>
    public string? DefaultSchema { get; init; }

    /// <summary>The compute quota to run in (hint <c>odps.task.wlm.quota</c>). Default: <see cref="OdpsClientOptions.QuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Names in the statement and the real tables or resources that they stand for. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>The cluster to run on. Default: the service chooses.</summary>
    public string? RunningCluster { get; init; }

    /// <summary>How to wait where the call waits. Default: those of <see cref="WaitOptions"/>.</summary>
    public WaitOptions? Wait { get; init; }
}
