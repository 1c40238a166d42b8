using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>Appends the values of records, in the form in which a record keeps them, to the builders of the types of <see cref="ArrowTypes.From(OdpsType)"/>.</summary>
internal static class ArrowSlotWriter
{
    public static void Append(ArrowArrayBuilder builder, Column column, in RecordSlot slot)
    {
        if (slot.IsNull)
        {
            builder.AppendNullSlot();
            return;
        }

        try
        {
            switch (column.Type.Kind)
            {
                case OdpsTypeKind.TinyInt:
                    ((Int8Array.Builder)builder).Append((sbyte)slot.Bits);
                    break;
                case OdpsTypeKind.SmallInt:
                    ((Int16Array.Builder)builder).Append((short)slot.Bits);
                    break;
                case OdpsTypeKind.Int:
                    ((Int32Array.Builder)builder).Append((int)slot.Bits);
                    break;
                case OdpsTypeKind.BigInt:
                    ((Int64Array.Builder)builder).Append(slot.Bits);
                    break;
                case OdpsTypeKind.Float:
                    ((FloatArray.Builder)builder).Append(slot.AsFloat);
                    break;
                case OdpsTypeKind.Double:
                    ((DoubleArray.Builder)builder).Append(slot.AsDouble);
                    break;
                case OdpsTypeKind.Boolean:
                    ((BooleanArray.Builder)builder).Append(slot.Bits != 0);
                    break;
                case OdpsTypeKind.Date:
                    ((Date32Array.Builder)builder).Append((int)slot.Bits);
                    break;
                case OdpsTypeKind.DateTime:
                    ((TimestampArray.Builder)builder).Append(slot.Bits);
                    break;
                case OdpsTypeKind.IntervalYearMonth:
                    ((YearMonthIntervalArray.Builder)builder).Append((int)slot.Bits);
                    break;
                default:
                    Append(builder, column.Type, slot.ToObject());
                    break;
            }
        }
        catch (Exception cause) when (cause is OverflowException or ArgumentException)
        {
            throw new OdpsDataException($"Column '{column.Name}' of type {column.Type}: {cause.Message}", cause) { Column = column.Name };
        }
    }

    private static void Append(ArrowArrayBuilder builder, OdpsType type, object? value)
    {
        if (value is null)
        {
            builder.AppendNullSlot();
            return;
        }

        switch (type.Kind)
        {
            case OdpsTypeKind.TinyInt:
                ((Int8Array.Builder)builder).Append((sbyte)value);
                break;
            case OdpsTypeKind.SmallInt:
                ((Int16Array.Builder)builder).Append((short)value);
                break;
            case OdpsTypeKind.Int:
                ((Int32Array.Builder)builder).Append((int)value);
                break;
            case OdpsTypeKind.BigInt:
                ((Int64Array.Builder)builder).Append((long)value);
                break;
            case OdpsTypeKind.Float:
                ((FloatArray.Builder)builder).Append((float)value);
                break;
            case OdpsTypeKind.Double:
                ((DoubleArray.Builder)builder).Append((double)value);
                break;
            case OdpsTypeKind.Boolean:
                ((BooleanArray.Builder)builder).Append((bool)value);
                break;
            case OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json:
                AppendText((StringArray.Builder)builder, value);
                break;
            case OdpsTypeKind.Binary:
                ((BinaryArray.Builder)builder).Append((byte[])value);
                break;
            case OdpsTypeKind.Decimal:
                AppendDecimal(builder, value);
                break;
            case OdpsTypeKind.Date:
                ((Date32Array.Builder)builder).Append((DateOnly)value);
                break;
            case OdpsTypeKind.DateTime:
                ((TimestampArray.Builder)builder).Append(EpochTime.ToMilliseconds((DateTimeOffset)value));
                break;
            case OdpsTypeKind.Timestamp:
                ((TimestampArray.Builder)builder).Append((OdpsTimestamp)value);
                break;
            case OdpsTypeKind.TimestampNtz:
                var time = (OdpsTimestampNtz)value;
                ((TimestampArray.Builder)builder).Append(new OdpsTimestamp(time.Seconds, time.Nanoseconds));
                break;
            case OdpsTypeKind.IntervalYearMonth:
                ((YearMonthIntervalArray.Builder)builder).Append(((IntervalYearMonth)value).TotalMonths);
                break;
            case OdpsTypeKind.IntervalDayTime:
                var interval = (IntervalDayTime)value;
                var parts = (StructArray.Builder)builder;
                ((Int64Array.Builder)parts.FieldBuilder(0)).Append(interval.Seconds);
                ((Int32Array.Builder)parts.FieldBuilder(1)).Append(interval.Nanoseconds);
                parts.Append();
                break;
            case OdpsTypeKind.Vector:
                AppendVector((ListArray.Builder)builder, value);
                break;
            default:
                AppendNested(builder, type, value);
                break;
        }
    }

    private static void AppendNested(ArrowArrayBuilder builder, OdpsType type, object value)
    {
        switch (type)
        {
            case ArrayType array:
                var list = (ListArray.Builder)builder;
                list.Append();
                foreach (object? element in (IEnumerable)value)
                {
                    Append(list.ValueBuilder, array.ElementType, element);
                }

                break;
            case MapType map:
                var entries = (MapArray.Builder)builder;
                entries.Append();
                foreach ((object key, object? item) in (OdpsMap)value)
                {
                    Append(entries.KeyBuilder, map.KeyType, key);
                    Append(entries.ValueBuilder, map.ValueType, item);
                }

                break;
            case StructType structure:
                var fields = (StructArray.Builder)builder;
                var values = (OdpsStruct)value;
                for (int i = 0; i < values.Count; i++)
                {
                    Append(fields.FieldBuilder(i), structure.Fields[i].Type, values[i]);
                }

                fields.Append();
                break;
            default:
                throw new NotSupportedException($"The type {type.Name} has no Arrow form.");
        }
    }

    private static void AppendText(StringArray.Builder builder, object value)
    {
        if (value is byte[] bytes)
        {
            // Text that came from the service and is not UTF-8 goes on as it is.
            builder.Append(bytes);
        }
        else
        {
            builder.Append((string)value);
        }
    }

    private static void AppendDecimal(ArrowArrayBuilder builder, object value)
    {
        switch (builder)
        {
            case Decimal128Array.Builder narrow:
                narrow.Append(value is OdpsDecimal small ? small : OdpsDecimal.Parse((string)value));
                break;
            case Decimal256Array.Builder wide when value is OdpsDecimal number:
                wide.Append(number);
                break;
            default:
                ((Decimal256Array.Builder)builder).Append(ParseUnscaled((string)value, ((DecimalArrowType)builder.DataType).Scale));
                break;
        }
    }

    /// <summary>A legacy DECIMAL of more than 38 digits, which a record keeps as text.</summary>
    private static BigInteger ParseUnscaled(string text, int scale)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string fraction = point < 0 ? "" : text[(point + 1)..];
        return fraction.Length <= scale
            ? BigInteger.Parse((point < 0 ? text : text[..point]) + fraction.PadRight(scale, '0'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : throw new OverflowException($"{text} has more than {scale} digits after the point.");
    }

    private static void AppendVector(ListArray.Builder builder, object value)
    {
        builder.Append();
        if (value is float[] floats)
        {
            ((FloatArray.Builder)builder.ValueBuilder).AppendRange(floats);
        }
        else
        {
            ((DoubleArray.Builder)builder.ValueBuilder).AppendRange((double[])value);
        }
    }
}
