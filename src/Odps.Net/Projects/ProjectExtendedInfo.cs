namespace Odps.Net;

/// <summary>What the service says of a project only when it is asked for more: an immutable snapshot.</summary>
public sealed record ProjectExtendedInfo
{
    /// <summary>The extended properties as the service names them, for example <c>usedQuotaLogicalSize</c>; sizes are bytes as text.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The bytes on each storage tier; <see langword="null"/> when the service says nothing of tiers.</summary>
    public StorageTierInfo? StorageTier { get; init; }
}
