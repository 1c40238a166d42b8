namespace Odps.Net;

/// <summary>Which projects to list; the service filters.</summary>
public sealed record ListProjectsOptions
{
    /// <summary>Only projects whose name begins so. Default: all.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only projects of this owner, for example <c>ALIYUN$someone@example.com</c>. Cannot be combined with <see cref="User"/>. Default: all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only projects that this user has joined. Default: all.</summary>
    public string? User { get; init; }

    /// <summary>Only projects of this group. Default: all.</summary>
    public string? Group { get; init; }

    /// <summary>Only projects of this region, for example <c>cn-shanghai</c>. Default: all.</summary>
    public string? Region { get; init; }

    /// <summary>Only projects of this tenant. Default: all.</summary>
    public string? TenantId { get; init; }

    /// <summary>Only projects whose default quota has this nickname. Default: all.</summary>
    public string? QuotaNickname { get; init; }

    /// <summary>How many items the service should send at once. Default: <see cref="MaxItems"/>, or as the service likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
