namespace Odps.Net;

/// <summary>The status of an instance. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct InstanceStatus(string Value)
{
    /// <summary>Queued or running.</summary>
    public static InstanceStatus Running { get; } = new("Running");

    /// <summary>Suspended.</summary>
    public static InstanceStatus Suspended { get; } = new("Suspended");

    /// <summary>Ended: with success, failure or cancellation, which the status of its tasks tells.</summary>
    public static InstanceStatus Terminated { get; } = new("Terminated");

    /// <summary>Whether two values are the same; letter case does not matter.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(InstanceStatus other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => (Value ?? "").GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
