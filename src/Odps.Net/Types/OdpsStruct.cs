using System.Collections;
using System.Text;

namespace Odps.Net;

/// <summary>A value of type STRUCT: named fields in the order of the type. Immutable in shape; compared by value.</summary>
public sealed class OdpsStruct : IReadOnlyList<object?>, IEquatable<OdpsStruct>
{
    private readonly object?[] _values;

    /// <summary>Creates a value.</summary>
    /// <param name="type">The type with its fields.</param>
    /// <param name="values">The values in the order of the fields; <see langword="null"/> for NULL.</param>
    /// <exception cref="ArgumentException">There are not as many values as fields.</exception>
    public OdpsStruct(StructType type, params ReadOnlySpan<object?> values)
        : this(type, values.ToArray())
    {
    }

    internal OdpsStruct(StructType type, object?[] values)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Fields.Length != values.Length)
        {
            throw new ArgumentException($"The type {type.Name} has {type.Fields.Length} fields; {values.Length} values were given.", nameof(values));
        }

        Type = type;
        _values = values;
    }

    /// <summary>The type.</summary>
    public StructType Type { get; }

    /// <summary>The number of fields.</summary>
    public int Count => _values.Length;

    /// <summary>The value of a field; <see langword="null"/> for NULL.</summary>
    /// <param name="index">The zero-based position of the field.</param>
    public object? this[int index] => _values[index];

    /// <summary>The value of a field; <see langword="null"/> for NULL.</summary>
    /// <param name="name">The name of the field, in any letter case.</param>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public object? this[string name]
    {
        get
        {
            int index = Type.IndexOf(name);
            return index >= 0 ? _values[index] : throw new KeyNotFoundException($"The type {Type.Name} has no field '{name}'.");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(OdpsStruct? other) => other is not null && NestedValues.AreEqual(_values, other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OdpsStruct);

    /// <inheritdoc/>
    public override int GetHashCode() => NestedValues.Hash(_values);

    /// <summary>The fields as text: <c>{a: 1, b: x}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        for (int i = 0; i < _values.Length; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(Type.Fields[i].Name).Append(": ");
            NestedValues.Append(text, _values[i]);
        }

        return text.Append('}').ToString();
    }
}
