using System.Collections;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Odps.Net;

/// <summary>Columns in order, found by position or by name. Immutable; names are compared without regard to letter case, as MaxCompute does.</summary>
[CollectionBuilder(typeof(ColumnCollection), nameof(Create))]
public sealed class ColumnCollection : IReadOnlyList<Column>, IEquatable<ColumnCollection>
{
    private readonly Column[] _columns;
    private readonly FrozenDictionary<string, int> _ordinals;

    /// <summary>Creates the collection.</summary>
    /// <param name="columns">The columns in order.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public ColumnCollection(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        var ordinals = new Dictionary<string, int>(_columns.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < _columns.Length; i++)
        {
            if (!ordinals.TryAdd(_columns[i].Name, i))
            {
                throw new ArgumentException($"The column name '{_columns[i].Name}' occurs twice; column names differ by more than letter case.", nameof(columns));
            }
        }

        _ordinals = ordinals.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No columns.</summary>
    public static ColumnCollection Empty { get; } = new([]);

    /// <summary>The number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at a position.</summary>
    /// <param name="index">The zero-based position.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public Column this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_columns.Length)
            {
                RowErrors.ThrowOrdinal(index, _columns.Length);
            }

            return _columns[index];
        }
    }

    /// <summary>The column of a name.</summary>
    /// <param name="name">The name, in any letter case.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those that there are.</exception>
    public Column this[string name] => _columns[GetOrdinal(name)];

    /// <summary>Creates the collection from a collection expression.</summary>
    /// <param name="columns">The columns in order.</param>
    public static ColumnCollection Create(ReadOnlySpan<Column> columns) => new(columns.ToArray());

    /// <summary>The position of a column, or -1.</summary>
    /// <param name="name">The name, in any letter case.</param>
    public int IndexOf(string name) => _ordinals.GetValueOrDefault(name, -1);

    /// <summary>Whether there is a column of that name.</summary>
    /// <param name="name">The name, in any letter case.</param>
    public bool Contains(string name) => _ordinals.ContainsKey(name);

    /// <summary>The position of a column.</summary>
    /// <param name="name">The name, in any letter case.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those that there are.</exception>
    public int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = IndexOf(name);
        return index >= 0 ? index : throw UnknownColumn(name);
    }

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ColumnCollection? other) => other is not null && _columns.AsSpan().SequenceEqual(other._columns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnCollection);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (Column column in _columns)
        {
            hash.Add(column);
        }

        return hash.ToHashCode();
    }

    /// <summary>The columns as lines of DDL.</summary>
    public override string ToString() => string.Join(", ", (IEnumerable<Column>)_columns);

    private ArgumentException UnknownColumn(string name)
    {
        const int shown = 20;
        string names = string.Join(", ", _columns.Take(shown).Select(c => c.Name));
        return new ArgumentException(
            $"There is no column '{name}'. The columns are: {names}{(_columns.Length > shown ? ", ..." : "")}.", nameof(name));
    }
}
