namespace Odps.Net;

/// <summary>What the service says of a table only when it is asked for more: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record TableExtendedInfo
{
    /// <summary>Whether the table accepts UPDATE, DELETE and upsert sessions.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>The columns of the primary key; empty when there is none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>How rows are spread over buckets; <see langword="null"/> when they are not.</summary>
    public TableClustering? Clustering { get; init; }

    /// <summary>The location, handler and formats; <see langword="null"/> when the service says nothing of them.</summary>
    public ExternalStorage? Storage { get; init; }

    /// <summary>The storage tier and the sizes on each; <see langword="null"/> when the service says nothing of tiers.</summary>
    public StorageTierInfo? StorageTier { get; init; }

    /// <summary>When data moves to a cheaper tier by itself; <see langword="null"/> when it does not.</summary>
    public TierLifecycle? TierLifecycle { get; init; }

    /// <summary>Whether the table was archived.</summary>
    public bool IsArchived { get; init; }

    /// <summary>The bytes on disk, copies included.</summary>
    public long? PhysicalSize { get; init; }

    /// <summary>The number of files.</summary>
    public long? FileCount { get; init; }

    /// <summary>The version of the columns, which grows with each change.</summary>
    public string? SchemaVersion { get; init; }

    /// <summary>For how many hours earlier states of a transactional table can be read.</summary>
    public int? DataRetentionHours { get; init; }

    /// <summary>The bytes of the change log (CDC).</summary>
    public long? CdcSize { get; init; }

    /// <summary>The rows of the change log (CDC).</summary>
    public long? CdcRecordCount { get; init; }

    /// <summary>The latest version of the change log (CDC).</summary>
    public long? CdcLatestVersion { get; init; }

    /// <summary>The time of the latest version of the change log (CDC).</summary>
    public DateTimeOffset? CdcLatestTime { get; init; }

    /// <summary>When the files were last merged by a major compaction.</summary>
    public DateTimeOffset? LastMajorCompactionTime { get; init; }

    /// <summary>Whether a policy hides some rows from some users.</summary>
    public bool HasRowAccessPolicy { get; init; }

    /// <summary>Materialized views: whether the tables have changed since the rows were computed.</summary>
    public bool? IsOutdated { get; init; }

    /// <summary>Materialized views: the last refreshes, as the service orders them.</summary>
    public IReadOnlyList<ViewRefresh> RefreshHistory { get; init; } = [];

    /// <summary>The vector indexes.</summary>
    public IReadOnlyList<VectorIndex> VectorIndexes { get; init; } = [];

    /// <summary>
    /// The reserved part of the service's answer, key by key, with whatever this SDK does not read: texts as they are, other values as JSON.
    /// </summary>
    public IReadOnlyDictionary<string, string> Reserved { get; init; } = new Dictionary<string, string>();
}
