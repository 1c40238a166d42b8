namespace Odps.Net;

/// <summary>Which files of a partition of a volume to list; the service filters.</summary>
public sealed record ListVolumeFilesOptions
{
    /// <summary>Only files whose name begins so. Default: all.</summary>
    public string? Prefix { get; init; }

    /// <summary>How many items the service should send at once. Default: as the service likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
