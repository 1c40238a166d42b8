using System.Collections.Immutable;

namespace Odps.Net.Arrow;

/// <summary>A type that has fields of its own: list, large list, struct or map.</summary>
public abstract class NestedArrowType : ArrowType
{
    private protected NestedArrowType(ArrowTypeId typeId, ImmutableArray<Field> fields)
        : base(typeId) => Fields = fields;

    /// <summary>Kept from the first use: the name of a deep type is long, and reading a schema does not need it.</summary>
    private protected string? NameOnce { get; set; }

    /// <summary>The child fields in order: one for lists and maps.</summary>
    public ImmutableArray<Field> Fields { get; }

    /// <inheritdoc/>
    public override bool Equals(ArrowType? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not NestedArrowType nested || TypeId != other.TypeId || Fields.Length != nested.Fields.Length
            || (this as ArrowMapType)?.KeysSorted != (other as ArrowMapType)?.KeysSorted)
        {
            return false;
        }

        for (int i = 0; i < Fields.Length; i++)
        {
            Field mine = Fields[i];
            Field theirs = nested.Fields[i];
            if (mine.Name != theirs.Name || mine.IsNullable != theirs.IsNullable || mine.DataType != theirs.DataType)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TypeId, Fields.Length);

    private protected static Field NotNull(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field;
    }
}
