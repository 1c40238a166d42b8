namespace Odps.Net;

/// <summary>The shards of a table (INTO n SHARDS). What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record TableShards
{
    /// <summary>The number of shards.</summary>
    public int? ShardCount { get; init; }

    /// <summary>The days that the hub keeps data.</summary>
    public int? HubLifecycleDays { get; init; }

    /// <summary>The columns by which rows are spread.</summary>
    public IReadOnlyList<string> DistributeColumns { get; init; } = [];

    /// <summary>The columns by which rows are sorted.</summary>
    public IReadOnlyList<string> SortColumns { get; init; } = [];
}
