namespace Odps.Net;

/// <summary>What the service says of a partition: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record PartitionInfo
{
    /// <summary>The keys and values.</summary>
    public required PartitionSpec Spec { get; init; }

    /// <summary>When the partition was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When its definition was last changed.</summary>
    public DateTimeOffset? LastDdlTime { get; init; }

    /// <summary>When its data was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>When its data was last read.</summary>
    public DateTimeOffset? LastAccessTime { get; init; }

    /// <summary>The logical size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The number of rows; <see langword="null"/> when the service does not know it.</summary>
    public long? RecordCount { get; init; }
}
