namespace Odps.Net;

/// <summary>The kind of an attribute of tags. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct TagAttributeType(string Value)
{
    /// <summary>A text.</summary>
    public static TagAttributeType Text { get; } = new("string");

    /// <summary>A whole number.</summary>
    public static TagAttributeType Integer { get; } = new("integer");

    /// <summary>True or false.</summary>
    public static TagAttributeType Boolean { get; } = new("boolean");

    /// <summary>One of some texts.</summary>
    public static TagAttributeType Enumeration { get; } = new("enum");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
