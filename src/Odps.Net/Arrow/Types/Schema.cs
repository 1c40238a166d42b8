using System.Collections.Immutable;

namespace Odps.Net.Arrow;

/// <summary>The fields of record batches in order, and metadata. Immutable, compared by value.</summary>
public sealed class Schema : IEquatable<Schema>
{
    private Dictionary<string, int>? _exact;
    private Dictionary<string, int>? _anyCase;

    /// <summary>Creates a schema.</summary>
    /// <param name="fields">The fields in order.</param>
    /// <param name="metadata">Key and value texts. Default: none.</param>
    public Schema(IEnumerable<Field> fields, KeyValueMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Fields = [.. fields];
        Metadata = metadata ?? KeyValueMetadata.Empty;
        foreach (Field field in Fields)
        {
            ArgumentNullException.ThrowIfNull(field, nameof(fields));
        }
    }

    /// <summary>The fields in order.</summary>
    public ImmutableArray<Field> Fields { get; }

    /// <summary>Key and value texts; empty when there are none.</summary>
    public KeyValueMetadata Metadata { get; }

    /// <summary>
    /// The schema in which the data columns of a table travel through the tunnel: see <see cref="ArrowTypes.From(OdpsType)"/> for the types. Partition
    /// columns are not part of it, since they do not travel.
    /// </summary>
    /// <param name="schema">The table's schema.</param>
    /// <exception cref="NotSupportedException">A column's type has no Arrow form.</exception>
    public static Schema From(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return From(schema.Columns);
    }

    /// <summary>The schema in which columns travel through the tunnel: see <see cref="ArrowTypes.From(OdpsType)"/> for the types.</summary>
    /// <param name="columns">The columns.</param>
    /// <exception cref="NotSupportedException">A column's type has no Arrow form.</exception>
    public static Schema From(ColumnCollection columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new Schema(columns.Select(ArrowTypes.From));
    }

    /// <summary>The columns that rows made from batches of this schema have: see <see cref="ArrowTypes.ToOdpsType(ArrowType)"/> for the types.</summary>
    /// <exception cref="NotSupportedException">A field's type has no MaxCompute form.</exception>
    public ColumnCollection ToColumns() => new(Fields.Select(ArrowTypes.ToColumn));

    /// <summary>The position of a field, or -1. An exact match comes first; otherwise letter case does not matter, as in MaxCompute.</summary>
    /// <param name="name">The name.</param>
    public int GetFieldIndex(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if ((_exact ??= Index(StringComparer.Ordinal)).TryGetValue(name, out int index))
        {
            return index;
        }

        return (_anyCase ??= Index(StringComparer.OrdinalIgnoreCase)).TryGetValue(name, out index) ? index : -1;
    }

    /// <inheritdoc/>
    public bool Equals(Schema? other) =>
        ReferenceEquals(this, other) || (other is not null && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan()) && Metadata.Equals(other.Metadata));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (Field field in Fields)
        {
            hash.Add(field);
        }

        return hash.ToHashCode();
    }

    /// <summary>The fields as text.</summary>
    public override string ToString() => string.Join(", ", Fields);

    private Dictionary<string, int> Index(StringComparer comparer)
    {
        var index = new Dictionary<string, int>(Fields.Length, comparer);
        for (int i = 0; i < Fields.Length; i++)
        {
            index.TryAdd(Fields[i].Name, i);
        }

        return index;
    }
}
