namespace Odps.Net;

/// <summary>Where to look for a quota.</summary>
public sealed record GetQuotaOptions
{
    /// <summary>The region, for example <c>cn-shanghai</c>. Default: that of the client's project.</summary>
    public string? Region { get; init; }

    /// <summary>The tenant. Default: that of the client's project.</summary>
    public string? TenantId { get; init; }
}
