using System.Globalization;
using System.Text;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Reads one value of a column, and feeds the checksum with what the format says for its type.</summary>
internal sealed class RecordValueDecoder(RecordStreamReader reader, Column column)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public object Read(OdpsType type, ref Crc32C checksum) => type.Kind switch
    {
        OdpsTypeKind.TinyInt => (sbyte)Integer(sbyte.MinValue, sbyte.MaxValue, ref checksum),
        OdpsTypeKind.SmallInt => (short)Integer(short.MinValue, short.MaxValue, ref checksum),
        OdpsTypeKind.Int => (int)Integer(int.MinValue, int.MaxValue, ref checksum),
        OdpsTypeKind.BigInt => Integer(long.MinValue, long.MaxValue, ref checksum),
        OdpsTypeKind.Boolean => Boolean(ref checksum),
        OdpsTypeKind.Float => Float(ref checksum),
        OdpsTypeKind.Double => Double(ref checksum),
        OdpsTypeKind.String or OdpsTypeKind.Json => Text(ref checksum),
        OdpsTypeKind.Char or OdpsTypeKind.VarChar => SizedText((SizedTextType)type, ref checksum),
        OdpsTypeKind.Binary => Bytes(ref checksum).ToArray(),
        OdpsTypeKind.Decimal => Decimal((DecimalType)type, ref checksum),
        OdpsTypeKind.Date => DateOnly.FromDayNumber((int)Integer(-719_162, 2_932_896, ref checksum) + 719_162),
        OdpsTypeKind.DateTime => DateTimeOffset.FromUnixTimeMilliseconds(Integer(-62_135_596_800_000, 253_402_300_799_999, ref checksum)),
        OdpsTypeKind.IntervalYearMonth =>
            new IntervalYearMonth((int)Integer(-IntervalYearMonth.MaxTotalMonths, IntervalYearMonth.MaxTotalMonths, ref checksum)),
        OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz or OdpsTypeKind.IntervalDayTime => Time(type, ref checksum),
        OdpsTypeKind.Array => Elements(((ArrayType)type).ElementType, ref checksum),
        OdpsTypeKind.Map => Map((MapType)type, ref checksum),
        OdpsTypeKind.Struct => Struct((StructType)type, ref checksum),
        OdpsTypeKind.Vector => Vector((VectorType)type, ref checksum),
        _ => throw new EmulatorException("MalformedDataStream", $"Column '{column.Name}' is of type {type.Name}, which has no form in records."),
    };

    private long Integer(long min, long max, ref Crc32C checksum)
    {
        long value = reader.ZigZag();
        checksum.AddInt64(value);
        return value >= min && value <= max
            ? value
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{value} is not from {min} to {max}"));
    }

    private bool Boolean(ref Crc32C checksum)
    {
        bool value = reader.Boolean();
        checksum.Add(value ? (byte)1 : (byte)0);
        return value;
    }

    private float Float(ref Crc32C checksum)
    {
        int bits = reader.Int32();
        checksum.AddInt32(bits);
        return BitConverter.Int32BitsToSingle(bits);
    }

    private double Double(ref Crc32C checksum)
    {
        long bits = reader.Int64();
        checksum.AddInt64(bits);
        return BitConverter.Int64BitsToDouble(bits);
    }

    private ReadOnlySpan<byte> Bytes(ref Crc32C checksum)
    {
        ReadOnlySpan<byte> bytes = reader.Bytes(reader.Count());
        checksum.Add(bytes);
        return bytes;
    }

    private string Text(ref Crc32C checksum)
    {
        ReadOnlySpan<byte> bytes = Bytes(ref checksum);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("the text is not UTF-8, and the emulator keeps no other");
        }
    }

    private string SizedText(SizedTextType type, ref Crc32C checksum)
    {
        string text = Text(ref checksum);
        int length = text.EnumerateRunes().Count();
        return length <= type.Length
            ? text
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"the text has {length} characters"));
    }

    /// <summary>A number; as text where it has more than the 38 digits that the value struct holds, which only the legacy type allows.</summary>
    private object Decimal(DecimalType type, ref Crc32C checksum)
    {
        string text = Text(ref checksum);
        if (!OdpsDecimal.TryParse(text, out OdpsDecimal value))
        {
            return type.IsLegacy && text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c is '-' or '.') ? text : throw Invalid($"'{text}' is not a number of at most 38 digits");
        }

        OdpsDecimal exact = value.TrimTrailingZeros();
        bool fits = exact.Scale <= type.Scale && (exact.Unscaled == 0 || exact.Precision - exact.Scale <= type.Precision - type.Scale);
        return fits ? value : throw Invalid($"'{text}' has more digits than the type");
    }

    private object Time(OdpsType type, ref Crc32C checksum)
    {
        long seconds = reader.ZigZag();
        long nanoseconds = reader.ZigZag();
        checksum.AddInt64(seconds);
        checksum.AddInt32((int)nanoseconds);
        if (nanoseconds is <= -1_000_000_000 or >= 1_000_000_000)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{nanoseconds} nanoseconds"));
        }

        // Java and Go may send a negative fraction, which counts back from the second.
        (long s, int n) = nanoseconds < 0 ? (seconds - 1, (int)nanoseconds + 1_000_000_000) : (seconds, (int)nanoseconds);
        try
        {
            return type.Kind switch
            {
                OdpsTypeKind.Timestamp => new OdpsTimestamp(s, n),
                OdpsTypeKind.TimestampNtz => new OdpsTimestampNtz(s, n),
                _ => new IntervalDayTime(s, n),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Invalid(e.Message);
        }
    }

    /// <summary>A count, then for each element a flag (1 for null) and the value.</summary>
    private object?[] Elements(OdpsType type, ref Crc32C checksum)
    {
        var elements = new object?[reader.Count()];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = ReadUnlessNull(type, ref checksum);
        }

        return elements;
    }

    /// <summary>All keys as an array, then all values as an array. Of a repeated key the last value counts.</summary>
    private OdpsMap Map(MapType type, ref Crc32C checksum)
    {
        object?[] keys = Elements(type.KeyType, ref checksum);
        object?[] values = Elements(type.ValueType, ref checksum);
        if (keys.Length != values.Length || keys.Contains(null))
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a map of {keys.Length} keys and {values.Length} values, or with a null key"));
        }

        KeyValuePair<object, object?>[] entries = [.. keys.Zip(values, (k, v) => KeyValuePair.Create(k!, v))];
        try
        {
            return new OdpsMap(entries);
        }
        catch (ArgumentException)
        {
            return new OdpsMap(entries.Reverse().DistinctBy(e => e.Key).Reverse());
        }
    }

    private OdpsStruct Struct(StructType type, ref Crc32C checksum)
    {
        var values = new object?[type.Fields.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadUnlessNull(type.Fields[i].Type, ref checksum);
        }

        return new OdpsStruct(type, values);
    }

    private object Vector(VectorType type, ref Crc32C checksum)
    {
        int count = reader.Count();
        if (count != type.Dimension)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{count} elements"));
        }

        var floats = new float[count];
        var doubles = new double[count];
        bool isFloat = type.ElementType.Kind == OdpsTypeKind.Float;
        for (int i = 0; i < count; i++)
        {
            if (isFloat)
            {
                floats[i] = Float(ref checksum);
            }
            else
            {
                doubles[i] = Double(ref checksum);
            }
        }

        return isFloat ? floats : doubles;
    }

    private object? ReadUnlessNull(OdpsType type, ref Crc32C checksum) => reader.Boolean() ? null : Read(type, ref checksum);

    private EmulatorException Invalid(string problem) => reader.Malformed($"the value of column '{column.Name}' of type {column.Type.Name} does not fit it: {problem}");
}
