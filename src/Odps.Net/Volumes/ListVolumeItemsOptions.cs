namespace Odps.Net;

/// <summary>How to list a directory of a volume.</summary>
public sealed record ListVolumeItemsOptions
{
    /// <summary>How many items the service should send at once. Default: as the service likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
