using System.Collections;

namespace Odps.Net.Http;

/// <summary>
/// The query of a request: flags without a value, and keys with one. Values are kept unescaped, as they are signed. A key occurs once;
/// the value given last wins. Written as a collection: <c>new QueryParameters { "partitions", { "marker", marker } }</c>.
/// </summary>
internal sealed class QueryParameters : IEnumerable<KeyValuePair<string, string?>>
{
    private readonly List<KeyValuePair<string, string?>> _items = [];

    public int Count => _items.Count;

    /// <summary>Adds a flag: <c>?extended</c>.</summary>
    public void Add(string flag) => Set(flag, null);

    /// <summary>Adds a key with its value. A null value adds nothing, so that optional filters need no test; an empty one is sent.</summary>
    public void Add(string key, string? value)
    {
        if (value is not null)
        {
            Set(key, value);
        }
    }

    /// <summary>Adds a key with a number in invariant form. Null adds nothing.</summary>
    public void Add(string key, long? value) => Add(key, value?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds a flag when the condition holds.</summary>
    public QueryParameters Flag(string flag, bool condition = true)
    {
        if (condition)
        {
            Add(flag);
        }

        return this;
    }

    /// <summary>Adds a key with its value, unless that is null.</summary>
    public QueryParameters With(string key, string? value)
    {
        Add(key, value);
        return this;
    }

    public bool Contains(string key) => _items.Exists(i => i.Key == key);

    public List<KeyValuePair<string, string?>>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<KeyValuePair<string, string?>> IEnumerable<KeyValuePair<string, string?>>.GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private void Set(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        int index = _items.FindIndex(i => i.Key == key);
        if (index >= 0)
        {
            _items[index] = new(key, value);
        }
        else
        {
            _items.Add(new(key, value));
        }
    }
}
