namespace Odps.Net;

/// <summary>A field of a STRUCT.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="Type">The type of the field; its value may be null.</param>
public sealed record StructField(string Name, OdpsType Type);
