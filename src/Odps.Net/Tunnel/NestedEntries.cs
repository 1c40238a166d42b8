using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>Goes over the entries of a MAP with <see langword="foreach"/>. See <see cref="NestedValue.Entries"/>.</summary>
public ref struct NestedEntries
{
    private readonly RecordStreamDecoder _decoder;
    private readonly int _ordinal;
    private readonly ValuePlan _plan;
    private NestedBytes _keys;
    private NestedBytes _values;
    private int _left;
    private bool _isOnEntry;
    private bool _isKeyNull;
    private bool _isValueNull;

    internal NestedEntries(RecordStreamDecoder decoder, int ordinal, ValuePlan plan, NestedBytes bytes)
    {
        _decoder = decoder;
        _ordinal = ordinal;
        _plan = plan;
        _keys = bytes;
        _values = bytes;
        _left = (int)_keys.ReadNumber();
        _values.SkipList(plan.Children[0]);
        _values.ReadNumber();
    }

    /// <summary>The entry on which the enumeration stands; meaningful after <see cref="MoveNext"/> has returned <see langword="true"/>.</summary>
    public readonly NestedEntry Current => new(
        new NestedValue(_decoder, _ordinal, _plan.Children[0], _keys.Rest, _isKeyNull),
        new NestedValue(_decoder, _ordinal, _plan.Children[1], _values.Rest, _isValueNull));

    /// <summary>The enumeration itself, as <see langword="foreach"/> asks for it.</summary>
    public readonly NestedEntries GetEnumerator() => this;

    /// <summary>Goes to the next entry; <see langword="false"/> at the end.</summary>
    public bool MoveNext()
    {
        if (_isOnEntry && !_isKeyNull)
        {
            _keys.Skip(_plan.Children[0]);
        }

        if (_isOnEntry && !_isValueNull)
        {
            _values.Skip(_plan.Children[1]);
        }

        _isOnEntry = _left > 0;
        if (_isOnEntry)
        {
            _left--;
            _isKeyNull = _keys.ReadNumber() != 0;
            _isValueNull = _values.ReadNumber() != 0;
        }

        return _isOnEntry;
    }
}
