using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// An ARRAY, MAP, STRUCT or VECTOR of the row on which a <see cref="RecordReader"/> stands, or a value inside one, read where it lies in the reader's buffer:
/// nothing is allocated until <see cref="ToObject"/> or <see cref="GetString"/> is called. Valid until the next <see cref="RecordReader.ReadAsync"/>.
/// </summary>
/// <remarks>
/// The getters throw <see cref="InvalidCastException"/> when the value is NULL or of a type that does not fit, as those of the reader do for columns.
/// </remarks>
public readonly ref struct NestedValue
{
    private readonly RecordStreamDecoder _decoder;
    private readonly ValuePlan _plan;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _ordinal;

    internal NestedValue(RecordStreamDecoder decoder, int ordinal, ValuePlan plan, ReadOnlySpan<byte> bytes, bool isNull)
    {
        _decoder = decoder;
        _ordinal = ordinal;
        _plan = plan;
        _bytes = bytes;
        IsNull = isNull;
    }

    /// <summary>Whether the value is NULL, which an element, a map's value and a field can be.</summary>
    public bool IsNull { get; }

    /// <summary>The MaxCompute type.</summary>
    public OdpsType Type => _plan.Type;

    /// <summary>The number of elements of an ARRAY or VECTOR, entries of a MAP or fields of a STRUCT.</summary>
    /// <exception cref="InvalidCastException">The value is none of these, or NULL.</exception>
    public int Count
    {
        get
        {
            NestedBytes bytes = Expect(OdpsTypeKind.Array, OdpsTypeKind.Vector, "a list of values");
            return _plan.Kind == OdpsTypeKind.Struct ? _plan.Children.Length : (int)bytes.ReadNumber();
        }
    }

    /// <summary>The elements of an ARRAY or VECTOR, or the fields of a STRUCT, in order.</summary>
    /// <exception cref="InvalidCastException">The value is none of these, or NULL.</exception>
    public NestedElements Elements => _plan.Kind == OdpsTypeKind.Map
        ? throw Mismatch("elements; a MAP has entries")
        : new NestedElements(_decoder, _ordinal, _plan, Expect(OdpsTypeKind.Array, OdpsTypeKind.Vector, "elements"));

    /// <summary>The entries of a MAP, in the order in which they were sent. Finding the first value costs a pass over the keys.</summary>
    /// <exception cref="InvalidCastException">The value is not a MAP, or NULL.</exception>
    public NestedEntries Entries => new(_decoder, _ordinal, _plan, Expect(OdpsTypeKind.Map, OdpsTypeKind.Map, "entries"));

    /// <summary>A field of a STRUCT by its place. Costs a pass over the fields before it; to read all of them use <see cref="Elements"/>.</summary>
    /// <param name="index">The zero-based place.</param>
    /// <exception cref="InvalidCastException">The value is not a STRUCT, or NULL.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public NestedValue GetField(int index)
    {
        Expect(OdpsTypeKind.Struct, OdpsTypeKind.Struct, "fields");
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _plan.Children.Length);
        NestedElements fields = Elements;
        for (int i = 0; i <= index; i++)
        {
            fields.MoveNext();
        }

        return fields.Current;
    }

    /// <summary>A field of a STRUCT by its name. Costs a pass over the fields before it.</summary>
    /// <param name="name">The name, in any letter case.</param>
    /// <exception cref="InvalidCastException">The value is not a STRUCT, or NULL.</exception>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public NestedValue GetField(string name)
    {
        Expect(OdpsTypeKind.Struct, OdpsTypeKind.Struct, "fields");
        var type = (StructType)_plan.Type;
        for (int i = 0; i < type.Fields.Length; i++)
        {
            if (type.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return GetField(i);
            }
        }

        throw new ArgumentException($"There is no field '{name}' in {type}.", nameof(name));
    }

    /// <summary>A BOOLEAN.</summary>
    public bool GetBoolean() => Expect(OdpsTypeKind.Boolean, OdpsTypeKind.Boolean, "bool").ReadNumber() != 0;

    /// <summary>A BIGINT, INT, SMALLINT or TINYINT.</summary>
    public long GetInt64() => Expect(OdpsTypeKind.TinyInt, OdpsTypeKind.BigInt, "long").ReadInteger();

    /// <summary>An INT, SMALLINT or TINYINT.</summary>
    public int GetInt32() => (int)Expect(OdpsTypeKind.TinyInt, OdpsTypeKind.Int, "int").ReadInteger();

    /// <summary>A SMALLINT or TINYINT.</summary>
    public short GetInt16() => (short)Expect(OdpsTypeKind.TinyInt, OdpsTypeKind.SmallInt, "short").ReadInteger();

    /// <summary>A TINYINT.</summary>
    public sbyte GetSByte() => (sbyte)Expect(OdpsTypeKind.TinyInt, OdpsTypeKind.TinyInt, "sbyte").ReadInteger();

    /// <summary>A FLOAT.</summary>
    public float GetFloat() => BinaryPrimitives.ReadSingleLittleEndian(Expect(OdpsTypeKind.Float, OdpsTypeKind.Float, "float").Rest);

    /// <summary>A DOUBLE or FLOAT.</summary>
    public double GetDouble()
    {
        NestedBytes bytes = Expect(OdpsTypeKind.Float, OdpsTypeKind.Double, "double");
        return _plan.Kind == OdpsTypeKind.Float ? BinaryPrimitives.ReadSingleLittleEndian(bytes.Rest) : BinaryPrimitives.ReadDoubleLittleEndian(bytes.Rest);
    }

    /// <summary>The bytes of a STRING, CHAR, VARCHAR, JSON or BINARY, or the text of a DECIMAL as it was sent, without a copy.</summary>
    /// <returns>The bytes in the reader's buffer, valid until the next <see cref="RecordReader.ReadAsync"/>.</returns>
    public ReadOnlySpan<byte> GetUtf8()
    {
        if (IsNull || _plan.Coding != FieldCoding.Bytes)
        {
            ThrowMismatch("UTF-8 bytes");
        }

        var bytes = new NestedBytes(_bytes);
        return bytes.Take((int)bytes.ReadNumber());
    }

    /// <summary>A STRING, CHAR, VARCHAR or JSON, or the text of a DECIMAL.</summary>
    public string GetString()
    {
        if (_plan.Kind == OdpsTypeKind.Binary)
        {
            ThrowMismatch("string");
        }

        return ValueDecoder.Text(GetUtf8());
    }

    /// <summary>A DECIMAL of up to 38 digits.</summary>
    /// <exception cref="OverflowException">A legacy DECIMAL has more than 38 digits; its text is still to be had from <see cref="GetString"/>.</exception>
    /// <exception cref="OdpsDataException">The text that was sent is not a number.</exception>
    public OdpsDecimal GetOdpsDecimal()
    {
        Expect(OdpsTypeKind.Decimal, OdpsTypeKind.Decimal, nameof(OdpsDecimal));
        return ValueDecoder.OdpsDecimal(_decoder, _ordinal, GetUtf8());
    }

    /// <summary>A DECIMAL as <see cref="decimal"/>.</summary>
    /// <exception cref="OverflowException">The number has more digits than <see cref="decimal"/> holds.</exception>
    public decimal GetDecimal() => GetOdpsDecimal().ToDecimal();

    /// <summary>A DATE.</summary>
    /// <exception cref="OdpsDataException">The day is outside the years 1 to 9999.</exception>
    public DateOnly GetDate() => ValueDecoder.Date(_decoder, _ordinal, Expect(OdpsTypeKind.Date, OdpsTypeKind.Date, nameof(DateOnly)).ReadInteger());

    /// <summary>A DATETIME in UTC.</summary>
    /// <exception cref="OdpsDataException">The instant is outside the years 1 to 9999.</exception>
    public DateTimeOffset GetDateTimeOffset() =>
        ValueDecoder.DateTime(_decoder, _ordinal, Expect(OdpsTypeKind.DateTime, OdpsTypeKind.DateTime, nameof(DateTimeOffset)).ReadInteger());

    /// <summary>A TIMESTAMP.</summary>
    /// <exception cref="OdpsDataException">The instant is outside the years 1 to 9999.</exception>
    public OdpsTimestamp GetTimestamp()
    {
        NestedBytes bytes = Expect(OdpsTypeKind.Timestamp, OdpsTypeKind.Timestamp, nameof(OdpsTimestamp));
        return ValueDecoder.Timestamp(_decoder, _ordinal, bytes.ReadInteger(), (int)bytes.ReadInteger());
    }

    /// <summary>A TIMESTAMP_NTZ.</summary>
    /// <exception cref="OdpsDataException">The time is outside the years 1 to 9999.</exception>
    public OdpsTimestampNtz GetTimestampNtz()
    {
        NestedBytes bytes = Expect(OdpsTypeKind.TimestampNtz, OdpsTypeKind.TimestampNtz, nameof(OdpsTimestampNtz));
        return ValueDecoder.TimestampNtz(_decoder, _ordinal, bytes.ReadInteger(), (int)bytes.ReadInteger());
    }

    /// <summary>An INTERVAL_DAY_TIME.</summary>
    /// <exception cref="OdpsDataException">The numbers are not an interval.</exception>
    public IntervalDayTime GetIntervalDayTime()
    {
        NestedBytes bytes = Expect(OdpsTypeKind.IntervalDayTime, OdpsTypeKind.IntervalDayTime, nameof(IntervalDayTime));
        return ValueDecoder.Interval(_decoder, _ordinal, bytes.ReadInteger(), (int)bytes.ReadInteger());
    }

    /// <summary>An INTERVAL_YEAR_MONTH.</summary>
    /// <exception cref="OdpsDataException">There are more months than the type has.</exception>
    public IntervalYearMonth GetIntervalYearMonth() => ValueDecoder.Months(
        _decoder, _ordinal, Expect(OdpsTypeKind.IntervalYearMonth, OdpsTypeKind.IntervalYearMonth, nameof(IntervalYearMonth)).ReadInteger());

    /// <summary>The value as an object that can be kept, as <see cref="RecordReader.GetValue"/> gives it; <see langword="null"/> for NULL.</summary>
    /// <exception cref="OdpsDataException">A time or interval is outside the range of its type.</exception>
    public object? ToObject() => IsNull ? null : ValueDecoder.Decode(_decoder, _ordinal, _plan, _bytes);

    private NestedBytes Expect(OdpsTypeKind first, OdpsTypeKind last, string asked)
    {
        if (IsNull || _plan.Kind < first || _plan.Kind > last)
        {
            ThrowMismatch(asked);
        }

        return new NestedBytes(_bytes);
    }

    [DoesNotReturn]
    private void ThrowMismatch(string asked) => throw Mismatch(asked);

    private InvalidCastException Mismatch(string asked) => RowErrors.NestedMismatch(_decoder.Columns[_ordinal], _plan.Type, IsNull, asked);
}
