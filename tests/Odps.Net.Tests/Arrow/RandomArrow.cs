using System.Globalization;
using System.Text;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Random schemas and batches that follow from a seed.</summary>
internal sealed class RandomArrow(Random random, ArrowMemoryPool? pool = null)
{
    private static readonly ArrowType[] Plain =
    [
        ArrowType.Null, ArrowType.Boolean, ArrowType.Int8, ArrowType.Int16, ArrowType.Int32, ArrowType.Int64, ArrowType.UInt8, ArrowType.UInt16, ArrowType.UInt32,
        ArrowType.UInt64, ArrowType.HalfFloat, ArrowType.Float, ArrowType.Double, ArrowType.String, ArrowType.LargeString, ArrowType.Binary, ArrowType.LargeBinary,
        ArrowType.Date32, ArrowType.Date64, ArrowType.IntervalYearMonth, ArrowType.IntervalDayTime, ArrowType.IntervalMonthDayNanosecond,
    ];

    public Schema Schema(int fields, int depth) => new(
        Enumerable.Range(0, fields).Select(i => Field(string.Create(CultureInfo.InvariantCulture, $"c{i}"), depth)),
        random.Next(3) == 0 ? Metadata() : null);

    public ArrowType Type(int depth) => random.Next(depth > 0 ? 10 : 6) switch
    {
        0 => ArrowType.Timestamp((TimeUnit)random.Next(4), random.Next(2) == 0 ? null : "Asia/Shanghai"),
        1 => random.Next(2) == 0 ? ArrowType.Decimal128(random.Next(1, 39), random.Next(0, 39)) : ArrowType.Decimal256(random.Next(1, 77), random.Next(0, 77)),
        2 => random.Next(4) switch
        {
            0 => ArrowType.FixedSizeBinary(random.Next(0, 20)),
            1 => ArrowType.Time32(TimeUnit.Millisecond),
            2 => ArrowType.Time64(TimeUnit.Nanosecond),
            _ => ArrowType.Duration((TimeUnit)random.Next(4)),
        },
        6 => ArrowType.List(Field("item", depth - 1)),
        7 => ArrowType.LargeList(Field("element", depth - 1)),
        8 => ArrowType.Map(Plain[random.Next(1, Plain.Length)], Type(depth - 1)),
        9 => ArrowType.Struct([.. Enumerable.Range(0, random.Next(0, 4)).Select(i => Field(string.Create(CultureInfo.InvariantCulture, $"f{i}"), depth - 1))]),
        _ => Plain[random.Next(Plain.Length)],
    };

    public RecordBatch Batch(Schema schema, int rows)
    {
        var columns = new List<ArrowArray>();
        foreach (Field field in schema.Fields)
        {
            using ArrowArrayBuilder builder = ArrowArrayBuilder.Create(field.DataType, pool);
            int nullsIn = random.Next(3) == 0 ? int.MaxValue : random.Next(2, 10);
            for (int i = 0; i < rows; i++)
            {
                Append(builder, nullsIn);
            }

            columns.Add(builder.Build());
        }

        return new RecordBatch(schema, columns, rows);
    }

    private Field Field(string name, int depth) => new(name, Type(depth), random.Next(4) > 0, random.Next(6) == 0 ? Metadata() : null);

    private KeyValueMetadata Metadata() => new(Enumerable.Range(0, random.Next(1, 4)).Select(i => new KeyValuePair<string, string>($"k{i}", Text())));

    private void Append(ArrowArrayBuilder builder, int nullsIn)
    {
        if (random.Next(nullsIn) == 0)
        {
            builder.AppendNullSlot();
            return;
        }

        switch (builder)
        {
            case NullArray.Builder b:
                b.AppendNull();
                break;
            case BooleanArray.Builder b:
                b.Append(random.Next(2) == 0);
                break;
            case Int8Array.Builder b:
                b.Append((sbyte)Integer());
                break;
            case Int16Array.Builder b:
                b.Append((short)Integer());
                break;
            case Int32Array.Builder b:
                b.Append((int)Integer());
                break;
            case Int64Array.Builder b:
                b.Append(Integer());
                break;
            case UInt8Array.Builder b:
                b.Append((byte)Integer());
                break;
            case UInt16Array.Builder b:
                b.Append((ushort)Integer());
                break;
            case UInt32Array.Builder b:
                b.Append((uint)Integer());
                break;
            case UInt64Array.Builder b:
                b.Append((ulong)Integer());
                break;
            case HalfFloatArray.Builder b:
                b.Append((Half)random.NextSingle());
                break;
            case FloatArray.Builder b:
                b.Append(random.NextSingle());
                break;
            case DoubleArray.Builder b:
                b.Append(random.NextDouble());
                break;
            case StringArray.Builder b:
                b.Append(Text());
                break;
            case LargeStringArray.Builder b:
                b.Append(Text());
                break;
            case BinaryArray.Builder b:
                b.Append(Bytes(random.Next(20)));
                break;
            case LargeBinaryArray.Builder b:
                b.Append(Bytes(random.Next(20)));
                break;
            case FixedSizeBinaryArray.Builder b:
                b.Append(Bytes(b.ByteWidth));
                break;
            case Decimal128Array.Builder b:
                b.Append((Int128)Integer());
                break;
            case Decimal256Array.Builder b:
                b.Append(new System.Numerics.BigInteger(random.Next(-9, 10)));
                break;
            case Date32Array.Builder b:
                b.Append((int)Integer());
                break;
            case Date64Array.Builder b:
                b.Append(Integer());
                break;
            case Time32Array.Builder b:
                b.Append((int)Integer());
                break;
            case Time64Array.Builder b:
                b.Append(Integer());
                break;
            case DurationArray.Builder b:
                b.Append(Integer());
                break;
            case TimestampArray.Builder b:
                b.Append(Integer());
                break;
            case YearMonthIntervalArray.Builder b:
                b.Append((int)Integer());
                break;
            case DayTimeIntervalArray.Builder b:
                b.Append(new DayTimeInterval((int)Integer(), (int)Integer()));
                break;
            case MonthDayNanosecondIntervalArray.Builder b:
                b.Append(new MonthDayNanosecondInterval((int)Integer(), (int)Integer(), Integer()));
                break;
            case ListArray.Builder b:
                b.Append();
                Many(b.ValueBuilder, nullsIn);
                break;
            case LargeListArray.Builder b:
                b.Append();
                Many(b.ValueBuilder, nullsIn);
                break;
            case MapArray.Builder b:
                b.Append();
                for (int i = random.Next(4); i > 0; i--)
                {
                    Append(b.KeyBuilder, int.MaxValue);
                    Append(b.ValueBuilder, nullsIn);
                }

                break;
            case StructArray.Builder b:
                for (int i = 0; i < ((ArrowStructType)b.DataType).Fields.Length; i++)
                {
                    Append(b.FieldBuilder(i), nullsIn);
                }

                b.Append();
                break;
            default:
                throw new InvalidOperationException(builder.DataType.Name);
        }
    }

    private void Many(ArrowArrayBuilder builder, int nullsIn)
    {
        for (int i = random.Next(5); i > 0; i--)
        {
            Append(builder, nullsIn);
        }
    }

    private long Integer() => random.Next(4) switch
    {
        0 => random.Next(-2, 3),
        1 => random.NextInt64(),
        2 => long.MinValue,
        _ => -random.NextInt64() >> random.Next(64),
    };

    private string Text()
    {
        var text = new StringBuilder();
        for (int i = random.Next(12); i > 0; i--)
        {
            text.Append(random.Next(6) switch
            {
                0 => "é",
                1 => "名",
                2 => "😀",
                _ => ((char)random.Next(' ', '~')).ToString(),
            });
        }

        return text.ToString();
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
