namespace Odps.Net;

/// <summary>The kind of a project. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct ProjectType(string Value)
{
    /// <summary>A project whose data MaxCompute keeps.</summary>
    public static ProjectType Managed { get; } = new("managed");

    /// <summary>A project over data elsewhere.</summary>
    public static ProjectType External { get; } = new("external");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
