using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

public sealed class RecordBatchRecordsTests
{
    private static readonly ColumnCollection AllTypes = TableSchema.Parse(
        "a tinyint, b smallint, c int, d bigint, e float, f double, g boolean, h string, i char(3), j varchar(5), k json, l binary, m date, n datetime, "
        + "o timestamp, p timestamp_ntz, q decimal(38,18), r decimal, s interval_day_time, t interval_year_month, u array<int>, v map<string,array<double>>, "
        + "w struct<x:bigint,y:struct<z:date>>, x array<decimal(5,2)>").Columns;

    [Fact]
    public void Records_of_all_types_come_back()
    {
        var pool = new ArrowMemoryPool();
        Record[] records = [Full(), new Record(AllTypes), Full(), Extreme()];
        using (RecordBatch batch = RecordBatch.FromRecords(AllTypes, records, pool))
        {
            Assert.Equal(4, batch.Length);
            Assert.Equal(Schema.From(AllTypes), batch.Schema);
            Assert.Equal(records, batch.ToRecords(AllTypes));
            using RecordBatch slice = batch.Slice(1, 3);
            Assert.Equal(records[1..], slice.ToRecords(AllTypes));
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Vectors_come_back()
    {
        ColumnCollection columns = [new Column("v", OdpsType.Vector(OdpsType.Float, 3)), new Column("w", OdpsType.Vector(OdpsType.Double, 2))];
        Record[] records = [new(columns, new float[] { 1, 2.5f, -0f }, new double[] { double.MaxValue, 2 }), new(columns)];
        using RecordBatch batch = RecordBatch.FromRecords(columns, records);
        Assert.Equal(records, batch.ToRecords(columns));
    }

    [Fact]
    public async Task Stored_stream_of_all_types_gives_records()
    {
        ArrowVector vector = ArrowVector.Load("all_odps_types");
        using RecordBatch batch = Assert.Single((await ArrowBytes.ReadStreamAsync(vector.Bytes)).Batches);
        ColumnCollection columns = new(vector.SchemaJson["fields"]!.AsArray().Select(f => new Column(f!["name"]!.GetValue<string>(), OdpsType.Parse(f["odpsType"]!.GetValue<string>()))));
        List<Record> records = [.. batch.ToRecords(columns)];
        Assert.Equal(batch.Length, records.Count);
        using RecordBatch again = RecordBatch.FromRecords(columns, records);
        Assert.Equal(records, again.ToRecords(columns));
        for (int i = 0; i < columns.Count; i++)
        {
            Assert.Equal(batch.Column(i).NullCount, again.Column(i).NullCount);
        }
    }

    [Fact]
    public void Values_that_do_not_fit_their_column_name_row_and_column()
    {
        using var numbers = new RecordBatch(new Schema([new Field("n", ArrowType.Int64)]), [new Int64Array.Builder().Append(1).Append(300).Build()], 2);
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => numbers.ToRecords(TableSchema.Parse("n tinyint").Columns).ToList());
        Assert.Equal(1, error.Row);
        Assert.Equal("n", error.Column);
        error = Assert.Throws<OdpsDataException>(() => numbers.ToRecords(TableSchema.Parse("n string").Columns).ToList());
        Assert.Contains("int64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_stamp_without_an_arrow_form_is_refused_and_the_builder_can_go_on()
    {
        ColumnCollection columns = TableSchema.Parse("t timestamp").Columns;
        using var builder = new RecordBatchBuilder(columns);
        Assert.Throws<OdpsDataException>(() => builder.Append(new Record(columns, new OdpsTimestamp(253_402_300_799, 0))));
        Assert.Equal(0, builder.RowCount);
        builder.Append(new Record(columns, new OdpsTimestamp(0, 1)));
        using RecordBatch batch = builder.Build();
        Assert.Equal(1, ((TimestampArray)batch.Column(0)).Values[0]);
    }

    [Fact]
    public void Rows_of_other_columns_are_refused()
    {
        ColumnCollection columns = TableSchema.Parse("a bigint").Columns;
        using var builder = new RecordBatchBuilder(columns);
        Assert.Throws<ArgumentException>(() => builder.Append(new Record(TableSchema.Parse("a string").Columns)));
        Assert.Throws<ArgumentException>(() => builder.Append(new Record(TableSchema.Parse("a bigint, b bigint").Columns)));
        builder.Append(new Record(TableSchema.Parse("other bigint").Columns, 5L));
        using RecordBatch batch = builder.Build();
        Assert.Equal(5, ((Int64Array)batch.Column("A")).Values[0]);
    }

    [Fact]
    public void Types_map_both_ways()
    {
        foreach (Column column in AllTypes)
        {
            ArrowType type = ArrowTypes.From(column.Type);
            OdpsType back = ArrowTypes.ToOdpsType(type);
            OdpsType expected = column.Type.Kind switch
            {
                OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json => OdpsType.String,
                OdpsTypeKind.IntervalDayTime => OdpsType.Timestamp,
                _ => column.Type,
            };
            Assert.Equal(expected, back);
        }

        Assert.Throws<NotSupportedException>(() => ArrowTypes.From(OdpsType.Unknown("blob")));
        Assert.Throws<NotSupportedException>(() => ArrowTypes.ToOdpsType(ArrowType.Null));
    }

    private static Record Full() => new(
        AllTypes,
        (sbyte)-1, (short)2, 3, 4L, 1.5f, -2.5, true, "héllo", "ab", "xyz", "{\"a\":1}", new byte[] { 0, 255 }, new DateOnly(2024, 2, 29),
        new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero), new OdpsTimestamp(-1, 999_999_999), new OdpsTimestampNtz(1, 1),
        OdpsDecimal.Parse("12345678901234567890.123456789012345678"), OdpsDecimal.Parse("-0.000000000000000001"), new IntervalDayTime(-5, 7), new IntervalYearMonth(-14),
        new object?[] { 1, null, 3 }, new OdpsMap([new("k", new object?[] { 1.5, null }), new("", null)]),
        new object?[] { 5L, new object?[] { new DateOnly(1, 1, 1) } }, new object?[] { OdpsDecimal.Parse("1.20"), null });

    private static Record Extreme() => new(
        AllTypes,
        sbyte.MinValue, short.MaxValue, int.MinValue, long.MinValue, float.NaN, double.NegativeInfinity, false, "", "", "", "null", Array.Empty<byte>(), DateOnly.MaxValue,
        DateTimeOffset.MaxValue.AddTicks(-9999), new OdpsTimestamp(9_223_372_036, 854_775_807), new OdpsTimestampNtz(-9_223_372_037, 145_224_192),
        OdpsDecimal.Parse("-99999999999999999999.999999999999999999"), OdpsDecimal.Parse("999999999999999999999999999999999999"), new IntervalDayTime(long.MaxValue, 0), new IntervalYearMonth(119_999),
        Array.Empty<object>(), new OdpsMap([]), new object?[] { null, null }, Array.Empty<object>());
}
