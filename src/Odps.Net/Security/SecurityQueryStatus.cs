namespace Odps.Net;

/// <summary>The status of a security query that is answered later. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct SecurityQueryStatus(string Value)
{
    /// <summary>Running.</summary>
    public static SecurityQueryStatus Running { get; } = new("Running");

    /// <summary>Ended with success.</summary>
    public static SecurityQueryStatus Terminated { get; } = new("Terminated");

    /// <summary>Ended with an error.</summary>
    public static SecurityQueryStatus Failed { get; } = new("Failed");

    /// <summary>Whether two values are the same; letter case does not matter.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(SecurityQueryStatus other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => (Value ?? "").GetHashCode(StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
