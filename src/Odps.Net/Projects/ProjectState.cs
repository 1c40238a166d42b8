namespace Odps.Net;

/// <summary>The state of a project. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct ProjectState(string Value)
{
    /// <summary>The project can be used.</summary>
    public static ProjectState Available { get; } = new("AVAILABLE");

    /// <summary>The project can be read only.</summary>
    public static ProjectState ReadOnly { get; } = new("READONLY");

    /// <summary>The project is on its way to be purged.</summary>
    public static ProjectState Deleting { get; } = new("DELETING");

    /// <summary>The project is frozen.</summary>
    public static ProjectState Frozen { get; } = new("FROZEN");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
