namespace Odps.Net.Arrow;

/// <summary>Indices into an array of values.</summary>
public sealed class DictionaryType : ArrowType
{
    internal DictionaryType(ArrowType indexType, ArrowType valueType, bool isOrdered)
        : base(ArrowTypeId.Dictionary)
    {
        ArgumentNullException.ThrowIfNull(indexType);
        ArgumentNullException.ThrowIfNull(valueType);
        if (indexType.TypeId is < ArrowTypeId.Int8 or > ArrowTypeId.UInt64)
        {
            throw new ArgumentException($"The indices of a dictionary are of an integer type, not {indexType.Name}.", nameof(indexType));
        }

        IndexType = indexType;
        ValueType = valueType;
        IsOrdered = isOrdered;
    }

    /// <summary>The type of the indices.</summary>
    public ArrowType IndexType { get; }

    /// <summary>The type of the values.</summary>
    public ArrowType ValueType { get; }

    /// <summary>Whether the order of the values means something.</summary>
    public bool IsOrdered { get; }

    /// <inheritdoc/>
    public override string Name => $"dictionary<values={ValueType.Name}, indices={IndexType.Name}, ordered={(IsOrdered ? 1 : 0)}>";

    /// <inheritdoc/>
    public override bool Equals(ArrowType? other) =>
        other is DictionaryType type && IndexType == type.IndexType && ValueType == type.ValueType && IsOrdered == type.IsOrdered;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TypeId, IndexType, ValueType);
}
