using System.Collections.Immutable;

namespace Odps.Net.Arrow;

/// <summary>A struct of named fields. (MaxCompute's own STRUCT type is <see cref="Odps.Net.StructType"/>.)</summary>
public sealed class ArrowStructType : NestedArrowType
{
    internal ArrowStructType(ImmutableArray<Field> fields)
        : base(ArrowTypeId.Struct, fields)
    {
        foreach (Field field in fields)
        {
            NotNull(field);
        }
    }

    /// <inheritdoc/>
    public override string Name => NameOnce ??= $"struct<{string.Join(", ", Fields.Select(f => f.Describe()))}>";
}
