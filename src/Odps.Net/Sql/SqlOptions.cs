namespace Odps.Net;

/// <summary>How a statement is run. Everything has a default.</summary>
public sealed record SqlOptions
{
    internal const string DefaultTaskName = "AnonymousSQLTask";

    /// <summary>
    /// Settings of the job (<c>set key=value</c>), for example <c>odps.sql.type.system.odps2</c>. They win over <c>set</c> statements in the text, and these over
    /// <see cref="OdpsClientOptions.SqlHints"/>. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    /// <summary>The priority, 0 (most urgent) to 9. Default: 9.</summary>
    public int Priority { get; init; } = 9;

    /// <summary>
    /// Values for the placeholders <c>:name</c> of the statement, each written as a literal of its type (the types are those of <see cref="SqlStatement"/>); an
    /// <see cref="Identifier"/> is written as a name. Texts in quotes and comments have no placeholders. A placeholder without a value, and a value without a
    /// placeholder, are errors. Default: none, and the text is sent as it is.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>
    /// Whether the text is one script (<c>odps.sql.submit.mode=script</c>): several statements and variables that are compiled together, with the result of the
    /// last query. Default: <see langword="false"/>.
    /// </summary>
    public bool IsScript { get; init; }

    /// <summary>
    /// Whether <c>set key=value;</c> statements in the text become hints of the job, as in PyODPS; they stay in the text as well. Default: <see langword="true"/>.
    /// </summary>
    public bool ParseSetStatements { get; init; } = true;

    /// <summary>The name of the task in the job. Default: <c>AnonymousSQLTask</c>.</summary>
    public string TaskName { get; init; } = DefaultTaskName;

    /// <summary>
    /// An id of the caller's choice that makes the submission idempotent (<c>Guid</c>): submissions with the same id are one instance, so the SDK may
    /// repeat the request. Default: <see langword="null"/>, and a submission whose answer is lost is not repeated.
    /// </summary>
    public string? UniqueId { get; init; }

    /// <summary>
    /// Whether the service is asked to hold the submission for some seconds (<c>tryWait</c>) and to answer it with the result when the job ends in that time, as
    /// DDL often does; waiting then costs no request, and neither does the result of a statement that is not a query. Default: <see langword="false"/>.
    /// </summary>
    public bool TryWait { get; init; }

    /// <summary>The schema of names without one, in projects with three-level names. Default: the client's schema.</summary>
    public string? DefaultSchema { get; init; }

    /// <summary>The compute quota to run in (hint <c>odps.task.wlm.quota</c>). Default: <see cref="OdpsClientOptions.QuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Names in the statement and the real tables or resources that they stand for. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>The cluster to run on. Default: the service chooses.</summary>
    public string? RunningCluster { get; init; }

    /// <summary>How to open the result where the call opens it. Default: the whole result through the instance tunnel.</summary>
    public QueryResultOptions? Result { get; init; }

    /// <summary>
    /// Runs the statement interactively (query acceleration, MCQA): in a session that is always running, or in an interactive quota. Default:
    /// <see langword="null"/>, an ordinary job.
    /// </summary>
    public InteractiveOptions? Interactive { get; init; }

    /// <summary>How to wait where the call waits. Default: those of <see cref="WaitOptions"/>.</summary>
    public WaitOptions? Wait { get; init; }
}
