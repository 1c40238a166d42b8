namespace Odps.Net.Arrow;

/// <summary>A map: a list of key and value pairs in their order. (MaxCompute's own MAP type is <see cref="Odps.Net.MapType"/>.)</summary>
public sealed class ArrowMapType : NestedArrowType
{
    internal ArrowMapType(Field entries, bool keysSorted)
        : base(ArrowTypeId.Map, [NotNull(entries)])
    {
        if (entries.DataType is not ArrowStructType { Fields.Length: 2 })
        {
            throw new ArgumentException($"The entries of a map are a struct of key and value, not {entries.DataType.Name}.", nameof(entries));
        }

        KeysSorted = keysSorted;
    }

    /// <summary>The field of the entries, a struct of key and value.</summary>
    public Field EntriesField => Fields[0];

    /// <summary>The field of the keys.</summary>
    public Field KeyField => ((ArrowStructType)EntriesField.DataType).Fields[0];

    /// <summary>The field of the values.</summary>
    public Field ValueField => ((ArrowStructType)EntriesField.DataType).Fields[1];

    /// <summary>The type of the keys.</summary>
    public ArrowType KeyType => KeyField.DataType;

    /// <summary>The type of the values.</summary>
    public ArrowType ValueType => ValueField.DataType;

    /// <summary>Whether the producer says that the keys of each map are sorted.</summary>
    public bool KeysSorted { get; }

    /// <inheritdoc/>
    public override string Name => NameOnce ??= $"map<{KeyType.Name}, {ValueType.Name}{(KeysSorted ? ", keys_sorted" : "")}>";
}
