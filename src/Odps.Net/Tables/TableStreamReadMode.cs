namespace Odps.Net;

/// <summary>What a table stream gives. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct TableStreamReadMode(string Value)
{
    /// <summary>Rows that were added.</summary>
    public static TableStreamReadMode Append { get; } = new("append");

    /// <summary>All changes, each with what it is.</summary>
    public static TableStreamReadMode Cdc { get; } = new("cdc");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
