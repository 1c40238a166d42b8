namespace Odps.Net;

/// <summary>Whether something is allowed, as the service says.</summary>
public sealed record PermissionCheck
{
    /// <summary>Whether it is allowed: <see cref="Result"/> is <c>Allow</c>. Anything else is not.</summary>
    public bool IsAllowed => string.Equals(Result, "Allow", StringComparison.OrdinalIgnoreCase);

    /// <summary>The result as the service writes it: <c>Allow</c> or <c>Deny</c>.</summary>
    public required string Result { get; init; }

    /// <summary>What the service says about it; <see langword="null"/> when it says nothing.</summary>
    public string? Message { get; init; }
}
