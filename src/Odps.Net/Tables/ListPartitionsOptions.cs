namespace Odps.Net;

/// <summary>Which partitions to list; the service filters.</summary>
public sealed record ListPartitionsOptions
{
    /// <summary>Only partitions that have these values of the leading keys. Default: all.</summary>
    public PartitionSpec? Within { get; init; }

    /// <summary>Whether to list the largest values first. Default: <see langword="false"/>.</summary>
    public bool Descending { get; init; }

    /// <summary>How many items the service should send at once. Default: as the service likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
