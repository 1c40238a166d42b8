using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// The values of one column of a batch in Arrow's layout: validity bits, and either fixed-width values, or offsets and bytes, or children. The arrays
/// are kept from batch to batch and only what <see cref="Length"/> covers is meaningful.
/// </summary>
/// <remarks>
/// Fixed-width values, little-endian: the integers, FLOAT and DOUBLE in their own width, BOOLEAN as bits, DATE and INTERVAL_YEAR_MONTH as int32, DATETIME
/// as int64 milliseconds, DECIMAL as a 128-bit number with the scale of the type. Bytes: STRING, CHAR, VARCHAR, JSON, BINARY. Children: TIMESTAMP,
/// TIMESTAMP_NTZ and INTERVAL_DAY_TIME have int64 seconds and int32 nanoseconds (as the service's own Arrow streams do), ARRAY and VECTOR their
/// elements, MAP keys and values, STRUCT its fields.
/// </remarks>
internal sealed class ColumnBuffer
{
    private const int FirstCapacity = 64;

    private readonly int _width;
    private readonly bool _hasOffsets;
    private byte[] _validity = [];
    private byte[] _values = [];
    private int[] _offsets = [];
    private int _dataLength;

    private ColumnBuffer(OdpsType type, int width, bool hasOffsets, params ColumnBuffer[] children)
    {
        Type = type;
        _width = width;
        _hasOffsets = hasOffsets;
        Children = children;
        Reset();
    }

    public OdpsType Type { get; }

    public ColumnBuffer[] Children { get; }

    /// <summary>The number of values, NULL included.</summary>
    public int Length { get; private set; }

    public int NullCount { get; private set; }

    /// <summary>One bit for each value, the lowest first; 1 is a value, 0 is NULL.</summary>
    public ReadOnlySpan<byte> Validity => _validity.AsSpan(0, (Length + 7) / 8);

    /// <summary>The fixed-width values, the bits of BOOLEAN, or the bytes to which the offsets refer.</summary>
    public ReadOnlySpan<byte> Values => _width switch
    {
        BitWidth => _values.AsSpan(0, (Length + 7) / 8),
        0 => _values.AsSpan(0, _dataLength),
        _ => _values.AsSpan(0, Length * _width),
    };

    /// <summary>For bytes, ARRAY and MAP: where each value begins, and where the last one ends.</summary>
    public ReadOnlySpan<int> Offsets => _hasOffsets ? _offsets.AsSpan(0, Length + 1) : default;

    private const int BitWidth = -1;

    public static ColumnBuffer Of(ValuePlan plan) => plan.Kind switch
    {
        OdpsTypeKind.TinyInt => new(plan.Type, sizeof(sbyte), false),
        OdpsTypeKind.SmallInt => new(plan.Type, sizeof(short), false),
        OdpsTypeKind.Int or OdpsTypeKind.Date or OdpsTypeKind.IntervalYearMonth or OdpsTypeKind.Float => new(plan.Type, sizeof(int), false),
        OdpsTypeKind.BigInt or OdpsTypeKind.DateTime or OdpsTypeKind.Double => new(plan.Type, sizeof(long), false),
        OdpsTypeKind.Boolean => new(plan.Type, BitWidth, false),
        OdpsTypeKind.Decimal => new(plan.Type, 16, false),
        OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz or OdpsTypeKind.IntervalDayTime => new(
            plan.Type, 0, false, new(OdpsType.BigInt, sizeof(long), false), new(OdpsType.Int, sizeof(int), false)),
        OdpsTypeKind.Array or OdpsTypeKind.Map => new(plan.Type, 0, true, [.. plan.Children.Select(Of)]),
        OdpsTypeKind.Struct or OdpsTypeKind.Vector => new(plan.Type, 0, false, [.. plan.Children.Select(Of)]),
        _ => new(plan.Type, 0, true),
    };

    /// <summary>Forgets the values, keeps the arrays.</summary>
    public void Reset()
    {
        Length = 0;
        NullCount = 0;
        _dataLength = 0;
        if (_hasOffsets && _offsets.Length == 0)
        {
            _offsets = new int[FirstCapacity];
        }

        foreach (ColumnBuffer child in Children)
        {
            child.Reset();
        }
    }

    /// <summary>Appends NULL; the children of a STRUCT, a VECTOR or a time get a value each that does not count.</summary>
    public void AppendNull()
    {
        int index = BeginValue(isValid: false);
        NullCount++;
        if (_hasOffsets)
        {
            _offsets[index + 1] = _offsets[index];
        }
        else if (_width > 0)
        {
            _values.AsSpan(index * _width, _width).Clear();
        }

        if (!_hasOffsets)
        {
            int count = Type is VectorType vector ? vector.Dimension : 1;
            foreach (ColumnBuffer child in Children)
            {
                for (int i = 0; i < count; i++)
                {
                    child.AppendNull();
                }
            }
        }
    }

    /// <summary>Appends a value of an integer type, a DATE, a DATETIME or an INTERVAL_YEAR_MONTH; a FLOAT or DOUBLE by its bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(long bits)
    {
        int index = BeginValue(isValid: true);
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_values);
        switch (_width)
        {
            case sizeof(long):
                Little.Write(ref origin, index * sizeof(long), (ulong)bits);
                break;
            case sizeof(int):
                Little.Write(ref origin, index * sizeof(int), (uint)bits);
                break;
            case sizeof(short):
                BitConverter.TryWriteBytes(_values.AsSpan(index * sizeof(short)), (short)bits);
                break;
            default:
                _values[index] = (byte)bits;
                break;
        }
    }

    public void AppendBoolean(bool value)
    {
        int index = BeginValue(isValid: true);
        SetBit(_values, index, value);
    }

    public void AppendDecimal(Int128 unscaled)
    {
        int index = BeginValue(isValid: true);
        Little.Write(ref _values[0], index * 16, (ulong)(UInt128)unscaled);
        Little.Write(ref _values[0], (index * 16) + sizeof(ulong), (ulong)((UInt128)unscaled >> 64));
    }

    public void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        int index = BeginValue(isValid: true);
        int end = checked(_dataLength + bytes.Length);
        if (end > _values.Length)
        {
            Array.Resize(ref _values, (int)Math.Min(Math.Max(2L * _values.Length, end + 1024L), Array.MaxLength));
        }

        bytes.CopyTo(_values.AsSpan(_dataLength));
        _dataLength = end;
        _offsets[index + 1] = end;
    }

    /// <summary>Appends seconds and nanoseconds.</summary>
    public void AppendTime(long seconds, int nanoseconds)
    {
        AppendPresent();
        Children[0].Append(seconds);
        Children[1].Append(nanoseconds);
    }

    /// <summary>Appends a STRUCT or VECTOR; the caller appends to each child.</summary>
    public void AppendPresent() => BeginValue(isValid: true);

    /// <summary>Appends an ARRAY or MAP whose elements the caller has already appended to the children.</summary>
    public void AppendList()
    {
        int index = BeginValue(isValid: true);
        _offsets[index + 1] = Children[0].Length;
    }

    private static void SetBit(byte[] bits, int index, bool value)
    {
        byte bit = (byte)(1 << (index & 7));
        bits[index >> 3] = value ? (byte)(bits[index >> 3] | bit) : (byte)(bits[index >> 3] & ~bit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BeginValue(bool isValid)
    {
        int index = Length;
        if (index >= _validity.Length * 8)
        {
            Grow();
        }

        SetBit(_validity, index, isValid);
        Length = index + 1;
        return index;
    }

    private void Grow()
    {
        int capacity = Math.Max(FirstCapacity, _validity.Length * 16);
        Array.Resize(ref _validity, capacity / 8);
        if (_width != 0)
        {
            Array.Resize(ref _values, _width == BitWidth ? capacity / 8 : checked(capacity * _width));
        }

        if (_hasOffsets)
        {
            Array.Resize(ref _offsets, capacity + 1);
        }
    }
}
