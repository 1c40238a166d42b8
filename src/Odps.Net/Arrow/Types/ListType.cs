namespace Odps.Net.Arrow;

/// <summary>A list, with offsets of 32 bits (<see cref="ArrowTypeId.List"/>) or 64 bits (<see cref="ArrowTypeId.LargeList"/>).</summary>
public sealed class ListType : NestedArrowType
{
    internal ListType(ArrowTypeId typeId, Field valueField)
        : base(typeId, [NotNull(valueField)])
    {
    }

    /// <summary>The field of the elements.</summary>
    public Field ValueField => Fields[0];

    /// <summary>The type of the elements.</summary>
    public ArrowType ValueType => Fields[0].DataType;

    /// <inheritdoc/>
    public override string Name => NameOnce ??= $"{(TypeId == ArrowTypeId.List ? "list" : "large_list")}<{ValueField.Describe()}>";
}
