namespace Odps.Net.Emulator.Storage;

/// <summary>What the catalog knows of a partition.</summary>
internal sealed record PartitionDefinition
{
    public required PartitionSpec Spec { get; init; }

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset LastDdlTime { get; init; }

    public DateTimeOffset LastModifiedTime { get; init; }

    public long RecordCount { get; init; }

    public long Size { get; init; }

    /// <summary>What was set for the partition alone: <c>storagetier</c>, and the emulator's own <c>archived</c> and <c>lifecycle.disabled</c>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
