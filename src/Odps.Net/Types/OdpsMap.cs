using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Odps.Net;

/// <summary>
/// A value of type MAP: entries in the order in which they came, found by key. Compared as a set of entries, since the service does not keep
/// their order.
/// </summary>
public sealed class OdpsMap : IReadOnlyDictionary<object, object?>, IEquatable<OdpsMap>
{
    private readonly KeyValuePair<object, object?>[] _entries;
    private Dictionary<object, int>? _positions;

    /// <summary>Creates a value.</summary>
    /// <param name="entries">The entries; keys are not NULL and differ from each other.</param>
    /// <exception cref="ArgumentException">A key is null or occurs twice.</exception>
    public OdpsMap(IEnumerable<KeyValuePair<object, object?>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _entries = [.. entries];
        foreach ((object key, _) in _entries)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(entries));
        }

        if (Positions.Count != _entries.Length)
        {
            throw new ArgumentException("A key occurs twice in the map.", nameof(entries));
        }
    }

    private OdpsMap(KeyValuePair<object, object?>[] entries) => _entries = entries;

    /// <summary>The number of entries.</summary>
    public int Count => _entries.Length;

    /// <summary>The keys in order.</summary>
    public IEnumerable<object> Keys => _entries.Select(e => e.Key);

    /// <summary>The values in order.</summary>
    public IEnumerable<object?> Values => _entries.Select(e => e.Value);

    /// <summary>The entries in order.</summary>
    internal ReadOnlySpan<KeyValuePair<object, object?>> Entries => _entries;

    private Dictionary<object, int> Positions => _positions ??= Index(_entries);

    /// <summary>The value of a key; <see langword="null"/> for NULL.</summary>
    /// <param name="key">The key, as the .NET type of the map's key type.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public object? this[object key] =>
        TryGetValue(key, out object? value) ? value : throw new KeyNotFoundException($"The map has no key '{key}'.");

    /// <summary>Whether there is such a key.</summary>
    /// <param name="key">The key.</param>
    public bool ContainsKey(object key) => Positions.ContainsKey(key);

    /// <summary>The value of a key, if there is one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, when the result is <see langword="true"/>; <see langword="null"/> for NULL.</param>
    /// <returns>Whether there is such a key.</returns>
    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value)
    {
        bool found = Positions.TryGetValue(key, out int position);
        value = found ? _entries[position].Value : null;
        return found;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<object, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<object, object?>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(OdpsMap? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        foreach ((object key, object? value) in _entries)
        {
            if (!other.TryGetValue(key, out object? otherValue) || !NestedValues.AreEqual(value, otherValue))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OdpsMap);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Count;
        foreach ((object key, object? value) in _entries)
        {
            hash ^= HashCode.Combine(NestedValues.Hash(key), NestedValues.Hash(value));
        }

        return hash;
    }

    /// <summary>The entries as text: <c>{a: 1, b: 2}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        foreach ((object key, object? value) in _entries)
        {
            text.Append(text.Length > 1 ? ", " : "");
            NestedValues.Append(text, key);
            NestedValues.Append(text.Append(": "), value);
        }

        return text.Append('}').ToString();
    }

    /// <summary>
    /// A map as it came over the wire, taking ownership of the entries. Its keys are indexed at the first look-up; where one occurs twice, the last
    /// entry counts.
    /// </summary>
    internal static OdpsMap FromWire(KeyValuePair<object, object?>[] entries) => new(entries);

    private static Dictionary<object, int> Index(KeyValuePair<object, object?>[] entries)
    {
        var positions = new Dictionary<object, int>(entries.Length, NestedValues.Comparer);
        for (int i = 0; i < entries.Length; i++)
        {
            positions[entries[i].Key] = i;
        }

        return positions;
    }
}
