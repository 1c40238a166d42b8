namespace Odps.Net.Tunnel;

/// <summary>An entry of a MAP; see <see cref="NestedValue.Entries"/>.</summary>
public readonly ref struct NestedEntry
{
    internal NestedEntry(NestedValue key, NestedValue value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The key. MaxCompute has no NULL keys; a stream that has one anyway gives it as a NULL value here.</summary>
    public NestedValue Key { get; }

    /// <summary>The value, which may be NULL.</summary>
    public NestedValue Value { get; }
}
