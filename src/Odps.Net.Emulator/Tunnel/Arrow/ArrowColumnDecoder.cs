using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Takes values out of the buffers of a record batch, column by column. Clients agree on the layouts, but for two types: INTERVAL_DAY_TIME is a struct of seconds and
/// nanoseconds, or one of days and milliseconds; the legacy DECIMAL has 32 bytes, or 16.
/// </summary>
internal sealed class ArrowColumnDecoder(byte[] body, (long Length, long NullCount)[] nodes, (long Offset, long Length)[] buffers, bool areIntervalsStructs)
{
    private const int DaysBefore1970 = 719_162;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private int _node;
    private int _buffer;
    private Column _column = null!;

    public object?[] Read(Column column, int rowCount)
    {
        _column = column;
        object?[] values = Read(column.Type);
        return values.Length == rowCount ? values : throw Malformed(string.Create(CultureInfo.InvariantCulture, $"it has {values.Length} values where the batch has {rowCount} rows"));
    }

    /// <summary>How many nodes a column has: its own and those of its parts.</summary>
    public static int CountNodes(OdpsType type, bool areIntervalsStructs) => 1 + type switch
    {
        ArrayType array => CountNodes(array.ElementType, areIntervalsStructs),
        VectorType => 1,
        MapType map => 1 + CountNodes(map.KeyType, areIntervalsStructs) + CountNodes(map.ValueType, areIntervalsStructs),
        StructType structure => structure.Fields.Sum(f => CountNodes(f.Type, areIntervalsStructs)),
        { Kind: OdpsTypeKind.IntervalDayTime } when areIntervalsStructs => 2,
        _ => 0,
    };

    public void CheckAllUsed()
    {
        if (_node != nodes.Length || _buffer != buffers.Length)
        {
            throw Malformed(string.Create(
                CultureInfo.InvariantCulture, $"the batch has {nodes.Length} nodes and {buffers.Length} buffers where the columns have {_node} and {_buffer}"));
        }
    }

    private object?[] Read(OdpsType type)
    {
        int count = NextNode();
        ReadOnlySpan<byte> validity = NextBuffer(0);
        bool[] isValid = Bits(validity, count, whereAbsent: true);
        return type switch
        {
            ArrayType array => Lists(isValid, array.ElementType, (elements, range) => elements[range]),
            VectorType vector => Lists(isValid, vector.ElementType, (elements, range) => Vector(vector, elements[range])),
            MapType map => Maps(isValid, map),
            StructType structure => Structs(isValid, structure),
            { Kind: OdpsTypeKind.IntervalDayTime } => Intervals(isValid),
            { Kind: OdpsTypeKind.Boolean } => Where(isValid, [.. Bits(NextBuffer((count + 7) / 8), count, whereAbsent: false).Select(b => (object?)b)]),
            { Kind: OdpsTypeKind.Binary } => Variable(isValid, static bytes => bytes),
            { Kind: OdpsTypeKind.String or OdpsTypeKind.Json } => Variable(isValid, Text),
            SizedTextType sized => Variable(isValid, bytes => SizedText(sized, bytes)),
            DecimalType number => Decimals(isValid, number),
            _ => Fixed(isValid, type),
        };
    }

    private object?[] Fixed(bool[] isValid, OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.TinyInt => Each(isValid, 1, static b => (sbyte)b[0]),
        OdpsTypeKind.SmallInt => Each(isValid, 2, static b => BinaryPrimitives.ReadInt16LittleEndian(b)),
        OdpsTypeKind.Int => Each(isValid, 4, static b => BinaryPrimitives.ReadInt32LittleEndian(b)),
        OdpsTypeKind.BigInt => Each(isValid, 8, static b => BinaryPrimitives.ReadInt64LittleEndian(b)),
        OdpsTypeKind.Float => Each(isValid, 4, static b => BinaryPrimitives.ReadSingleLittleEndian(b)),
        OdpsTypeKind.Double => Each(isValid, 8, static b => BinaryPrimitives.ReadDoubleLittleEndian(b)),
        OdpsTypeKind.Date => Each(isValid, 4, static b => DateOnly.FromDayNumber(checked(BinaryPrimitives.ReadInt32LittleEndian(b) + DaysBefore1970))),
        OdpsTypeKind.DateTime => Each(isValid, 8, static b => DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(b))),
        OdpsTypeKind.Timestamp => Each(isValid, 8, static b => new OdpsTimestamp(Seconds(b), Nanoseconds(b))),
        OdpsTypeKind.TimestampNtz => Each(isValid, 8, static b => new OdpsTimestampNtz(Seconds(b), Nanoseconds(b))),
        OdpsTypeKind.IntervalYearMonth => Each(isValid, 4, static b => new IntervalYearMonth(BinaryPrimitives.ReadInt32LittleEndian(b))),
        _ => throw Malformed("the type has no Arrow form"),
    };

    private static long Seconds(byte[] count) => (long)Math.Floor((decimal)BinaryPrimitives.ReadInt64LittleEndian(count) / 1_000_000_000);

    private static int Nanoseconds(byte[] count) => (int)(BinaryPrimitives.ReadInt64LittleEndian(count) - ((Int128)Seconds(count) * 1_000_000_000));

    private object?[] Intervals(bool[] isValid)
    {
        if (!areIntervalsStructs)
        {
            return Each(isValid, 8, static b => IntervalDayTime.FromTimeSpan(TimeSpan.FromTicks(
                (BinaryPrimitives.ReadInt32LittleEndian(b) * TimeSpan.TicksPerDay) + (BinaryPrimitives.ReadInt32LittleEndian(b.AsSpan(4)) * TimeSpan.TicksPerMillisecond))));
        }

        object?[] seconds = Read(OdpsType.BigInt);
        object?[] nanoseconds = Read(OdpsType.Int);
        var values = new object?[isValid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isValid[i] ? new IntervalDayTime((long)Present(seconds, i), (int)Present(nanoseconds, i)) : null;
        }

        return values;
    }

    private object?[] Decimals(bool[] isValid, DecimalType type)
    {
        int width = type.IsLegacy && _buffer < buffers.Length && buffers[_buffer].Length >= 32L * isValid.Length ? 32 : 16;
        return Each(isValid, width, bytes => Decimal(type, new BigInteger(bytes)));
    }

    /// <summary>A number; as text where it has more than the 38 digits that the value struct holds, which only the legacy type allows.</summary>
    private object Decimal(DecimalType type, BigInteger unscaled)
    {
        if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, type.Precision))
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"the number {unscaled} at a scale of {type.Scale} has too many digits"));
        }

        if (BigInteger.Abs(unscaled) < BigInteger.Pow(10, OdpsDecimal.MaxPrecision))
        {
            return new OdpsDecimal((Int128)unscaled, type.Scale);
        }

        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^type.Scale]}.{digits[^type.Scale..]}";
    }

    private object?[] Lists(bool[] isValid, OdpsType elementType, Func<object?[], Range, object> make)
    {
        Range[] ranges = Ranges(isValid.Length);
        object?[] elements = Read(elementType);
        var values = new object?[isValid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isValid[i] ? make(elements, ranges[i]) : null;
        }

        return values;
    }

    private object?[] Maps(bool[] isValid, MapType type)
    {
        Range[] ranges = Ranges(isValid.Length);
        NextNode();
        NextBuffer(0);
        object?[] keys = Read(type.KeyType);
        object?[] items = Read(type.ValueType);
        var values = new object?[isValid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (isValid[i])
            {
                (int start, int length) = ranges[i].GetOffsetAndLength(keys.Length);
                values[i] = new OdpsMap(Enumerable.Range(start, length).Select(e => KeyValuePair.Create(Present(keys, e), items[e])));
            }
        }

        return values;
    }

    private object?[] Structs(bool[] isValid, StructType type)
    {
        object?[][] fields = [.. type.Fields.Select(f => Read(f.Type))];
        var values = new object?[isValid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isValid[i] ? new OdpsStruct(type, Array.ConvertAll(fields, f => f[i]).AsSpan()) : null;
        }

        return values;
    }

    private object Vector(VectorType type, object?[] elements)
    {
        if (elements.Length != type.Dimension || elements.Contains(null))
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"a vector of {elements.Length} elements, or with a null among them"));
        }

        return type.ElementType.Kind == OdpsTypeKind.Float ? elements.Cast<float>().ToArray() : elements.Cast<double>().ToArray();
    }

    private object?[] Variable(bool[] isValid, Func<byte[], object> make)
    {
        Range[] ranges = Ranges(isValid.Length);
        byte[] data = NextBuffer(0).ToArray();
        var values = new object?[isValid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isValid[i] ? make(data[ranges[i]]) : null;
        }

        return values;
    }

    /// <summary>From where to where the value of each slot lies; the offsets may not run backwards.</summary>
    private Range[] Ranges(int count)
    {
        ReadOnlySpan<byte> offsets = NextBuffer(count == 0 ? 0 : 4 * (count + 1));
        var ranges = new Range[count];
        for (int i = 0; i < count; i++)
        {
            ranges[i] = BinaryPrimitives.ReadInt32LittleEndian(offsets[(4 * i)..])..BinaryPrimitives.ReadInt32LittleEndian(offsets[(4 * (i + 1))..]);
        }

        return ranges;
    }

    private object?[] Each<T>(bool[] isValid, int width, Func<byte[], T> make)
    {
        byte[] data = NextBuffer((long)width * isValid.Length).ToArray();
        var values = new object?[isValid.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isValid[i] ? make(data[(width * i)..(width * (i + 1))]) : null;
        }

        return values;
    }

    private static object?[] Where(bool[] isValid, object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isValid[i] ? values[i] : null;
        }

        return values;
    }

    private static bool[] Bits(ReadOnlySpan<byte> bits, int count, bool whereAbsent)
    {
        var set = new bool[count];
        for (int i = 0; i < count; i++)
        {
            set[i] = bits.IsEmpty ? whereAbsent : (bits[i / 8] & (1 << (i % 8))) != 0;
        }

        return set;
    }

    private static object Text(byte[] bytes) => StrictUtf8.GetString(bytes);

    private string SizedText(SizedTextType type, byte[] bytes)
    {
        string text = StrictUtf8.GetString(bytes);
        int length = text.EnumerateRunes().Count();
        return length <= type.Length ? text : throw Malformed(string.Create(CultureInfo.InvariantCulture, $"a text has {length} characters"));
    }

    private object Present(object?[] values, int index) => values[index] ?? throw Malformed("a part that cannot be null is null");

    /// <summary>The slots of the next node: no more than there are bits.</summary>
    private int NextNode()
    {
        if (_node == nodes.Length)
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"the batch has only {nodes.Length} nodes"));
        }

        long length = nodes[_node++].Length;
        return length >= 0 && length <= 8L * body.Length ? (int)length : throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{length} values in {body.Length} bytes"));
    }

    private ReadOnlySpan<byte> NextBuffer(long needed)
    {
        if (_buffer == buffers.Length)
        {
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"the batch has only {buffers.Length} buffers"));
        }

        (long offset, long length) = buffers[_buffer++];
        return length >= needed
            ? body.AsSpan(checked((int)offset), checked((int)length))
            : throw Malformed(string.Create(CultureInfo.InvariantCulture, $"a buffer has {length} bytes where {needed} are needed"));
    }

    private EmulatorException Malformed(string what) => new("MalformedDataStream", $"The Arrow data cannot be read: column '{_column.Name}' of type {_column.Type.Name}: {what}.");
}
