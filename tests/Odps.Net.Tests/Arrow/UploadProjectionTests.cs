using System.Globalization;
using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Arrow;

/// <summary>Batches of other types than those of the table: what is turned into them, and what is refused.</summary>
public sealed class UploadProjectionTests
{
    public static TheoryData<string, string> Exact => new()
    {
        // What is given, and the MaxCompute type of the column.
        { "int8 1 -128", "bigint" },
        { "int64 1 -128", "tinyint" },
        { "uint16 65535 0", "int" },
        { "uint64 1 2", "bigint" },
        { "int32 5 -5", "double" },
        { "int16 5 -5", "decimal(10,2)" },
        { "float 0.5 -1", "double" },
        { "large_utf8 a bc", "string" },
        { "large_utf8 a bc", "varchar(2)" },
        { "large_binary a bc", "binary" },
        { "fixed a b", "binary" },
        { "utf8 a b", "binary" },
        { "dictionary a bc", "string" },
        { "utf8 1.50 -3", "decimal(38,18)" },
        { "utf8 1.50 -3", "decimal" },
        { "decimal(5,3) 1500 -2000", "decimal(10,2)" },
        { "decimal(5,0) 7 -7", "decimal" },
        { "timestamp_s 7 -7", "datetime" },
        { "timestamp_us 7000 -7000", "datetime" },
        { "timestamp_us 7 -7", "timestamp" },
        { "date64 86400000 -86400000", "date" },
        { "date64 5 -5", "datetime" },
        { "int32 5 -5", "interval_year_month" },
        { "day_time 1 -1", "interval_day_time" },
        { "null - -", "array<string>" },
        { "large_list 1 2", "array<int>" },
    };

    public static TheoryData<string, string, int> Lossy => new()
    {
        { "int64 1 128", "tinyint", 1 },
        { "uint64 1 18446744073709551615", "bigint", 1 },
        { "utf8 1.5 x", "decimal(10,2)", 1 },
        { "decimal(5,3) 1500 1501", "decimal(10,2)", 1 },
        { "timestamp_us 1 2", "datetime", 0 },
        { "date64 86400000 1", "date", 1 },
        { "utf8 abc abcd", "varchar(3)", 1 },
    };

    public static TheoryData<string, string> Foreign => new()
    {
        { "utf8 a b", "bigint" },
        { "double 1 2", "bigint" },
        { "double 1 2", "float" },
        { "int64 1 2", "string" },
        { "int64 1 2", "boolean" },
        { "int64 1 2", "datetime" },
        { "large_binary a b", "string" },
        { "large_list 1 2", "map<string,int>" },
    };

    [Theory]
    [MemberData(nameof(Exact))]
    public void Types_that_lose_nothing_are_turned_into_those_of_the_table(string given, string declared)
    {
        var columns = new ColumnCollection([new Column("c", OdpsType.Parse(declared))]);
        var pool = new ArrowMemoryPool();
        var projection = new UploadProjection(columns, 100);
        using (RecordBatch batch = Batch(given, pool))
        using (RecordBatch slice = batch.Slice(1, 2))
        {
            List<Record> expected = [.. batch.ToRecords(columns)];
            using (RecordBatch fitted = projection.Apply(batch, 0))
            {
                Assert.Equal(projection.Schema, fitted.Schema);
                Assert.Equal(expected, fitted.ToRecords(columns));
                Assert.Equal(batch.Column(0).NullCount, fitted.Column(0).NullCount);
            }

            using RecordBatch part = projection.Apply(slice, 0);
            Assert.Equal(expected[1..], part.ToRecords(columns));
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Theory]
    [MemberData(nameof(Lossy))]
    public void Value_that_would_change_is_refused_with_its_column_and_row(string given, string declared, int row)
    {
        var pool = new ArrowMemoryPool();
        var projection = new UploadProjection(new ColumnCollection([new Column("price", OdpsType.Parse(declared))]), 100);
        using (RecordBatch batch = Batch(given, pool, "PRICE"))
        {
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => projection.Apply(batch, 1000));
            Assert.Equal(("price", 1000L + row), (error.Column, error.Row!.Value));
            Assert.Contains("'price'", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Type_that_means_something_else_is_refused_with_its_column(string given, string declared)
    {
        var pool = new ArrowMemoryPool();
        var projection = new UploadProjection(new ColumnCollection([new Column("price", OdpsType.Parse(declared))]), 100);
        using (RecordBatch batch = Batch(given, pool, "price"))
        {
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => projection.Apply(batch, 0));
            Assert.Equal("price", error.Column);
            Assert.Contains(batch.Schema.Fields[0].DataType.Name, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Wall_clock_times_become_instants_of_the_zone_and_are_refused_without_one()
    {
        ColumnCollection columns = TableSchema.Parse("a datetime, b timestamp, c timestamp_ntz").Columns;
        using RecordBatch batch = Times(0, 1_000_000_000);
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => new UploadProjection(columns, 100).Apply(batch, 0));
        Assert.Equal("a", error.Column);
        Assert.Contains("TimeZone", error.Message, StringComparison.Ordinal);

        var shanghai = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east");
        using RecordBatch fitted = new UploadProjection(columns, 100, shanghai).Apply(batch, 0);
        Record[] rows = [.. fitted.ToRecords(columns)];
        Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(-8), rows[0].GetDateTimeOffset(0));
        Assert.Equal(new OdpsTimestamp(1 - (8 * 3600), 0), rows[1].GetTimestamp(1));
        Assert.Equal(new OdpsTimestampNtz(1, 0), rows[1].GetTimestampNtz(2));
        Assert.True(rows[2].IsNull(0) && rows[2].IsNull(1) && rows[2].IsNull(2));
    }

    [Fact]
    public void Time_that_the_clock_of_the_zone_never_shows_is_refused_with_its_row()
    {
        ColumnCollection columns = TableSchema.Parse("a datetime, b timestamp, c timestamp_ntz").Columns;
        TimeZoneInfo.AdjustmentRule summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 31),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 31));
        var zone = TimeZoneInfo.CreateCustomTimeZone("summer", TimeSpan.Zero, "summer", "winter", "summer", [summer]);
        long skipped = (long)(new DateTime(2020, 3, 31, 2, 30, 0) - DateTime.UnixEpoch).TotalSeconds * 1_000_000_000;
        using RecordBatch batch = Times(0, skipped);
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => new UploadProjection(columns, 100, zone).Apply(batch, 10));
        Assert.Equal(("a", 11L), (error.Column, error.Row!.Value));
    }

    [Fact]
    public void Batch_of_the_types_of_the_table_is_sent_from_where_it_lies()
    {
        ColumnCollection columns = TableSchema.Parse("a bigint, b string").Columns;
        using RecordBatch batch = RecordBatch.FromRecords(columns, [new Record(columns, 1L, "x"), new Record(columns, null, null)]);
        using RecordBatch turned = batch.Select(1, 0);
        using RecordBatch fitted = new UploadProjection(columns, 100).Apply(turned, 0);
        Assert.Equal(["a", "b"], fitted.Schema.Fields.Select(f => f.Name));
        Assert.True(((Int64Array)batch.Column(0)).Values.Overlaps(((Int64Array)fitted.Column(0)).Values));
        Assert.Equal(batch.ToRecords(columns), fitted.ToRecords(columns));
    }

    [Fact]
    public void Columns_that_are_missing_or_unknown_are_named()
    {
        ColumnCollection columns = TableSchema.Parse("a bigint, b string").Columns;
        var projection = new UploadProjection(columns, 100);
        using RecordBatch batch = RecordBatch.FromRecords(columns, [new Record(columns, 1L, "x")]);
        using RecordBatch missing = batch.Select(0);
        ArgumentException error = Assert.Throws<ArgumentException>(() => projection.Apply(missing, 0));
        Assert.Contains("'b'", error.Message, StringComparison.Ordinal);
        using var other = new RecordBatch(new Schema([new("a", ArrowType.Int64), new("b", ArrowType.String), new("zz", ArrowType.Int64)]), [batch.Column(0), batch.Column(1), batch.Column(0)], 1);
        error = Assert.Throws<ArgumentException>(() => projection.Apply(other, 0));
        Assert.Contains("'zz'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_beyond_the_limit_of_the_session_is_refused()
    {
        ColumnCollection columns = TableSchema.Parse("a string").Columns;
        using RecordBatch batch = RecordBatch.FromRecords(columns, [new Record(columns, "1234"), new Record(columns, "12345")]);
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => new UploadProjection(columns, 4).Apply(batch, 0));
        Assert.Equal(("a", 1L), (error.Column, error.Row!.Value));
    }

    private static RecordBatch Times(params ReadOnlySpan<long> nanoseconds)
    {
        ArrowArray[] arrays = new ArrowArray[3];
        for (int i = 0; i < arrays.Length; i++)
        {
            using var builder = new TimestampArray.Builder(ArrowType.Timestamp(i == 0 ? TimeUnit.Second : TimeUnit.Nanosecond));
            foreach (long value in nanoseconds)
            {
                builder.Append(i == 0 ? value / 1_000_000_000 : value);
            }

            arrays[i] = builder.AppendNull().Build();
        }

        return new RecordBatch(new Schema([.. arrays.Select((a, i) => new Field(((char)('a' + i)).ToString(), a.DataType))]), arrays, nanoseconds.Length + 1);
    }

    /// <summary>A column of a type: the values of a line, then a null.</summary>
    private static RecordBatch Batch(string line, ArrowMemoryPool pool, string name = "c")
    {
        string[] parts = line.Split(' ');
        using ArrowArrayBuilder builder = ArrowArrayBuilder.Create(TypeOf(parts[0]), pool);
        foreach (string value in parts[1..])
        {
            Append(builder, value);
        }

        builder.AppendNullSlot();
        ArrowArray array = parts[0] == "dictionary" ? Dictionary(builder.FinishData(), pool) : builder.Build();
        return new RecordBatch(new Schema([new Field(name, array.DataType)]), [array], array.Length);
    }

    private static ArrowType TypeOf(string name) => name switch
    {
        "int8" => ArrowType.Int8,
        "int16" => ArrowType.Int16,
        "int32" => ArrowType.Int32,
        "int64" => ArrowType.Int64,
        "uint16" => ArrowType.UInt16,
        "uint64" => ArrowType.UInt64,
        "float" => ArrowType.Float,
        "double" => ArrowType.Double,
        "utf8" or "dictionary" => ArrowType.String,
        "large_utf8" => ArrowType.LargeString,
        "large_binary" => ArrowType.LargeBinary,
        "fixed" => ArrowType.FixedSizeBinary(1),
        "decimal(5,3)" => ArrowType.Decimal128(5, 3),
        "decimal(5,0)" => ArrowType.Decimal128(5, 0),
        "timestamp_s" => ArrowType.Timestamp(TimeUnit.Second, "UTC"),
        "timestamp_us" => ArrowType.Timestamp(TimeUnit.Microsecond, "Asia/Shanghai"),
        "date64" => ArrowType.Date64,
        "day_time" => ArrowType.IntervalDayTime,
        "null" => ArrowType.Null,
        "large_list" => ArrowType.LargeList(new Field("item", ArrowType.Int64)),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static void Append(ArrowArrayBuilder builder, string text)
    {
        switch (builder)
        {
            case StringArray.Builder texts:
                texts.Append(text);
                break;
            case LargeStringArray.Builder texts:
                texts.Append(text);
                break;
            case LargeBinaryArray.Builder bytes:
                bytes.Append(System.Text.Encoding.UTF8.GetBytes(text));
                break;
            case FixedSizeBinaryArray.Builder bytes:
                bytes.Append(System.Text.Encoding.UTF8.GetBytes(text));
                break;
            case FloatArray.Builder numbers:
                numbers.Append(float.Parse(text, CultureInfo.InvariantCulture));
                break;
            case DoubleArray.Builder numbers:
                numbers.Append(double.Parse(text, CultureInfo.InvariantCulture));
                break;
            case UInt64Array.Builder numbers:
                numbers.Append(ulong.Parse(text, CultureInfo.InvariantCulture));
                break;
            case NullArray.Builder nulls:
                nulls.AppendNull();
                break;
            case LargeListArray.Builder lists:
                lists.Append();
                Append(lists.ValueBuilder, text);
                break;
            default:
                AppendInteger(builder, long.Parse(text, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendInteger(ArrowArrayBuilder builder, long value)
    {
        switch (builder)
        {
            case Int8Array.Builder numbers:
                numbers.Append((sbyte)value);
                break;
            case Int16Array.Builder numbers:
                numbers.Append((short)value);
                break;
            case Int32Array.Builder numbers:
                numbers.Append((int)value);
                break;
            case Int64Array.Builder numbers:
                numbers.Append(value);
                break;
            case UInt16Array.Builder numbers:
                numbers.Append((ushort)value);
                break;
            case Decimal128Array.Builder numbers:
                numbers.Append((Int128)value);
                break;
            case TimestampArray.Builder times:
                times.Append(value);
                break;
            case Date64Array.Builder times:
                times.Append(value);
                break;
            default:
                ((DayTimeIntervalArray.Builder)builder).Append(new DayTimeInterval((int)value, (int)value));
                break;
        }
    }

    /// <summary>Indices 0, 1, ... into the values, and a null.</summary>
    private static ArrowArray Dictionary(ArrayData values, ArrowMemoryPool pool)
    {
        using var indices = new Int32Array.Builder(pool);
        for (int i = 0; i < values.Length - 1; i++)
        {
            indices.Append(i);
        }

        ArrayData data = indices.AppendNull().FinishData();
        return ArrowArrayFactory.Create(
            new ArrayData(ArrowType.Dictionary(ArrowType.Int32, ArrowType.String), data.Length, data.NullCount, 0, data.Buffers, [], values), owned: true);
    }
}
