namespace Odps.Net;

/// <summary>The state of a tenant. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct TenantState(string Value)
{
    /// <summary>The tenant can be used.</summary>
    public static TenantState Normal { get; } = new("NORMAL");

    /// <summary>The tenant is suspended.</summary>
    public static TenantState Suspended { get; } = new("SUSPEND");

    /// <summary>The tenant is on its way to be deleted.</summary>
    public static TenantState Deleting { get; } = new("DELETING");

    /// <summary>The tenant is deleted.</summary>
    public static TenantState Deleted { get; } = new("DELETED");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
