namespace Odps.Net;

/// <summary>Which schemas to list; the service filters.</summary>
public sealed record ListSchemasOptions
{
    /// <summary>Only schemas whose name begins so. Default: all.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only schemas of this owner, for example <c>ALIYUN$someone@example.com</c>. Default: all.</summary>
    public string? Owner { get; init; }

    /// <summary>How many items the service should send at once. Default: as the service likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
