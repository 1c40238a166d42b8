namespace Odps.Net.Arrow;

/// <summary>A type without parameters.</summary>
internal sealed class PlainType(ArrowTypeId typeId, string name) : ArrowType(typeId)
{
    public override string Name { get; } = name;
}
