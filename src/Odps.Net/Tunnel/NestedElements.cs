using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>Goes over the elements of an ARRAY or VECTOR, or the fields of a STRUCT, with <see langword="foreach"/>. See <see cref="NestedValue.Elements"/>.</summary>
public ref struct NestedElements
{
    private readonly RecordStreamDecoder _decoder;
    private readonly int _ordinal;
    private readonly ValuePlan _plan;
    private readonly int _count;
    private NestedBytes _bytes;
    private int _index;
    private bool _isNull;

    internal NestedElements(RecordStreamDecoder decoder, int ordinal, ValuePlan plan, NestedBytes bytes)
    {
        _decoder = decoder;
        _ordinal = ordinal;
        _plan = plan;
        _bytes = bytes;
        _count = plan.Kind == OdpsTypeKind.Struct ? plan.Children.Length : (int)_bytes.ReadNumber();
        _index = -1;
        _isNull = true;
    }

    /// <summary>The element on which the enumeration stands; meaningful after <see cref="MoveNext"/> has returned <see langword="true"/>.</summary>
    public readonly NestedValue Current => new(_decoder, _ordinal, Element, _bytes.Rest, _isNull);

    private readonly ValuePlan Element => _plan.Children[_plan.Kind == OdpsTypeKind.Struct ? _index : 0];

    /// <summary>The enumeration itself, as <see langword="foreach"/> asks for it.</summary>
    public readonly NestedElements GetEnumerator() => this;

    /// <summary>Goes to the next element; <see langword="false"/> at the end.</summary>
    public bool MoveNext()
    {
        if (!_isNull)
        {
            _bytes.Skip(Element);
        }

        if (_index + 1 >= _count)
        {
            _isNull = true;
            return false;
        }

        _index++;
        _isNull = _plan.Coding != FieldCoding.Vector && _bytes.ReadNumber() != 0;
        return true;
    }
}
