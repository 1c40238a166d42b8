namespace Odps.Net;

/// <summary>Which XFlows to list; the service filters.</summary>
public sealed record ListXFlowsOptions
{
    /// <summary>Only XFlows of this owner, for example <c>ALIYUN$someone@example.com</c>. Default: all.</summary>
    public string? Owner { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
