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

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
