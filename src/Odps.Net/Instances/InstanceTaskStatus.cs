namespace Odps.Net;

/// <summary>The status of a task of an instance. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct InstanceTaskStatus(string Value)
{
    /// <summary>Not begun.</summary>
    public static InstanceTaskStatus Waiting { get; } = new("Waiting");

    /// <summary>Running.</summary>
    public static InstanceTaskStatus Running { get; } = new("Running");

    /// <summary>Ended with success.</summary>
    public static InstanceTaskStatus Success { get; } = new("Success");

    /// <summary>Ended with an error.</summary>
    public static InstanceTaskStatus Failed { get; } = new("Failed");

    /// <summary>Suspended.</summary>
    public static InstanceTaskStatus Suspended { get; } = new("Suspended");

    /// <summary>Stopped before its end.</summary>
    public static InstanceTaskStatus Cancelled { get; } = new("Cancelled");

    /// <summary>Whether a task with this status has ended, with success or not.</summary>
    internal bool IsFinal => Equals(Success) || Equals(Failed) || Equals(Cancelled);

    /// <summary>Whether two values are the same; letter case does not matter.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(InstanceTaskStatus other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => (Value ?? "").GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
