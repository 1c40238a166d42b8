using System.Collections;
using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Between the .NET values that users see and the slots of a record; every value is checked against its column on the way in.</summary>
internal static class SlotConversion
{
    public static RecordSlot ToSlot(Column column, object? value) => value is null or DBNull
        ? column.IsNullable ? default : throw new OdpsDataException($"Column '{column.Name}' is NOT NULL; a NULL was given.") { Column = column.Name }
        : column.Type.Kind switch
        {
            OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => RecordSlot.FromBits(ToInteger(column, value)),
            OdpsTypeKind.Float => ToFloat(column, value),
            OdpsTypeKind.Double => ToDouble(column, value),
            OdpsTypeKind.Boolean => value is bool b ? RecordSlot.FromBits(b ? 1 : 0) : throw ValueLimits.WrongType(column, value, "bool"),
            OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json => ToText(column, value),
            OdpsTypeKind.Binary => ToBinary(column, value),
            OdpsTypeKind.Decimal => ToDecimal(column, value),
            OdpsTypeKind.Date => ToDate(column, value),
            OdpsTypeKind.DateTime => ToDateTime(column, value),
            OdpsTypeKind.Timestamp => ToTimestamp(column, value),
            OdpsTypeKind.TimestampNtz => ToTimestampNtz(column, value),
            OdpsTypeKind.IntervalDayTime => value switch
            {
                IntervalDayTime interval => RecordSlot.FromObject(interval),
                TimeSpan span => RecordSlot.FromObject(IntervalDayTime.FromTimeSpan(span)),
                _ => throw ValueLimits.WrongType(column, value, "IntervalDayTime or TimeSpan"),
            },
            OdpsTypeKind.IntervalYearMonth => value is IntervalYearMonth months
                ? RecordSlot.FromBits(months.TotalMonths)
                : throw ValueLimits.WrongType(column, value, "IntervalYearMonth"),
            OdpsTypeKind.Array or OdpsTypeKind.Map or OdpsTypeKind.Struct or OdpsTypeKind.Vector => RecordSlot.FromObject(ToNested(column, value)),
            _ => throw new NotSupportedException($"Column '{column.Name}' is of type {column.Type}, which cannot be sent in records."),
        };

    public static object? ToObject(OdpsType type, in RecordSlot slot) => slot.IsNull ? null : type.Kind switch
    {
        OdpsTypeKind.TinyInt => (sbyte)slot.Bits,
        OdpsTypeKind.SmallInt => (short)slot.Bits,
        OdpsTypeKind.Int => (int)slot.Bits,
        OdpsTypeKind.BigInt => slot.Bits,
        OdpsTypeKind.Float => slot.AsFloat,
        OdpsTypeKind.Double => slot.AsDouble,
        OdpsTypeKind.Boolean => slot.Bits != 0,
        OdpsTypeKind.Date => EpochTime.ToDate(slot.Bits),
        OdpsTypeKind.DateTime => EpochTime.ToDateTimeOffset(slot.Bits),
        OdpsTypeKind.IntervalYearMonth => EpochTime.ToMonths(slot.Bits),
        OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json when slot.Reference is byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => slot.ToObject(),
    };

    /// <summary>A value inside an ARRAY, MAP or STRUCT in the form in which a record keeps it.</summary>
    public static object? ToElement(Column column, OdpsType type, object? value)
    {
        if (value is null or DBNull)
        {
            return null;
        }

        // The column of the outermost value gives the name for messages.
        var element = new Column(column.Name, type);
        return ToObject(type, ToSlot(element, value));
    }

    private static object ToNested(Column column, object value)
    {
        switch (column.Type)
        {
            case ArrayType array when value is IEnumerable elements and not string:
                return ToArray(column, array.ElementType, elements);
            case MapType map when value is OdpsMap entries:
                return OdpsMap.FromWire([.. entries.Select(e => Entry(column, map, e.Key, e.Value))]);
            case MapType map when value is IDictionary dictionary:
                return ToMap(column, map, dictionary);
            case StructType type when value is OdpsStruct fields && fields.Count == type.Fields.Length:
                return ToStruct(column, type, [.. fields]);
            case StructType type when value is object?[] fields && fields.Length == type.Fields.Length:
                return ToStruct(column, type, fields);
            case VectorType vector when vector.ElementType.Kind == OdpsTypeKind.Float && value is float[] numbers && numbers.Length == vector.Dimension:
                return numbers.ToArray();
            case VectorType vector when vector.ElementType.Kind == OdpsTypeKind.Double && value is double[] numbers && numbers.Length == vector.Dimension:
                return numbers.ToArray();
            default:
                throw ValueLimits.WrongType(column, value, column.Type switch
                {
                    ArrayType => "a list",
                    MapType => "OdpsMap or a dictionary",
                    StructType type => $"OdpsStruct or object[] of {type.Fields.Length} values",
                    VectorType type => $"{(type.ElementType.Kind == OdpsTypeKind.Float ? "float" : "double")}[] of {type.Dimension} numbers",
                    _ => "another type",
                });
        }
    }

    private static object?[] ToArray(Column column, OdpsType element, IEnumerable elements)
    {
        var result = new List<object?>(elements is ICollection collection ? collection.Count : 0);
        foreach (object? value in elements)
        {
            result.Add(ToElement(column, element, value));
        }

        return [.. result];
    }

    private static OdpsMap ToMap(Column column, MapType type, IDictionary dictionary)
    {
        var entries = new KeyValuePair<object, object?>[dictionary.Count];
        int count = 0;

        // Only the enumerator of IDictionary itself gives DictionaryEntry; that of IEnumerable gives what the class likes.
        IDictionaryEnumerator each = dictionary.GetEnumerator();
        while (each.MoveNext())
        {
            entries[count++] = Entry(column, type, each.Key, each.Value);
        }

        return OdpsMap.FromWire(entries);
    }

    private static KeyValuePair<object, object?> Entry(Column column, MapType type, object key, object? value) =>
        new(ToElement(column, type.KeyType, key) ?? throw ValueLimits.OutOfRange(column, "NULL", "a MAP has no NULL key"), ToElement(column, type.ValueType, value));

    private static OdpsStruct ToStruct(Column column, StructType type, object?[] fields)
    {
        var values = new object?[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            values[i] = ToElement(column, type.Fields[i].Type, fields[i]);
        }

        return new OdpsStruct(type, values);
    }

    private static long ToInteger(Column column, object value)
    {
        long number = value switch
        {
            long n => n,
            int n => n,
            short n => n,
            sbyte n => n,
            byte n => n,
            ushort n => n,
            uint n => n,
            ulong n => n <= long.MaxValue ? (long)n : throw ValueLimits.OutOfRange(column, n, "BIGINT ends at 9223372036854775807"),
            Enum => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            _ => throw ValueLimits.WrongType(column, value, "a whole number"),
        };
        ValueLimits.CheckInteger(column, number);
        return number;
    }

    private static RecordSlot ToFloat(Column column, object value) => value switch
    {
        float f => RecordSlot.FromFloat(f),
        sbyte or byte or short or ushort => RecordSlot.FromDouble(Convert.ToSingle(value, CultureInfo.InvariantCulture)),
        _ => throw ValueLimits.WrongType(column, value, "float"),
    };

    private static RecordSlot ToDouble(Column column, object value) => value switch
    {
        double d => RecordSlot.FromDouble(d),
        float or sbyte or byte or short or ushort or int or uint => RecordSlot.FromDouble(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => throw ValueLimits.WrongType(column, value, "double"),
    };

    private static RecordSlot ToText(Column column, object value)
    {
        string text = value switch
        {
            string s => s,
            char c => c.ToString(),
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            System.Text.Json.Nodes.JsonNode node when column.Type.Kind == OdpsTypeKind.Json => node.ToJsonString(),
            System.Text.Json.JsonElement element when column.Type.Kind == OdpsTypeKind.Json => element.GetRawText(),
            _ => throw ValueLimits.WrongType(column, value, "string"),
        };
        ValueLimits.CheckLength(column, text);
        return RecordSlot.FromObject(text);
    }

    private static RecordSlot ToBinary(Column column, object value) => RecordSlot.FromObject(value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> memory => memory.ToArray(),
        Memory<byte> memory => memory.ToArray(),
        _ => throw ValueLimits.WrongType(column, value, "byte[] or ReadOnlyMemory<byte>"),
    });

    private static RecordSlot ToDecimal(Column column, object value)
    {
        OdpsDecimal number = value switch
        {
            OdpsDecimal d => d,
            decimal d => d,
            long or int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            _ => throw ValueLimits.WrongType(column, value, "OdpsDecimal, decimal or a whole number"),
        };
        ValueLimits.CheckDecimal(column, number);
        return RecordSlot.FromDecimal(number);
    }

    private static RecordSlot ToDate(Column column, object value) => value is DateOnly date
        ? RecordSlot.FromBits(EpochTime.ToDays(date))
        : throw ValueLimits.WrongType(column, value, "DateOnly");

    private static RecordSlot ToDateTime(Column column, object value) => RecordSlot.FromBits(EpochTime.ToMilliseconds(ToInstant(column, value, "DateTimeOffset")));

    private static RecordSlot ToTimestamp(Column column, object value) => RecordSlot.FromObject(
        value is OdpsTimestamp timestamp ? timestamp : OdpsTimestamp.FromDateTimeOffset(ToInstant(column, value, "OdpsTimestamp or DateTimeOffset")));

    private static RecordSlot ToTimestampNtz(Column column, object value) => RecordSlot.FromObject(value switch
    {
        OdpsTimestampNtz timestamp => timestamp,
        DateTime { Kind: DateTimeKind.Unspecified } time => OdpsTimestampNtz.FromDateTime(time),
        _ => throw ValueLimits.WrongType(column, value, "OdpsTimestampNtz or a DateTime of unspecified kind"),
    });

    /// <summary>An instant; a DateTime counts only when it says that it is UTC, because nothing here may depend on the machine's time zone.</summary>
    private static DateTimeOffset ToInstant(Column column, object value, string expected) => value switch
    {
        DateTimeOffset time => time,
        DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
        DateTime => throw ValueLimits.WrongType(column, value, $"{expected}, or a DateTime of kind Utc,"),
        _ => throw ValueLimits.WrongType(column, value, expected),
    };
}
