namespace Odps.Net;

/// <summary>What the service says of a partition only when it is asked for more: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record PartitionExtendedInfo
{
    /// <summary>Whether the partition was archived.</summary>
    public bool IsArchived { get; init; }

    /// <summary>Whether the data is elsewhere (<c>IsExstore</c>).</summary>
    public bool IsExternalStore { get; init; }

    /// <summary>After how many days without a change the data is recycled; <see langword="null"/> when never.</summary>
    public int? LifecycleDays { get; init; }

    /// <summary>The bytes on disk, copies included.</summary>
    public long? PhysicalSize { get; init; }

    /// <summary>The number of files.</summary>
    public long? FileCount { get; init; }

    /// <summary>The storage tier and the sizes on each; <see langword="null"/> when the service says nothing of tiers.</summary>
    public StorageTierInfo? StorageTier { get; init; }

    /// <summary>How rows are spread over buckets; <see langword="null"/> when they are not.</summary>
    public TableClustering? Clustering { get; init; }

    /// <summary>The bytes of the change log (CDC).</summary>
    public long? CdcSize { get; init; }

    /// <summary>The rows of the change log (CDC).</summary>
    public long? CdcRecordCount { get; init; }

    /// <summary>
    /// The reserved part of the service's answer, key by key, with whatever this SDK does not read: texts as they are, other values as JSON.
    /// </summary>
    public IReadOnlyDictionary<string, string> Reserved { get; init; } = new Dictionary<string, string>();
}
