using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Odps.Net.Arrow;

/// <summary>The key and value texts that a schema or a field carries, in their order. Immutable. A key may occur more than once.</summary>
public sealed class KeyValueMetadata : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<KeyValueMetadata>
{
    private readonly KeyValuePair<string, string>[] _pairs;

    /// <summary>Creates metadata.</summary>
    /// <param name="pairs">The pairs in order.</param>
    public KeyValueMetadata(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _pairs = [.. pairs];
        foreach ((string key, string value) in _pairs)
        {
            ArgumentNullException.ThrowIfNull(key, nameof(pairs));
            ArgumentNullException.ThrowIfNull(value, nameof(pairs));
        }
    }

    /// <summary>No metadata.</summary>
    public static KeyValueMetadata Empty { get; } = new([]);

    /// <summary>The number of pairs.</summary>
    public int Count => _pairs.Length;

    /// <summary>The pair at a position.</summary>
    /// <param name="index">The zero-based position.</param>
    public KeyValuePair<string, string> this[int index] => _pairs[index];

    /// <summary>The value of the first pair with a key.</summary>
    /// <param name="key">The key; letter case matters.</param>
    /// <param name="value">The value, when the result is <see langword="true"/>.</param>
    /// <returns>Whether there is such a pair.</returns>
    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        foreach (KeyValuePair<string, string> pair in _pairs)
        {
            if (pair.Key == key)
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether two have the same pairs in the same order.</summary>
    /// <param name="other">The other metadata.</param>
    public bool Equals(KeyValueMetadata? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeyValueMetadata);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (KeyValuePair<string, string> pair in _pairs)
        {
            hash.Add(pair);
        }

        return hash.ToHashCode();
    }
}
