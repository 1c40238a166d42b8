namespace Odps.Net;

/// <summary>What a function may have beside its class and its resources.</summary>
public sealed record CreateFunctionOptions
{
    /// <summary>The account that is to own it, for example <c>ALIYUN$someone@example.com</c>. Default: the caller.</summary>
    public string? Owner { get; init; }
}
