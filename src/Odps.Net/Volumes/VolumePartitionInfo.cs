namespace Odps.Net;

/// <summary>What the service says of a partition of a volume: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record VolumePartitionInfo
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The account that owns the partition.</summary>
    public string? Owner { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The bytes of all its files; <see langword="null"/> in items of a listing.</summary>
    public long? Length { get; init; }

    /// <summary>How many files it has; <see langword="null"/> in items of a listing.</summary>
    public long? FileCount { get; init; }

    /// <summary>When the partition was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }
}
