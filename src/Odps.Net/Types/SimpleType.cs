namespace Odps.Net;

/// <summary>A type without parameters, or one that is known by name only.</summary>
internal sealed class SimpleType(OdpsTypeKind kind, string name) : OdpsType(kind)
{
    public override string Name { get; } = name;
}
