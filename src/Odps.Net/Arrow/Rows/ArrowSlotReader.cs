using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Odps.Net.Arrow;

/// <summary>
/// Values of Arrow arrays as a record keeps them. The column says what a value means, the array how it lies in memory: a TIMESTAMP may be a count or a
/// struct of seconds and nanoseconds, a legacy DECIMAL a number of 16 or 32 bytes or a cell of limbs.
/// </summary>
internal static class ArrowSlotReader
{
    /// <summary>A value; the column's name is for messages.</summary>
    public static RecordSlot Read(Column column, ArrayData data, int index)
    {
        if (data.Layout == ArrayLayout.Dictionary)
        {
            return ReadEntry(data, ref index) is ArrayData values ? Read(column, values, index) : default;
        }

        if (!data.IsValid(index))
        {
            return default;
        }

        try
        {
            return column.Type.Kind switch
            {
                OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => RecordSlot.FromBits(Integer(column.Type, data, index)),
                OdpsTypeKind.Float => RecordSlot.FromFloat(Float(column.Type, data, index)),
                OdpsTypeKind.Double => RecordSlot.FromDouble(Double(column.Type, data, index)),
                OdpsTypeKind.Boolean => RecordSlot.FromBits(Boolean(column.Type, data, index) ? 1 : 0),
                OdpsTypeKind.Date => RecordSlot.FromBits(Day(column.Type, data, index)),
                OdpsTypeKind.DateTime => RecordSlot.FromBits(Millisecond(column.Type, data, index)),
                OdpsTypeKind.IntervalYearMonth => RecordSlot.FromBits(Months(column.Type, data, index).TotalMonths),
                OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json when !Utf8.IsValid(Utf8Of(data, index)) =>
                    RecordSlot.FromObject(Utf8Of(data, index).ToArray()),
                _ => RecordSlot.FromObject(Object(column.Type, data, index)!),
            };
        }
        catch (Exception cause) when (cause is ArgumentException or OverflowException or OdpsDataException { Column: null })
        {
            throw new OdpsDataException($"Column '{column.Name}' of type {column.Type}: {cause.Message}", cause) { Column = column.Name };
        }
    }

    /// <summary>A value inside a list, map or struct, as the .NET type of its MaxCompute type.</summary>
    private static object? Object(OdpsType type, ArrayData data, int index)
    {
        if (data.Layout == ArrayLayout.Dictionary)
        {
            return ReadEntry(data, ref index) is ArrayData values ? Object(type, values, index) : null;
        }

        if (!data.IsValid(index))
        {
            return null;
        }

        return type.Kind switch
        {
            OdpsTypeKind.TinyInt => (sbyte)Integer(type, data, index),
            OdpsTypeKind.SmallInt => (short)Integer(type, data, index),
            OdpsTypeKind.Int => (int)Integer(type, data, index),
            OdpsTypeKind.BigInt => Integer(type, data, index),
            OdpsTypeKind.Float => Float(type, data, index),
            OdpsTypeKind.Double => Double(type, data, index),
            OdpsTypeKind.Boolean => Boolean(type, data, index),
            OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json =>
                data.Type.TypeId is ArrowTypeId.String or ArrowTypeId.LargeString ? Encoding.UTF8.GetString(Bytes(data, index)) : throw Mismatch(type, data),
            OdpsTypeKind.Binary => Bytes(type, data, index).ToArray(),
            OdpsTypeKind.Decimal => Decimal((DecimalType)type, data, index),
            OdpsTypeKind.Date => EpochTime.ToDate(Day(type, data, index)),
            OdpsTypeKind.DateTime => EpochTime.ToDateTimeOffset(Millisecond(type, data, index)),
            OdpsTypeKind.Timestamp => Timestamp(type, data, index),
            OdpsTypeKind.TimestampNtz => TimestampNtz(type, data, index),
            OdpsTypeKind.IntervalDayTime => Interval(type, data, index),
            OdpsTypeKind.IntervalYearMonth => Months(type, data, index),
            OdpsTypeKind.Array => List(((ArrayType)type).ElementType, type, data, index),
            OdpsTypeKind.Vector => Vector((VectorType)type, data, index),
            OdpsTypeKind.Map => Map((MapType)type, data, index),
            OdpsTypeKind.Struct => Struct((StructType)type, data, index),
            _ => throw new NotSupportedException($"The type {type.Name} cannot be read from Arrow."),
        };
    }

    /// <summary>Goes from a slot of a dictionary array to the entry; null when there is none.</summary>
    private static ArrayData? ReadEntry(ArrayData data, ref int index)
    {
        if (!data.IsValid(index))
        {
            return null;
        }

        ArrayData values = data.Dictionary!;
        long entry = DictionaryArray.IndexAt(data, index);
        if (entry < 0 || entry >= values.Length)
        {
            ArrowThrow.DictionaryIndex(index, entry, values.Length);
        }

        index = (int)entry;
        return values;
    }

    private static long Integer(OdpsType type, ArrayData data, int index)
    {
        long value = data.Type.TypeId switch
        {
            ArrowTypeId.Int8 => data.Values<sbyte>()[index],
            ArrowTypeId.Int16 => data.Values<short>()[index],
            ArrowTypeId.Int32 => data.Values<int>()[index],
            ArrowTypeId.Int64 => data.Values<long>()[index],
            ArrowTypeId.UInt8 => data.Values<byte>()[index],
            ArrowTypeId.UInt16 => data.Values<ushort>()[index],
            ArrowTypeId.UInt32 => data.Values<uint>()[index],
            ArrowTypeId.UInt64 when data.Values<ulong>()[index] <= long.MaxValue => (long)data.Values<ulong>()[index],
            ArrowTypeId.UInt64 => throw ArrowValues.OutOfRange(data.Type, data.Values<ulong>()[index], $"0 to {long.MaxValue}"),
            _ => throw Mismatch(type, data),
        };
        (long min, long max) = type.Kind switch
        {
            OdpsTypeKind.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
            OdpsTypeKind.SmallInt => (short.MinValue, short.MaxValue),
            OdpsTypeKind.Int => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return value >= min && value <= max ? value : throw ArrowValues.OutOfRange(data.Type, value, $"{min} to {max}");
    }

    private static float Float(OdpsType type, ArrayData data, int index) => data.Type.TypeId switch
    {
        ArrowTypeId.Float => data.Values<float>()[index],
        ArrowTypeId.HalfFloat => (float)data.Values<Half>()[index],
        _ => throw Mismatch(type, data),
    };

    private static double Double(OdpsType type, ArrayData data, int index) => data.Type.TypeId switch
    {
        ArrowTypeId.Double => data.Values<double>()[index],
        ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 => Integer(OdpsType.BigInt, data, index),
        _ => Float(type, data, index),
    };

    private static bool Boolean(OdpsType type, ArrayData data, int index) =>
        data.Type.TypeId == ArrowTypeId.Boolean ? Bitmap.Get(data.Buffers[1].Span, data.Offset + index) : throw Mismatch(type, data);

    private static long Day(OdpsType type, ArrayData data, int index)
    {
        long days = data.Type.TypeId switch
        {
            ArrowTypeId.Date32 => data.Values<int>()[index],
            ArrowTypeId.Date64 when data.Values<long>()[index] % 86_400_000 == 0 => data.Values<long>()[index] / 86_400_000,
            _ => throw Mismatch(type, data),
        };
        return days is >= EpochTime.MinDay and <= EpochTime.MaxDay ? days : throw ArrowValues.OutOfRange(data.Type, days, "the years 1 to 9999");
    }

    private static long Millisecond(OdpsType type, ArrayData data, int index)
    {
        long value = data.Type.TypeId switch
        {
            ArrowTypeId.Date64 => data.Values<long>()[index],
            ArrowTypeId.Timestamp when ((TimestampType)data.Type).Unit == TimeUnit.Millisecond => data.Values<long>()[index],
            _ => Join(type, data, index),
        };
        return value is >= EpochTime.MinMillisecond and <= EpochTime.MaxMillisecond ? value : throw ArrowValues.OutOfRange(data.Type, value, "the years 1 to 9999");
    }

    private static long Join(OdpsType type, ArrayData data, int index)
    {
        (long seconds, int nanoseconds) = SecondsOf(type, data, index);
        return TimeUnits.TryJoin(seconds, nanoseconds, TimeUnit.Millisecond, out long value)
            ? value
            : throw new OverflowException(string.Create(CultureInfo.InvariantCulture, $"the {data.Type.Name} value of {seconds} s and {nanoseconds} ns is not a whole number of milliseconds"));
    }

    /// <summary>Seconds rounded down, and nanoseconds after them, of whatever holds a time.</summary>
    private static (long Seconds, int Nanoseconds) SecondsOf(OdpsType type, ArrayData data, int index)
    {
        switch (data.Type)
        {
            case TimestampType timestamp:
                return TimeUnits.Split(data.Values<long>()[index], timestamp.Unit);
            case DurationType duration when type.Kind == OdpsTypeKind.IntervalDayTime:
                return TimeUnits.Split(data.Values<long>()[index], duration.Unit);
            case ArrowStructType { Fields: [{ DataType.TypeId: ArrowTypeId.Int64 }, { DataType.TypeId: ArrowTypeId.Int32 }] }:
                ArrayData seconds = data.StructChild(0);
                ArrayData nanoseconds = data.StructChild(1);
                return seconds.IsValid(index) && nanoseconds.IsValid(index)
                    ? (seconds.Values<long>()[index], nanoseconds.Values<int>()[index])
                    : throw new OdpsDataException($"slot {index} of the {data.Type.Name} has a null part and is not null itself");
            default:
                return data.Type.TypeId == ArrowTypeId.Date64 ? TimeUnits.Split(data.Values<long>()[index], TimeUnit.Millisecond) : throw Mismatch(type, data);
        }
    }

    private static OdpsTimestamp Timestamp(OdpsType type, ArrayData data, int index)
    {
        (long seconds, int nanoseconds) = SecondsOf(type, data, index);
        return new OdpsTimestamp(seconds, nanoseconds);
    }

    private static OdpsTimestampNtz TimestampNtz(OdpsType type, ArrayData data, int index)
    {
        (long seconds, int nanoseconds) = SecondsOf(type, data, index);
        return new OdpsTimestampNtz(seconds, nanoseconds);
    }

    private static IntervalDayTime Interval(OdpsType type, ArrayData data, int index)
    {
        if (data.Type.TypeId == ArrowTypeId.IntervalDayTime)
        {
            DayTimeInterval value = data.Values<DayTimeInterval>()[index];
            (long seconds, int nanoseconds) = TimeUnits.Split((value.Days * 86_400_000L) + value.Milliseconds, TimeUnit.Millisecond);
            return new IntervalDayTime(seconds, nanoseconds);
        }
        else
        {
            (long seconds, int nanoseconds) = SecondsOf(type, data, index);
            return new IntervalDayTime(seconds, nanoseconds);
        }
    }

    private static IntervalYearMonth Months(OdpsType type, ArrayData data, int index) => data.Type.TypeId is ArrowTypeId.IntervalYearMonth or ArrowTypeId.Int32
        ? new IntervalYearMonth(data.Values<int>()[index])
        : throw Mismatch(type, data);

    private static object Decimal(DecimalType type, ArrayData data, int index)
    {
        switch (data.Type.TypeId)
        {
            case ArrowTypeId.Decimal128:
                Int128 unscaled = data.Values<Int128>()[index];
                var wire = (DecimalArrowType)data.Type;
                return wire.Scale is >= 0 and <= OdpsDecimal.MaxPrecision && unscaled < PowersOfTen.Of(OdpsDecimal.MaxPrecision) && unscaled > -PowersOfTen.Of(OdpsDecimal.MaxPrecision)
                    ? new OdpsDecimal(unscaled, wire.Scale)
                    : DecimalOrText(type, unscaled, wire.Scale);
            case ArrowTypeId.Decimal256:
                return DecimalOrText(type, ArrowValues.ReadInt256(FixedBytes(data, index, 32)), ((DecimalArrowType)data.Type).Scale);
            case ArrowTypeId.FixedSizeBinary when ((FixedSizeBinaryType)data.Type).ByteWidth == LegacyDecimalCell.Size:
                return DecimalOrText(type, LegacyDecimalCell.Read(FixedBytes(data, index, LegacyDecimalCell.Size)), LegacyDecimalCell.Scale);
            case ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64 or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 or ArrowTypeId.UInt64:
                return new OdpsDecimal(Integer(OdpsType.BigInt, data, index), 0);
            case ArrowTypeId.String or ArrowTypeId.LargeString:
                return OdpsDecimal.TryParse(Encoding.UTF8.GetString(Bytes(data, index)), out OdpsDecimal parsed)
                    ? parsed
                    : throw new OdpsDataException($"'{Encoding.UTF8.GetString(Bytes(data, index))}' is not a number of at most 38 digits");
            default:
                throw Mismatch(type, data);
        }
    }

    /// <summary>A legacy DECIMAL may have more digits than OdpsDecimal holds, and is then kept as text.</summary>
    private static object DecimalOrText(DecimalType type, BigInteger unscaled, int scale)
    {
        if (ArrowValues.TryToDecimal(unscaled, scale, out OdpsDecimal value))
        {
            return value;
        }

        // Zeros at the end of the fraction are not what makes the number long.
        BigInteger trimmed = unscaled;
        int digits = scale;
        while (digits > 0 && trimmed % 10 == 0)
        {
            trimmed /= 10;
            digits--;
        }

        return ArrowValues.TryToDecimal(trimmed, digits, out value) ? value
            : type.IsLegacy ? ArrowValues.ToText(trimmed, digits)
            : throw new OverflowException($"the number {ArrowValues.ToText(unscaled, scale)} has more than 38 digits");
    }

    private static object?[] List(OdpsType elementType, OdpsType type, ArrayData data, int index)
    {
        (ArrayData elements, int start, int length) = Range(type, data, index);
        var values = new object?[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = Object(elementType, elements, start + i);
        }

        return values;
    }

    private static object Vector(VectorType type, ArrayData data, int index)
    {
        (ArrayData elements, int start, int length) = Range(type, data, index);
        if (elements.NullCount > 0 && elements.Slice(start, length).NullCount > 0)
        {
            throw new OdpsDataException($"slot {index} has a null among the numbers of its {type.Name}");
        }

        return (type.ElementType.Kind, elements.Type.TypeId) switch
        {
            (OdpsTypeKind.Float, ArrowTypeId.Float) => elements.Values<float>().Slice(start, length).ToArray(),
            (OdpsTypeKind.Double, ArrowTypeId.Double) => elements.Values<double>().Slice(start, length).ToArray(),
            _ => throw Mismatch(type, data),
        };
    }

    private static OdpsMap Map(MapType type, ArrayData data, int index)
    {
        if (data.Type.TypeId != ArrowTypeId.Map)
        {
            throw Mismatch(type, data);
        }

        (ArrayData entries, int start, int length) = Range(type, data, index);
        ArrayData keys = entries.StructChild(0);
        ArrayData values = entries.StructChild(1);
        var pairs = new KeyValuePair<object, object?>[length];
        for (int i = 0; i < length; i++)
        {
            object key = Object(type.KeyType, keys, start + i) ?? throw new OdpsDataException($"slot {index} has a null key in its map");
            pairs[i] = new(key, Object(type.ValueType, values, start + i));
        }

        return OdpsMap.FromWire(pairs);
    }

    private static OdpsStruct Struct(StructType type, ArrayData data, int index)
    {
        if (data.Type is not ArrowStructType wire || wire.Fields.Length != type.Fields.Length)
        {
            throw Mismatch(type, data);
        }

        var values = new object?[type.Fields.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Object(type.Fields[i].Type, data.StructChild(i), index);
        }

        return new OdpsStruct(type, values);
    }

    private static (ArrayData Elements, int Start, int Length) Range(OdpsType type, ArrayData data, int index)
    {
        if (data.Layout is not (ArrayLayout.List32 or ArrayLayout.List64))
        {
            throw Mismatch(type, data);
        }

        long start = data.OffsetAt(index);
        long end = data.OffsetAt(index + 1);
        ArrayData elements = data.Children[0];
        if (start < 0 || start > end || end > elements.Length)
        {
            ArrowThrow.Offsets(data.Type, index, start, end, elements.Length);
        }

        return (elements, (int)start, (int)(end - start));
    }

    private static ReadOnlySpan<byte> Bytes(OdpsType type, ArrayData data, int index) => data.Layout switch
    {
        ArrayLayout.Variable32 or ArrayLayout.Variable64 => Bytes(data, index),
        ArrayLayout.Fixed when data.Type is FixedSizeBinaryType { ByteWidth: int width } => FixedBytes(data, index, width),
        _ => throw Mismatch(type, data),
    };

    private static ReadOnlySpan<byte> Bytes(ArrayData data, int index)
    {
        long start = data.OffsetAt(index);
        long end = data.OffsetAt(index + 1);
        ReadOnlySpan<byte> values = data.Buffers[2].Span;
        if (start < 0 || start > end || end > values.Length)
        {
            ArrowThrow.Offsets(data.Type, index, start, end, values.Length);
        }

        return values[(int)start..(int)end];
    }

    private static ReadOnlySpan<byte> FixedBytes(ArrayData data, int index, int width) => data.Buffers[1].Span.Slice((data.Offset + index) * width, width);

    private static ReadOnlySpan<byte> Utf8Of(ArrayData data, int index) =>
        data.Type.TypeId is ArrowTypeId.String or ArrowTypeId.LargeString ? Bytes(data, index) : default;

    private static OdpsDataException Mismatch(OdpsType type, ArrayData data) => new($"the Arrow type {data.Type.Name} cannot be read as {type.Name}");
}
