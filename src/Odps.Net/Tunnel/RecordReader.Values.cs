using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <content>The values of the current row.</content>
public sealed partial class RecordReader
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The reader does not stand on a row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int ordinal)
    {
        RecordStreamDecoder decoder = _decoder;
        FieldSlot[] slots = decoder.Slots;
        return ((uint)ordinal >= (uint)slots.Length || slots[ordinal].Value.Stamp != decoder.Stamp) && IsNullOrElsewhere(ordinal);
    }

    /// <inheritdoc/>
    public bool GetBoolean(int ordinal) => Value(ordinal, OdpsTypeKind.Boolean, OdpsTypeKind.Boolean, "bool").Bits != 0;

    /// <inheritdoc/>
    public sbyte GetSByte(int ordinal) => (sbyte)Value(ordinal, OdpsTypeKind.TinyInt, OdpsTypeKind.TinyInt, "sbyte").Bits;

    /// <inheritdoc/>
    public short GetInt16(int ordinal) => (short)Value(ordinal, OdpsTypeKind.TinyInt, OdpsTypeKind.SmallInt, "short").Bits;

    /// <inheritdoc/>
    public int GetInt32(int ordinal) => (int)Value(ordinal, OdpsTypeKind.TinyInt, OdpsTypeKind.Int, "int").Bits;

    /// <inheritdoc/>
    public long GetInt64(int ordinal) => Value(ordinal, OdpsTypeKind.TinyInt, OdpsTypeKind.BigInt, "long").Bits;

    /// <inheritdoc/>
    public float GetFloat(int ordinal) =>
        BitConverter.Int32BitsToSingle((int)Value(ordinal, OdpsTypeKind.Float, OdpsTypeKind.Float, "float").Bits);

    /// <inheritdoc/>
    public double GetDouble(int ordinal)
    {
        RecordStreamDecoder decoder = _decoder;
        FieldSlot[] slots = decoder.Slots;
        if ((uint)ordinal < (uint)slots.Length)
        {
            ref readonly FieldSlot slot = ref slots[ordinal];
            if (slot.Plan.Kind == OdpsTypeKind.Double && slot.Value.Stamp == decoder.Stamp)
            {
                return BitConverter.Int64BitsToDouble(slot.Value.Bits);
            }
        }

        return GetWidenedDouble(ordinal);
    }

    /// <inheritdoc/>
    public string GetString(int ordinal)
    {
        if (IsPartition(ordinal, out int place))
        {
            return _partition!.GetString(place);
        }

        ref readonly FieldValue value = ref Value(ordinal, OdpsTypeKind.String, OdpsTypeKind.Decimal, "string");
        ReadOnlySpan<byte> bytes = _decoder.Bytes(value);
        return _decoder.Kind(ordinal) switch
        {
            OdpsTypeKind.Binary => throw RowErrors.Mismatch(Columns[ordinal], false, "string"),
            OdpsTypeKind.Decimal => ValueDecoder.Decimal(bytes).ToString()!,
            _ => ValueDecoder.Text(bytes),
        };
    }

    /// <summary>
    /// The bytes of a STRING, CHAR, VARCHAR, JSON or BINARY, or the text of a DECIMAL as it was sent, without a copy. By convention text is
    /// UTF-8, but any bytes are possible.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <returns>The bytes in the reader's buffer, valid until the next <see cref="ReadAsync"/>.</returns>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public ReadOnlySpan<byte> GetUtf8(int ordinal)
    {
        RecordStreamDecoder decoder = _decoder;
        FieldSlot[] slots = decoder.Slots;
        if ((uint)ordinal < (uint)slots.Length)
        {
            ref readonly FieldSlot slot = ref slots[ordinal];
            if (slot.Plan.Coding == FieldCoding.Bytes && slot.Value.Stamp == decoder.Stamp)
            {
                return decoder.Bytes(slot.Value);
            }
        }

        return IsPartition(ordinal, out int place) ? PartitionUtf8(place) : throw RowErrors.Mismatch(Columns[ordinal], IsNull(ordinal), "UTF-8 bytes");
    }

    /// <inheritdoc/>
    public byte[] GetBytes(int ordinal) => IsNull(ordinal) || _decoder.Kind(ordinal) == OdpsTypeKind.Decimal || _decoder.ValuePlans[ordinal].Coding != FieldCoding.Bytes
        ? throw RowErrors.Mismatch(Columns[ordinal], IsNull(ordinal), "byte[]")
        : GetUtf8(ordinal).ToArray();

    /// <inheritdoc/>
    /// <exception cref="OdpsDataException">The text that was sent is not a number.</exception>
    public OdpsDecimal GetOdpsDecimal(int ordinal)
    {
        if (IsPartition(ordinal, out int place))
        {
            return _partition!.GetOdpsDecimal(place);
        }

        return ValueDecoder.OdpsDecimal(_decoder, ordinal, _decoder.Bytes(Value(ordinal, OdpsTypeKind.Decimal, OdpsTypeKind.Decimal, nameof(OdpsDecimal))));
    }

    /// <inheritdoc/>
    public decimal GetDecimal(int ordinal) => GetOdpsDecimal(ordinal).ToDecimal();

    /// <inheritdoc/>
    /// <exception cref="OdpsDataException">The day is outside the years 1 to 9999.</exception>
    public DateOnly GetDate(int ordinal) =>
        ValueDecoder.Date(_decoder, ordinal, Value(ordinal, OdpsTypeKind.Date, OdpsTypeKind.Date, nameof(DateOnly)).Bits);

    /// <inheritdoc/>
    /// <exception cref="OdpsDataException">The instant is outside the years 1 to 9999.</exception>
    public DateTimeOffset GetDateTimeOffset(int ordinal)
    {
        if (IsPartition(ordinal, out int place))
        {
            return _partition!.GetDateTimeOffset(place);
        }

        ref readonly FieldValue value = ref Value(ordinal, OdpsTypeKind.DateTime, OdpsTypeKind.Timestamp, nameof(DateTimeOffset));
        return _decoder.Kind(ordinal) == OdpsTypeKind.DateTime
            ? ValueDecoder.DateTime(_decoder, ordinal, value.Bits)
            : ValueDecoder.Timestamp(_decoder, ordinal, value.Bits, value.Extra).ToDateTimeOffset();
    }

    /// <summary>
    /// A DATETIME, TIMESTAMP or TIMESTAMP_NTZ as a wall-clock time. The first two are instants: they are shown by the clock of the zone that the
    /// download was opened with, by that of UTC when none was given; never by that of the machine. TIMESTAMP_NTZ is a wall-clock time already.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <returns>A time of unspecified kind; of kind UTC when it is an instant and no zone was given.</returns>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    /// <exception cref="OverflowException">The value has nanoseconds that are not a multiple of 100.</exception>
    public DateTime GetDateTime(int ordinal) => Columns[ordinal].Type.Kind == OdpsTypeKind.TimestampNtz
        ? GetTimestampNtz(ordinal).ToDateTime()
        : _decoder.TimeZone is TimeZoneInfo zone
            ? WallClock.Of(GetDateTimeOffset(ordinal), zone)
            : GetDateTimeOffset(ordinal).UtcDateTime;

    /// <inheritdoc/>
    public OdpsTimestamp GetTimestamp(int ordinal)
    {
        if (IsPartition(ordinal, out int place))
        {
            return _partition!.GetTimestamp(place);
        }

        ref readonly FieldValue value = ref Value(ordinal, OdpsTypeKind.DateTime, OdpsTypeKind.Timestamp, nameof(OdpsTimestamp));
        return _decoder.Kind(ordinal) == OdpsTypeKind.DateTime
            ? ValueDecoder.DateTime(_decoder, ordinal, value.Bits)
            : ValueDecoder.Timestamp(_decoder, ordinal, value.Bits, value.Extra);
    }

    /// <inheritdoc/>
    public OdpsTimestampNtz GetTimestampNtz(int ordinal)
    {
        if (IsPartition(ordinal, out int place))
        {
            return _partition!.GetTimestampNtz(place);
        }

        ref readonly FieldValue value = ref Value(ordinal, OdpsTypeKind.TimestampNtz, OdpsTypeKind.TimestampNtz, nameof(OdpsTimestampNtz));
        return ValueDecoder.TimestampNtz(_decoder, ordinal, value.Bits, value.Extra);
    }

    /// <inheritdoc/>
    public IntervalDayTime GetIntervalDayTime(int ordinal)
    {
        ref readonly FieldValue value = ref Value(ordinal, OdpsTypeKind.IntervalDayTime, OdpsTypeKind.IntervalDayTime, nameof(IntervalDayTime));
        return ValueDecoder.Interval(_decoder, ordinal, value.Bits, value.Extra);
    }

    /// <inheritdoc/>
    public IntervalYearMonth GetIntervalYearMonth(int ordinal) => ValueDecoder.Months(
        _decoder, ordinal, Value(ordinal, OdpsTypeKind.IntervalYearMonth, OdpsTypeKind.IntervalYearMonth, nameof(IntervalYearMonth)).Bits);

    /// <inheritdoc/>
    /// <exception cref="OdpsDataException">A time or interval is outside the range of its type.</exception>
    public object? GetValue(int ordinal) => IsPartition(ordinal, out int place) ? _partition![place] : IsNull(ordinal) ? null : _decoder.Kind(ordinal) switch
    {
        OdpsTypeKind.Date => GetDate(ordinal),
        OdpsTypeKind.DateTime => GetDateTimeOffset(ordinal),
        OdpsTypeKind.IntervalYearMonth => GetIntervalYearMonth(ordinal),
        _ => SlotConversion.ToObject(Columns[ordinal].Type, Slot(ordinal, _decoder.Slots[ordinal].Value)),
    };

    /// <summary>
    /// An ARRAY, MAP, STRUCT or VECTOR, read where it lies in the reader's buffer, without objects. <see cref="GetValue"/> gives it as an object instead.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <returns>The value, valid until the next <see cref="ReadAsync"/>.</returns>
    /// <exception cref="InvalidCastException">The column is NULL or of another type.</exception>
    public NestedValue GetNested(int ordinal)
    {
        ref readonly FieldValue value = ref Value(ordinal, OdpsTypeKind.Array, OdpsTypeKind.Vector, nameof(NestedValue));
        return new NestedValue(_decoder, ordinal, _decoder.ValuePlans[ordinal], _decoder.Bytes(value), isNull: false);
    }

    /// <summary>The current row as an object that can be kept.</summary>
    /// <exception cref="OdpsDataException">A time or interval of the row is outside the range of its type.</exception>
    /// <exception cref="InvalidOperationException">The reader does not stand on a row.</exception>
    public Record GetRecord()
    {
        if (!_decoder.HasRow)
        {
            ThrowNoRow();
        }

        var values = new RecordSlot[Columns.Count];
        FieldSlot[] slots = _decoder.Slots;
        uint stamp = _decoder.Stamp;
        for (int i = 0; i < slots.Length - 1; i++)
        {
            ref readonly FieldSlot slot = ref slots[i];
            if (slot.Value.Stamp != stamp)
            {
                continue;
            }

            // The usual codings here, so that storing the mark of a number needs no write barrier.
            if (slot.Plan.Coding is <= FieldCoding.Boolean or FieldCoding.Double)
            {
                values[i] = RecordSlot.FromBits(slot.Value.Bits);
            }
            else if (slot.Plan.Coding == FieldCoding.Bytes)
            {
                values[i] = BytesSlot(slot.Plan.Kind, _decoder.Bytes(slot.Value));
            }
            else
            {
                values[i] = Slot(i, slot.Value);
            }
        }

        for (int i = 0; i < _partitionPlaces?.Length; i++)
        {
            if (_partitionPlaces[i] is >= 0 and int place)
            {
                values[i] = _partition!.Slots[place];
            }
        }

        return new Record(Columns, values);
    }

    private RecordSlot Slot(int ordinal, in FieldValue value)
    {
        switch (_decoder.Coding(ordinal))
        {
            case FieldCoding.Float:
                return RecordSlot.FromFloat(BitConverter.Int32BitsToSingle((int)value.Bits));
            case FieldCoding.Bytes:
                return BytesSlot(_decoder.Kind(ordinal), _decoder.Bytes(value));
            case FieldCoding.SecondsAndNanoseconds:
                return RecordSlot.FromObject(ValueDecoder.Time(_decoder, ordinal, _decoder.Kind(ordinal), value.Bits, value.Extra));
            case FieldCoding.Array or FieldCoding.Map or FieldCoding.Struct or FieldCoding.Vector:
                return RecordSlot.FromObject(ValueDecoder.Decode(_decoder, ordinal, value));
            default:
                return RecordSlot.FromBits(value.Bits);
        }
    }

    private static RecordSlot BytesSlot(OdpsTypeKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        OdpsTypeKind.Decimal => OdpsDecimal.TryParse(bytes, out OdpsDecimal number) ? RecordSlot.FromDecimal(number) : RecordSlot.FromObject(ValueDecoder.Text(bytes)),
        OdpsTypeKind.Binary or OdpsTypeKind.Unknown => RecordSlot.FromObject(bytes.ToArray()),
        _ => RecordSlot.FromObject(ValueDecoder.TextOrBytes(bytes)),
    };

    /// <summary>The value of a column whose kind lies in a range and which is not NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly FieldValue Value(int ordinal, OdpsTypeKind first, OdpsTypeKind last, string asked)
    {
        RecordStreamDecoder decoder = _decoder;
        FieldSlot[] slots = decoder.Slots;
        if ((uint)ordinal < (uint)slots.Length)
        {
            ref readonly FieldSlot slot = ref slots[ordinal];
            if ((uint)(slot.Plan.Kind - first) <= (uint)(last - first) && slot.Value.Stamp == decoder.Stamp)
            {
                return ref slot.Value;
            }
        }

        return ref PartitionNumber(ordinal, first, last, asked);
    }

    /// <summary>Settles what the fast test could not: a NULL, a partition column, no such column, or no row at all.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsNullOrElsewhere(int ordinal)
    {
        if (IsPartition(ordinal, out int place))
        {
            return _partition!.IsNull(place);
        }

        if ((uint)ordinal >= (uint)Columns.Count)
        {
            throw RowErrors.NoOrdinal(ordinal, Columns.Count);
        }

        if (!_decoder.HasRow)
        {
            ThrowNoRow();
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double GetWidenedDouble(int ordinal)
    {
        long bits = Value(ordinal, OdpsTypeKind.Float, OdpsTypeKind.Double, "double").Bits;
        return Columns[ordinal].Type.Kind == OdpsTypeKind.Double ? BitConverter.Int64BitsToDouble(bits) : BitConverter.Int32BitsToSingle((int)bits);
    }

    [DoesNotReturn]
    private void ThrowMismatch(int ordinal, string asked)
    {
        bool isNull = IsNull(ordinal);
        throw RowErrors.Mismatch(Columns[ordinal], isNull, asked);
    }

    [DoesNotReturn]
    private static void ThrowNoRow() => throw new InvalidOperationException(
        "The reader does not stand on a row: call ReadAsync first, and read no values after it has returned false, has failed, or the reader was disposed of.");
}
