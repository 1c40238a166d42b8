namespace Odps.Net;

/// <summary>What CREATE VIEW or CREATE MATERIALIZED VIEW says beside the query.</summary>
public sealed record CreateViewOptions
{
    /// <summary>Whether a view of that name that is there already is no error. Default: <see langword="false"/>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>Whether a view of that name is replaced. Default: <see langword="false"/>.</summary>
    public bool OrReplace { get; init; }

    /// <summary>Names and comments of the columns, as many as the query gives; their types do not matter. Default: the names that the query gives.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];

    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the rows are kept (a materialized view) rather than computed with each query. Default: <see langword="false"/>.</summary>
    public bool IsMaterialized { get; init; }

    /// <summary>Materialized views only: after how many days the rows are recycled (LIFECYCLE). Default: never.</summary>
    public int? LifecycleDays { get; init; }

    /// <summary>Materialized views only: whether queries over the same tables are not answered from the view (DISABLE REWRITE). Default: <see langword="false"/>.</summary>
    public bool DisableRewrite { get; init; }

    /// <summary>Materialized views only: whether the rows are computed later and not now (BUILD DEFERRED). Default: <see langword="false"/>.</summary>
    public bool BuildDeferred { get; init; }

    /// <summary>Materialized views only: the columns of the query that are partition keys (PARTITIONED ON). Default: none.</summary>
    public IReadOnlyList<string> PartitionedOn { get; init; } = [];

    /// <summary>Materialized views only: how rows are spread and sorted. Default: not at all.</summary>
    public TableClustering? Clustering { get; init; }

    /// <summary>Materialized views only: properties such as <c>enable_auto_refresh</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Hints, priority, quota and waiting of the job that runs the statement. Default: those of <see cref="SqlOptions"/>.</summary>
    public SqlOptions? Job { get; init; }
}
