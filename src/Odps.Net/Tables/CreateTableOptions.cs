namespace Odps.Net;

/// <summary>What CREATE TABLE says beside the columns.</summary>
public sealed record CreateTableOptions
{
    /// <summary>Whether a table of that name that is there already is no error. Default: <see langword="false"/>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>After how many days without a change the data is recycled (LIFECYCLE). Default: never.</summary>
    public int? LifecycleDays { get; init; }

    /// <summary>The columns of the primary key; they must be NOT NULL, and the table transactional. Default: none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>Whether the table accepts UPDATE, DELETE and upsert sessions (<c>'transactional' = 'true'</c>). Default: <see langword="false"/>.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>Further table properties (TBLPROPERTIES). Default: none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the job that runs the statement, for example <c>odps.sql.type.system.odps2</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();
}
