using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Odps.Net.Tunnel.Wire;

/// <summary>Makes .NET objects of nested values whose bytes the decoder has already gone over.</summary>
internal ref struct ValueDecoder
{
    private readonly RecordStreamDecoder _decoder;
    private readonly int _ordinal;
    private NestedBytes _bytes;

    private ValueDecoder(RecordStreamDecoder decoder, int ordinal, ReadOnlySpan<byte> bytes)
    {
        _decoder = decoder;
        _ordinal = ordinal;
        _bytes = new NestedBytes(bytes);
    }

    /// <summary>The value of an ARRAY, MAP, STRUCT or VECTOR of the current row.</summary>
    /// <exception cref="OdpsDataException">A value inside cannot be represented.</exception>
    public static object Decode(RecordStreamDecoder decoder, int ordinal, in FieldValue value) =>
        Decode(decoder, ordinal, decoder.ValuePlans[ordinal], decoder.Bytes(value));

    /// <summary>A value inside a column of the current row.</summary>
    /// <exception cref="OdpsDataException">It, or a value inside it, cannot be represented.</exception>
    public static object Decode(RecordStreamDecoder decoder, int ordinal, ValuePlan plan, ReadOnlySpan<byte> bytes)
    {
        var reader = new ValueDecoder(decoder, ordinal, bytes);
        return reader.Read(plan);
    }

    /// <summary>The text of a value: UTF-8 by convention; what is not UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>The text of a value, or its bytes when they are not UTF-8, so that a record loses nothing of them.</summary>
    public static object TextOrBytes(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? Encoding.Latin1.GetString(bytes)
        : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : bytes.ToArray();

    /// <summary>A number, or the text itself when it is not a number of at most 38 digits (the legacy DECIMAL has up to 54).</summary>
    public static object Decimal(ReadOnlySpan<byte> text) => Net.OdpsDecimal.TryParse(text, out OdpsDecimal number) ? number : Text(text);

    /// <summary>A number of at most 38 digits.</summary>
    /// <exception cref="OverflowException">There are more digits.</exception>
    /// <exception cref="OdpsDataException">The text is not a number.</exception>
    public static OdpsDecimal OdpsDecimal(RecordStreamDecoder decoder, int ordinal, ReadOnlySpan<byte> text) =>
        Net.OdpsDecimal.TryParse(text, out OdpsDecimal number) ? number : throw BadDecimal(decoder, ordinal, text);

    /// <summary>A TIMESTAMP, TIMESTAMP_NTZ or INTERVAL_DAY_TIME.</summary>
    /// <exception cref="OdpsDataException">The numbers are outside the type's range.</exception>
    public static object Time(RecordStreamDecoder decoder, int ordinal, OdpsTypeKind kind, long seconds, int nanoseconds) => kind switch
    {
        OdpsTypeKind.Timestamp => Timestamp(decoder, ordinal, seconds, nanoseconds),
        OdpsTypeKind.TimestampNtz => TimestampNtz(decoder, ordinal, seconds, nanoseconds),
        _ => Interval(decoder, ordinal, seconds, nanoseconds),
    };

    /// <inheritdoc cref="Time"/>
    public static OdpsTimestamp Timestamp(RecordStreamDecoder decoder, int ordinal, long seconds, int nanoseconds) =>
        SecondsAndNanoseconds.IsValid(seconds, nanoseconds) ? new OdpsTimestamp(seconds, nanoseconds) : throw BadTime(decoder, ordinal, seconds, nanoseconds);

    /// <inheritdoc cref="Time"/>
    public static OdpsTimestampNtz TimestampNtz(RecordStreamDecoder decoder, int ordinal, long seconds, int nanoseconds) =>
        SecondsAndNanoseconds.IsValid(seconds, nanoseconds) ? new OdpsTimestampNtz(seconds, nanoseconds) : throw BadTime(decoder, ordinal, seconds, nanoseconds);

    /// <inheritdoc cref="Time"/>
    public static IntervalDayTime Interval(RecordStreamDecoder decoder, int ordinal, long seconds, int nanoseconds) =>
        nanoseconds is > -1_000_000_000 and < 1_000_000_000 && (nanoseconds >= 0 || seconds != long.MinValue)
            ? new IntervalDayTime(seconds, nanoseconds)
            : throw decoder.ValueError(ordinal, $"{seconds} s and {nanoseconds} ns are not an interval");

    /// <summary>A DATE.</summary>
    /// <exception cref="OdpsDataException">The day is outside the years 1 to 9999.</exception>
    public static DateOnly Date(RecordStreamDecoder decoder, int ordinal, long days) =>
        EpochTime.IsDate(days) ? EpochTime.ToDate(days) : throw decoder.ValueError(ordinal, $"day {days} from 1970-01-01 is outside the years 1 to 9999");

    /// <summary>A DATETIME.</summary>
    /// <exception cref="OdpsDataException">The instant is outside the years 1 to 9999.</exception>
    public static DateTimeOffset DateTime(RecordStreamDecoder decoder, int ordinal, long milliseconds) => EpochTime.IsDateTime(milliseconds)
        ? EpochTime.ToDateTimeOffset(milliseconds)
        : throw decoder.ValueError(ordinal, $"{milliseconds} ms from 1970-01-01T00:00Z are outside the years 1 to 9999");

    /// <summary>An INTERVAL_YEAR_MONTH.</summary>
    /// <exception cref="OdpsDataException">There are more months than the type has.</exception>
    public static IntervalYearMonth Months(RecordStreamDecoder decoder, int ordinal, long months) =>
        months is >= -IntervalYearMonth.MaxTotalMonths and <= IntervalYearMonth.MaxTotalMonths
            ? new IntervalYearMonth((int)months)
            : throw decoder.ValueError(ordinal, $"{months} months are outside ±{IntervalYearMonth.MaxTotalMonths}");

    private object Read(ValuePlan plan)
    {
        switch (plan.Kind)
        {
            case OdpsTypeKind.TinyInt:
                return (sbyte)_bytes.ReadInteger();
            case OdpsTypeKind.SmallInt:
                return (short)_bytes.ReadInteger();
            case OdpsTypeKind.Int:
                return (int)_bytes.ReadInteger();
            case OdpsTypeKind.BigInt:
                return _bytes.ReadInteger();
            case OdpsTypeKind.Boolean:
                return _bytes.ReadNumber() != 0;
            case OdpsTypeKind.Float:
                return BinaryPrimitives.ReadSingleLittleEndian(_bytes.Take(sizeof(float)));
            case OdpsTypeKind.Double:
                return BinaryPrimitives.ReadDoubleLittleEndian(_bytes.Take(sizeof(double)));
            case OdpsTypeKind.Date:
                return Date(_decoder, _ordinal, _bytes.ReadInteger());
            case OdpsTypeKind.DateTime:
                return DateTime(_decoder, _ordinal, _bytes.ReadInteger());
            case OdpsTypeKind.IntervalYearMonth:
                return Months(_decoder, _ordinal, _bytes.ReadInteger());
            case OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz or OdpsTypeKind.IntervalDayTime:
                long seconds = _bytes.ReadInteger();
                return Time(_decoder, _ordinal, plan.Kind, seconds, (int)_bytes.ReadInteger());
            case OdpsTypeKind.Decimal:
                return Decimal(_bytes.Take((int)_bytes.ReadNumber()));
            case OdpsTypeKind.Array:
                return ReadList(plan.Children[0]);
            case OdpsTypeKind.Map:
                return ReadMap(plan);
            case OdpsTypeKind.Struct:
                return ReadStruct(plan);
            case OdpsTypeKind.Vector:
                return plan.Children[0].Kind == OdpsTypeKind.Float ? ReadFloats() : ReadDoubles();
            default:
                ReadOnlySpan<byte> bytes = _bytes.Take((int)_bytes.ReadNumber());
                return plan.IsText ? Text(bytes) : bytes.ToArray();
        }
    }

    private object? ReadElement(ValuePlan plan) => _bytes.ReadNumber() == 1 ? null : Read(plan);

    private object?[] ReadList(ValuePlan element)
    {
        var values = new object?[(int)_bytes.ReadNumber()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadElement(element);
        }

        return values;
    }

    private OdpsMap ReadMap(ValuePlan plan)
    {
        object?[] keys = ReadList(plan.Children[0]);
        var entries = new KeyValuePair<object, object?>[keys.Length];
        _ = _bytes.ReadNumber();
        for (int i = 0; i < entries.Length; i++)
        {
            object? value = ReadElement(plan.Children[1]);
            entries[i] = new(keys[i] ?? throw _decoder.ValueError(_ordinal, "a map has a NULL key"), value);
        }

        return OdpsMap.FromWire(entries);
    }

    private OdpsStruct ReadStruct(ValuePlan plan)
    {
        var values = new object?[plan.Children.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadElement(plan.Children[i]);
        }

        return new OdpsStruct((StructType)plan.Type, values);
    }

    private float[] ReadFloats()
    {
        var numbers = new float[(int)_bytes.ReadNumber()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(_bytes.Take(sizeof(float)));
        }

        return numbers;
    }

    private double[] ReadDoubles()
    {
        var numbers = new double[(int)_bytes.ReadNumber()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(_bytes.Take(sizeof(double)));
        }

        return numbers;
    }

    private static OdpsDataException BadTime(RecordStreamDecoder decoder, int ordinal, long seconds, int nanoseconds) =>
        decoder.ValueError(ordinal, $"{seconds} s and {nanoseconds} ns from 1970-01-01T00:00Z are not a time in the years 1 to 9999");

    private static Exception BadDecimal(RecordStreamDecoder decoder, int ordinal, ReadOnlySpan<byte> text)
    {
        string shown = Text(text[..Math.Min(text.Length, 100)]);
        return Net.OdpsDecimal.IsNumber(text)
            ? new OverflowException($"Column '{decoder.Columns[ordinal].Name}' holds {shown}, which has more digits than an OdpsDecimal (38); read its text with GetString.")
            : decoder.ValueError(ordinal, $"'{shown}' is not a number");
    }
}
