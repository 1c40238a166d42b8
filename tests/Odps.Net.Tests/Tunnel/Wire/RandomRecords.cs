using System.Globalization;
using System.Text;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Random types, schemas and values that follow from a seed, with the values at which coders fail more often than elsewhere.</summary>
internal sealed class RandomRecords(Random random)
{
    private static readonly OdpsType[] Simple =
    [
        OdpsType.TinyInt, OdpsType.SmallInt, OdpsType.Int, OdpsType.BigInt, OdpsType.Float, OdpsType.Double, OdpsType.Boolean, OdpsType.String,
        OdpsType.Json, OdpsType.Binary, OdpsType.Date, OdpsType.DateTime, OdpsType.Timestamp, OdpsType.TimestampNtz, OdpsType.IntervalDayTime,
        OdpsType.IntervalYearMonth, OdpsType.LegacyDecimal,
    ];

    public ColumnCollection Columns(int count, int depth) => new(Enumerable.Range(0, count).Select(i =>
        new Column(string.Create(CultureInfo.InvariantCulture, $"c{i}"), Type(depth), isNullable: random.Next(8) > 0)));

    public OdpsType Type(int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => Decimal(random.Next(1, 39)),
        1 => random.Next(3) == 0 ? OdpsType.Vector(random.Next(2) == 0 ? OdpsType.Float : OdpsType.Double, random.Next(1, 5)) : OdpsType.VarChar(random.Next(1, 40)),
        2 => OdpsType.Char(random.Next(1, 20)),
        6 => OdpsType.Array(Type(depth - 1)),
        7 => OdpsType.Map(random.Next(2) == 0 ? OdpsType.String : OdpsType.BigInt, Type(depth - 1)),
        8 => OdpsType.Struct([.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new StructField("f" + i.ToString(CultureInfo.InvariantCulture), Type(depth - 1)))]),
        _ => Simple[random.Next(Simple.Length)],
    };

    public List<Record> Rows(ColumnCollection columns, int count)
    {
        var rows = new List<Record>(count);
        for (int i = 0; i < count; i++)
        {
            rows.Add(Row(columns));
        }

        return rows;
    }

    public Record Row(ColumnCollection columns)
    {
        var record = new Record(columns);
        for (int i = 0; i < columns.Count; i++)
        {
            if (!columns[i].IsNullable || random.Next(5) > 0)
            {
                record[i] = Value(columns[i].Type);
            }
        }

        return record;
    }

    public object Value(OdpsType type) => type switch
    {
        DecimalType { IsLegacy: true } => new OdpsDecimal(Digits(random.Next(1, 21)), random.Next(0, 19)),
        DecimalType d => new OdpsDecimal(Digits(random.Next(1, d.Precision + 1)), d.Scale),
        SizedTextType text => Text(random.Next(0, text.Length + 1)),
        ArrayType array => Enumerable.Range(0, random.Next(6)).Select(_ => OrNull(array.ElementType)).ToArray(),
        MapType map => new OdpsMap(Enumerable.Range(0, random.Next(5)).Select(i => new KeyValuePair<object, object?>(Key(map.KeyType, i), OrNull(map.ValueType)))),
        StructType fields => new OdpsStruct(fields, [.. fields.Fields.Select(f => OrNull(f.Type))]),
        VectorType { ElementType.Kind: OdpsTypeKind.Float } v => Enumerable.Range(0, v.Dimension).Select(_ => BitConverter.Int32BitsToSingle((int)Integer())).ToArray(),
        VectorType v => Enumerable.Range(0, v.Dimension).Select(_ => BitConverter.Int64BitsToDouble(Integer())).ToArray(),
        _ => type.Kind switch
        {
            OdpsTypeKind.TinyInt => (sbyte)Integer(),
            OdpsTypeKind.SmallInt => (short)Integer(),
            OdpsTypeKind.Int => (int)Integer(),
            OdpsTypeKind.BigInt => Integer(),
            OdpsTypeKind.Float => BitConverter.Int32BitsToSingle((int)Integer()),
            OdpsTypeKind.Double => BitConverter.Int64BitsToDouble(Integer()),
            OdpsTypeKind.Boolean => random.Next(2) == 0,
            OdpsTypeKind.Binary => Bytes(random.Next(3) == 0 ? random.Next(300) : random.Next(20)),
            OdpsTypeKind.Date => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1)),
            OdpsTypeKind.DateTime => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-62_135_596_800_000, 253_402_300_800_000)),
            OdpsTypeKind.Timestamp => new OdpsTimestamp(Seconds(), Nanoseconds()),
            OdpsTypeKind.TimestampNtz => new OdpsTimestampNtz(Seconds(), Nanoseconds()),
            OdpsTypeKind.IntervalDayTime => new IntervalDayTime(Integer() >> 8, Nanoseconds()),
            OdpsTypeKind.IntervalYearMonth => new IntervalYearMonth(random.Next(-119_999, 120_000)),
            _ => Text(random.Next(4) == 0 ? random.Next(400) : random.Next(20)),
        },
    };

    private DecimalType Decimal(int precision) => OdpsType.Decimal(precision, random.Next(0, Math.Min(precision, 18) + 1));

    private object Key(OdpsType type, int index) => type.Kind == OdpsTypeKind.String ? Text(4) + index.ToString(CultureInfo.InvariantCulture) : (Integer() & ~7L) | (uint)index;

    private object? OrNull(OdpsType type) => random.Next(4) == 0 ? null : Value(type);

    /// <summary>A number of any length of varint, and often one at the edge between two lengths.</summary>
    private long Integer()
    {
        long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        return random.Next(4) switch
        {
            0 => (1L << random.Next(64)) - random.Next(2),
            1 => -(1L << random.Next(64)) + random.Next(2),
            _ => value,
        };
    }

    private Int128 Digits(int count)
    {
        Int128 value = 0;
        for (int i = 0; i < count; i++)
        {
            value = (value * 10) + random.Next(10);
        }

        return random.Next(2) == 0 ? value : -value;
    }

    private long Seconds() => random.NextInt64(-62_135_596_800, 253_402_300_800);

    private int Nanoseconds() => random.Next(3) switch
    {
        0 => 0,
        1 => 999_999_999,
        _ => random.Next(1_000_000_000),
    };

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Text(int characters)
    {
        var text = new StringBuilder(characters);
        bool isAscii = random.Next(2) == 0;
        for (int i = 0; i < characters; i++)
        {
            int rune = isAscii ? random.Next(0x20, 0x7F) : random.Next(4) switch
            {
                0 => random.Next(0x80),
                1 => random.Next(0x80, 0x800),
                2 => random.Next(0x800, 0xD800),
                _ => random.Next(0x10000, 0x110000),
            };
            text.Append(new Rune(rune).ToString());
        }

        return text.ToString();
    }
}
