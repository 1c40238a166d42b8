namespace Odps.Net.Arrow;

/// <summary>A named and typed column of a <see cref="Schema"/>, or a child of a nested type. Immutable, compared by value, metadata included.</summary>
public sealed record Field
{
    /// <summary>Creates a field.</summary>
    /// <param name="name">The name; it may be empty.</param>
    /// <param name="dataType">The type.</param>
    /// <param name="isNullable">Whether values may be null. Default: yes.</param>
    /// <param name="metadata">Key and value texts. Default: none.</param>
    public Field(string name, ArrowType dataType, bool isNullable = true, KeyValueMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(dataType);
        Name = name;
        DataType = dataType;
        IsNullable = isNullable;
        Metadata = metadata ?? KeyValueMetadata.Empty;
    }

    /// <summary>The name.</summary>
    public string Name { get; init; }

    /// <summary>The type.</summary>
    public ArrowType DataType { get; init; }

    /// <summary>Whether values may be null. A promise of the producer, not checked.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Key and value texts; empty when there are none.</summary>
    public KeyValueMetadata Metadata { get; init; }

    /// <summary>The field as text: <c>id: int64 not null</c>.</summary>
    public override string ToString() => Describe();

    internal string Describe() => $"{Name}: {DataType.Name}{(IsNullable ? "" : " not null")}";
}
