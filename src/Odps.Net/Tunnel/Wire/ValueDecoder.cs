using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Odps.Net.Tunnel.Wire;

/// <summary>Makes .NET objects of nested values whose bytes the decoder has already gone over.</summary>
internal ref struct ValueDecoder
{
    private readonly RecordStreamDecoder _decoder;
    private readonly int _ordinal;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    private ValueDecoder(RecordStreamDecoder decoder, int ordinal, ReadOnlySpan<byte> bytes)
    {
        _decoder = decoder;
        _ordinal = ordinal;
        _bytes = bytes;
    }

    /// <summary>The value of an ARRAY, MAP, STRUCT or VECTOR of the current row.</summary>
    /// <exception cref="OdpsDataException">A value inside cannot be represented.</exception>
    public static object Decode(RecordStreamDecoder decoder, int ordinal, in FieldValue value)
    {
        var reader = new ValueDecoder(decoder, ordinal, decoder.Bytes(value));
        return reader.Read(decoder.ValuePlans[ordinal]);
    }

    /// <summary>The text of a value: UTF-8 by convention; what is not UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>The text of a value, or its bytes when they are not UTF-8, so that a record loses nothing of them.</summary>
    public static object TextOrBytes(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? Encoding.Latin1.GetString(bytes)
        : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : bytes.ToArray();

    /// <summary>A number, or the text itself when it is not a number of at most 38 digits (the legacy DECIMAL has up to 54).</summary>
    public static object Decimal(ReadOnlySpan<byte> text) => OdpsDecimal.TryParse(text, out OdpsDecimal number) ? number : Text(text);

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
                return (sbyte)ReadInteger();
            case OdpsTypeKind.SmallInt:
                return (short)ReadInteger();
            case OdpsTypeKind.Int:
                return (int)ReadInteger();
            case OdpsTypeKind.BigInt:
                return ReadInteger();
            case OdpsTypeKind.Boolean:
                return ReadNumber() != 0;
            case OdpsTypeKind.Float:
                return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
            case OdpsTypeKind.Double:
                return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
            case OdpsTypeKind.Date:
                return Date(_decoder, _ordinal, ReadInteger());
            case OdpsTypeKind.DateTime:
                return DateTime(_decoder, _ordinal, ReadInteger());
            case OdpsTypeKind.IntervalYearMonth:
                return Months(_decoder, _ordinal, ReadInteger());
            case OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz or OdpsTypeKind.IntervalDayTime:
                long seconds = ReadInteger();
                return Time(_decoder, _ordinal, plan.Kind, seconds, (int)ReadInteger());
            case OdpsTypeKind.Decimal:
                return Decimal(Take((int)ReadNumber()));
            case OdpsTypeKind.Array:
                return ReadList(plan.Children[0]);
            case OdpsTypeKind.Map:
                return ReadMap(plan);
            case OdpsTypeKind.Struct:
                return ReadStruct(plan);
            case OdpsTypeKind.Vector:
                return plan.Children[0].Kind == OdpsTypeKind.Float ? ReadFloats() : ReadDoubles();
            default:
                ReadOnlySpan<byte> bytes = Take((int)ReadNumber());
                return plan.IsText ? Text(bytes) : bytes.ToArray();
        }
    }

    private object? ReadElement(ValuePlan plan) => ReadNumber() == 1 ? null : Read(plan);

    private object?[] ReadList(ValuePlan element)
    {
        var values = new object?[(int)ReadNumber()];
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
        _ = ReadNumber();
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
        var numbers = new float[(int)ReadNumber()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
        }

        return numbers;
    }

    private double[] ReadDoubles()
    {
        var numbers = new double[(int)ReadNumber()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
        }

        return numbers;
    }

    private long ReadInteger() => Varint.UnZigZag(ReadNumber());

    private ulong ReadNumber()
    {
        nint position = _position;
        ulong number = Varint.Read(ref MemoryMarshal.GetReference(_bytes), ref position);
        _position = (int)position;
        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> bytes = _bytes.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private static OdpsDataException BadTime(RecordStreamDecoder decoder, int ordinal, long seconds, int nanoseconds) =>
        decoder.ValueError(ordinal, $"{seconds} s and {nanoseconds} ns from 1970-01-01T00:00Z are not a time in the years 1 to 9999");
}
