namespace Odps.Net.Emulator.Storage;

/// <summary>What the catalog knows of a table or view.</summary>
internal sealed record TableDefinition
{
    public required string Project { get; init; }

    /// <summary>The schema; "default" in a two-level project.</summary>
    public string SchemaName { get; init; } = "default";

    public required string Name { get; init; }

    public required TableSchema Schema { get; init; }

    public string TableId { get; init; } = "";

    public string Owner { get; init; } = "";

    public string? Comment { get; init; }

    /// <summary>Days; -1 for none.</summary>
    public int Lifecycle { get; init; } = -1;

    public bool IsView { get; init; }

    public string? ViewText { get; init; }

    /// <summary>Whether queries are not to be answered from a materialized view (DISABLE REWRITE).</summary>
    public bool IsRewriteDisabled { get; init; }

    public bool IsMaterializedView { get; init; }

    public bool IsTransactional { get; init; }

    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The clustering; null when the table is not clustered.</summary>
    public ClusteringDefinition? Clustering { get; init; }

    /// <summary>Where the data lies and how it is read; null for a table of the service's own with its own format.</summary>
    public StorageDefinition? Storage { get; init; }

    /// <summary>Where an external table lies; null for a table of the service's own.</summary>
    public StorageDefinition? External => Storage is { IsManaged: false } ? Storage : null;

    /// <summary>The number of shards; 0 for none.</summary>
    public int ShardCount { get; init; }

    /// <summary>The days that the hub keeps data; -1 for none.</summary>
    public int HubLifecycle { get; init; } = -1;

    /// <summary>Whether ALTER TABLE DISABLE LIFECYCLE was said.</summary>
    public bool IsLifecycleDisabled { get; init; }

    /// <summary>Whether the table was archived.</summary>
    public bool IsArchived { get; init; }

    /// <summary>The expression of AUTO PARTITIONED BY, for example <c>trunc_time(`d`, 'day')</c>; null when partitions are given by hand.</summary>
    public string? PartitionExpression { get; init; }

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset LastDdlTime { get; init; }

    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>Grows by one with each change of the columns.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The rows of the table when the definition was read; the store fills it in.</summary>
    public long RecordCount { get; init; }

    /// <summary>The bytes of the table, about, when the definition was read; the store fills it in.</summary>
    public long Size { get; init; }
}

/// <summary>CLUSTERED BY or RANGE CLUSTERED BY.</summary>
/// <param name="IsRange">Whether it is RANGE CLUSTERED BY.</param>
/// <param name="Columns">The columns by which rows are spread.</param>
/// <param name="SortColumns">The columns of SORTED BY; <c>true</c> for descending.</param>
/// <param name="Buckets">The number of buckets; 0 when it was not given.</param>
internal sealed record ClusteringDefinition(bool IsRange, IReadOnlyList<string> Columns, IReadOnlyList<(string Column, bool Descending)> SortColumns, int Buckets);

/// <summary>The clauses of CREATE EXTERNAL TABLE. The emulator keeps them; the rows of the table lie in the emulator all the same.</summary>
internal sealed record StorageDefinition
{
    /// <summary>Whether the service keeps the data all the same: a table with a format of its own and no EXTERNAL.</summary>
    public bool IsManaged { get; init; }

    public string? Handler { get; init; }

    public string? SerDeClass { get; init; }

    public string? StoredAs { get; init; }

    public string? InputFormat { get; init; }

    public string? OutputFormat { get; init; }

    public string? Location { get; init; }

    public string? Resources { get; init; }

    public IReadOnlyDictionary<string, string> SerDeProperties { get; init; } = new Dictionary<string, string>();
}
