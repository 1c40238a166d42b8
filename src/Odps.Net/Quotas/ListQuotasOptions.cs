namespace Odps.Net;

/// <summary>Which quotas to list.</summary>
public sealed record ListQuotasOptions
{
    /// <summary>Only quotas of this region, for example <c>cn-shanghai</c>. Default: that of the client's project.</summary>
    public string? Region { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
