namespace Odps.Net;

/// <summary>What CREATE TABLE says beside the columns.</summary>
public sealed record CreateTableOptions
{
    /// <summary>Whether a table of that name that is there already is no error. Default: <see langword="false"/>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>After how many days without a change the data is recycled (LIFECYCLE), at least 1. Default: never.</summary>
    public int? LifecycleDays { get; init; }

    /// <summary>The columns of the primary key; they must be NOT NULL, and the table transactional. Default: none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>Whether the table accepts UPDATE, DELETE and upsert sessions (<c>'transactional' = 'true'</c>). Default: <see langword="false"/>.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>The number of buckets that a table with a primary key is written to (<c>'write.bucket.num'</c>). Default: the service chooses.</summary>
    public int? WriteBucketCount { get; init; }

    /// <summary>For how many hours earlier states of a transactional table can be read (<c>'acid.data.retain.hours'</c>). Default: the service chooses.</summary>
    public int? DataRetentionHours { get; init; }

    /// <summary>How rows are spread over buckets and sorted (CLUSTERED BY, RANGE CLUSTERED BY). Default: not at all.</summary>
    public TableClustering? Clustering { get; init; }

    /// <summary>The storage tier (<c>'storagetier'</c>, with the hint that the service wants for it). Default: standard storage.</summary>
    public StorageTier? StorageTier { get; init; }

    /// <summary>Further table properties (TBLPROPERTIES). Default: none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Where the data lies and how it is read: with a location or a storage handler the table is an external one (CREATE EXTERNAL TABLE). Default: the service
    /// keeps the data.
    /// </summary>
    public ExternalStorage? External { get; init; }

    /// <summary>The number of shards (INTO n SHARDS). Default: none.</summary>
    public int? ShardCount { get; init; }

    /// <summary>The days that the hub keeps data (HUBLIFECYCLE); only with <see cref="ShardCount"/>. Default: none.</summary>
    public int? HubLifecycleDays { get; init; }

    /// <summary>Settings of the job that runs the statement, for example <c>odps.sql.type.system.odps2</c>. They win over those of <see cref="Job"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    /// <summary>Priority, quota, cluster and waiting of the job that runs the statement. Default: those of <see cref="SqlOptions"/>.</summary>
    public SqlOptions? Job { get; init; }
}
