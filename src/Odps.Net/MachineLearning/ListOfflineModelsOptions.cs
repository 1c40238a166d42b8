namespace Odps.Net;

/// <summary>Which offline models to list; the service filters.</summary>
public sealed record ListOfflineModelsOptions
{
    /// <summary>Only models whose name begins so. Default: all.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only models of this owner, for example <c>ALIYUN$someone@example.com</c>. Default: all.</summary>
    public string? Owner { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
