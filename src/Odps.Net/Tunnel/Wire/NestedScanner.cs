using System.Runtime.CompilerServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// Goes over the bytes of a nested value: checks that they are well formed and feeds the checksum, without making anything of them. What it has
/// passed can be read again without checks.
/// </summary>
internal ref struct NestedScanner
{
    private const nint Incomplete = -1;

    private readonly RecordStreamDecoder _decoder;
    private readonly ref byte _origin;
    private readonly nint _end;
    private readonly nint _field;
    private readonly int _column;
    private readonly ulong _maxBytes;

    public NestedScanner(RecordStreamDecoder decoder, ref byte origin, nint end, nint field, int column, int maxBytes)
    {
        _decoder = decoder;
        _maxBytes = (ulong)maxBytes;
        _origin = ref origin;
        _end = end;
        _field = field;
        _column = column;
    }

    /// <summary>A scanner for bytes that the encoder itself has written, so that nothing can be wrong with them.</summary>
    public NestedScanner(ref byte origin, nint end)
        : this(null!, ref origin, end, 0, 0, int.MaxValue)
    {
    }

    /// <summary>After an incomplete value: the end that it has at least.</summary>
    public nint NeededEnd { get; private set; }

    /// <summary>Goes over a value; the result is the place behind it, or a negative number when it is not complete.</summary>
    public nint Scan(ValuePlan plan, nint position, ref uint checksum)
    {
        switch (plan.Coding)
        {
            case FieldCoding.Int64 or FieldCoding.Int32 or FieldCoding.Int16 or FieldCoding.Int8:
            {
                long number = Varint.UnZigZag(Varint.Read(ref _origin, ref position));
                if ((nuint)position > (nuint)_end)
                {
                    return IncompleteNumber(position);
                }

                if (number != RecordStreamDecoder.Narrow(plan.Coding, number))
                {
                    _decoder.ThrowIntegerRange(_field, Column, plan.Type.Name, number);
                }

                checksum = Crc32C.Append(checksum, (ulong)number);
                return position;
            }

            case FieldCoding.Boolean:
            {
                ulong flag = Varint.Read(ref _origin, ref position);
                if ((nuint)position > (nuint)_end)
                {
                    return IncompleteNumber(position);
                }

                if (flag > 1)
                {
                    _decoder.ThrowAt(_field, Column, $"0 or 1 expected for a BOOLEAN, {flag} found");
                }

                checksum = Crc32C.Append(checksum, (byte)flag);
                return position;
            }

            case FieldCoding.Float:
                if (_end - position < sizeof(uint))
                {
                    return Incomplete;
                }

                checksum = Crc32C.Append(checksum, Little.ReadUInt32(ref _origin, position));
                return position + sizeof(uint);
            case FieldCoding.Double:
                if (_end - position < sizeof(ulong))
                {
                    return Incomplete;
                }

                checksum = Crc32C.Append(checksum, Little.ReadUInt64(ref _origin, position));
                return position + sizeof(ulong);
            case FieldCoding.Bytes:
                return ScanBytes(position, ref checksum);
            case FieldCoding.SecondsAndNanoseconds:
            {
                long seconds = Varint.UnZigZag(Varint.Read(ref _origin, ref position));
                if ((nuint)position > (nuint)_end)
                {
                    return IncompleteNumber(position);
                }

                long nanoseconds = Varint.UnZigZag(Varint.Read(ref _origin, ref position));
                if ((nuint)position > (nuint)_end)
                {
                    return IncompleteNumber(position);
                }

                if (nanoseconds != (int)nanoseconds)
                {
                    _decoder.ThrowIntegerRange(_field, Column, "nanoseconds of 32 bits", nanoseconds);
                }

                checksum = Crc32C.Append(Crc32C.Append(checksum, (ulong)seconds), (uint)nanoseconds);
                return position;
            }

            case FieldCoding.Array:
                return ScanList(plan.Children[0], position, ref checksum, out _);
            case FieldCoding.Map:
                return ScanMap(plan, position, ref checksum);
            case FieldCoding.Struct:
                foreach (ValuePlan child in plan.Children)
                {
                    position = ScanElement(child, position, ref checksum);
                    if (position < 0)
                    {
                        return Incomplete;
                    }
                }

                return position;
            default:
                return ScanVector((VectorType)plan.Type, position, ref checksum);
        }
    }

    private readonly Column Column => _decoder.Columns[_column];

    private nint ScanElement(ValuePlan plan, nint position, ref uint checksum)
    {
        ulong isNull = Varint.Read(ref _origin, ref position);
        if ((nuint)position > (nuint)_end)
        {
            return IncompleteNumber(position);
        }

        if (isNull > 1)
        {
            _decoder.ThrowAt(_field, Column, $"0 or 1 expected for the null flag of a {plan.Type.Name}, {isNull} found");
        }

        return isNull == 1 ? position : Scan(plan, position, ref checksum);
    }

    private nint ScanList(ValuePlan element, nint position, ref uint checksum, out uint count)
    {
        ulong number = Varint.Read(ref _origin, ref position);
        count = (uint)number;
        if ((nuint)position > (nuint)_end)
        {
            return IncompleteNumber(position);
        }

        // Each element has at least its flag.
        CheckLength(number);
        if (number > (ulong)(_end - position))
        {
            NeededEnd = position + (nint)number;
            return Incomplete;
        }

        for (uint i = 0; i < count; i++)
        {
            position = ScanElement(element, position, ref checksum);
            if (position < 0)
            {
                return Incomplete;
            }
        }

        return position;
    }

    private nint ScanMap(ValuePlan plan, nint position, ref uint checksum)
    {
        position = ScanList(plan.Children[0], position, ref checksum, out uint keys);
        if (position < 0)
        {
            return Incomplete;
        }

        position = ScanList(plan.Children[1], position, ref checksum, out uint values);
        if (position >= 0 && keys != values)
        {
            _decoder.ThrowAt(_field, Column, $"a map with as many values as keys expected, {keys} keys and {values} values found");
        }

        return position;
    }

    private nint ScanBytes(nint position, ref uint checksum)
    {
        ulong length = Varint.Read(ref _origin, ref position);
        if ((nuint)position > (nuint)_end)
        {
            return IncompleteNumber(position);
        }

        CheckLength(length);
        if (length > (ulong)(_end - position))
        {
            NeededEnd = position + (nint)length;
            return Incomplete;
        }

        checksum = Crc32C.Append(checksum, ref Unsafe.Add(ref _origin, position), (int)length);
        return position + (nint)length;
    }

    private nint ScanVector(VectorType type, nint position, ref uint checksum)
    {
        ulong count = Varint.Read(ref _origin, ref position);
        if ((nuint)position > (nuint)_end)
        {
            return IncompleteNumber(position);
        }

        if (count != (ulong)type.Dimension)
        {
            _decoder.ThrowAt(_field, Column, $"{type.Dimension} numbers expected for a {type.Name}, {count} found");
        }

        ulong length = count * (type.ElementType.Kind == OdpsTypeKind.Float ? sizeof(float) : (ulong)sizeof(double));
        CheckLength(length);
        if (length > (ulong)(_end - position))
        {
            NeededEnd = position + (nint)length;
            return Incomplete;
        }

        checksum = Crc32C.Append(checksum, ref Unsafe.Add(ref _origin, position), (int)length);
        return position + (nint)length;
    }

    private readonly void CheckLength(ulong length)
    {
        if (length > _maxBytes)
        {
            _decoder.CheckLength(_field, _column, length);
        }
    }

    private readonly nint IncompleteNumber(nint position)
    {
        if (position < 0)
        {
            _decoder.ThrowLongNumber(_field, _column);
        }

        return Incomplete;
    }
}
