namespace Odps.Net;

/// <summary>Which instances to list; the service filters.</summary>
public sealed record ListInstancesOptions
{
    /// <summary>Only instances submitted at or after this time. Default: any.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only instances submitted before this time. Default: any.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only instances of this status. Default: any.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>Whether to give only the caller's own instances. Default: <see langword="null"/>, which leaves it to the service.</summary>
    public bool? OnlyOwner { get; init; }

    /// <summary>Only instances of the job of this name. Default: any.</summary>
    public string? JobName { get; init; }

    /// <summary>Only instances of this quota group. Default: any.</summary>
    public string? QuotaIndex { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
