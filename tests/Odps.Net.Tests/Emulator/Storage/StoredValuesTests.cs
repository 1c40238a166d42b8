using Odps.Net.Emulator.Storage;

namespace Odps.Net.Tests.Emulator.Storage;

/// <summary>Every type's extremes go through the store and come back as they were.</summary>
public sealed class StoredValuesTests
{
    public static TheoryData<string, object?[]> Extremes() => new()
    {
        { "tinyint", [sbyte.MinValue, (sbyte)0, sbyte.MaxValue, null] },
        { "smallint", [short.MinValue, (short)-1, short.MaxValue, null] },
        { "int", [int.MinValue, 0, int.MaxValue, null] },
        { "bigint", [long.MinValue, -1L, 0L, long.MaxValue, null] },
        { "float", [float.MinValue, -0.0f, float.Epsilon, 0.1f, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity, null] },
        { "double", [double.MinValue, -0.0, 0.0, double.Epsilon, 0.1, 1.0, 9007199254740993.0, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity, null] },
        { "boolean", [true, false, null] },
        { "string", ["", " ", "a\0b", "\0", "'\"\\`%_;--", "\r\n\t", "üñ\U0001F600漢字", "NULL", "\\N", new string('x', 100_000), null] },
        { "char(3)", ["abc", "", null] },
        { "varchar(10)", ["abc  ", "", null] },
        { "json", ["{\"a\":[1,null]}", "null", null] },
        { "binary", [Array.Empty<byte>(), new byte[] { 0, 255, 128 }, null] },
        { "decimal(38,18)", [OdpsDecimal.Parse("-99999999999999999999.999999999999999999"), OdpsDecimal.Parse("0"), OdpsDecimal.Parse("0.000000000000000001"), null] },
        { "decimal(38,0)", [OdpsDecimal.Parse("99999999999999999999999999999999999999"), OdpsDecimal.Parse("-1"), null] },
        { "decimal", [OdpsDecimal.Parse("1.50"), "123456789012345678901234567890123456.123456789012345678", null] },
        { "date", [DateOnly.MinValue, new DateOnly(1969, 12, 31), DateOnly.MaxValue, null] },
        { "datetime", [DateTimeOffset.MinValue, DateTimeOffset.FromUnixTimeMilliseconds(-1), DateTimeOffset.FromUnixTimeMilliseconds(253402300799999), null] },
        { "timestamp", [new OdpsTimestamp(-62135596800, 0), new OdpsTimestamp(-1, 999_999_999), new OdpsTimestamp(253402300799, 999_999_999), null] },
        { "timestamp_ntz", [new OdpsTimestampNtz(-62135596800, 0), new OdpsTimestampNtz(0, 1), new OdpsTimestampNtz(253402300799, 999_999_999), null] },
        { "interval_day_time", [new IntervalDayTime(long.MinValue), new IntervalDayTime(-1, -1), new IntervalDayTime(0), new IntervalDayTime(long.MaxValue, 999_999_999), null] },
        { "interval_year_month", [new IntervalYearMonth(-119_999), new IntervalYearMonth(0), new IntervalYearMonth(119_999), null] },
        { "array<double>", [new object?[] { 0.1, null, double.NaN, double.NegativeInfinity, -0.0 }, Array.Empty<object?>(), null] },
        { "array<array<string>>", [new object?[] { new object?[] { "a\"\\\0\u2028", null }, null, Array.Empty<object?>() }, null] },
        { "map<bigint,string>", [new OdpsMap([new(2L, "b"), new(1L, null)]), new OdpsMap([]), null] },
        { "vector(float,3)", [new[] { 0.1f, -1f, float.MaxValue }, null] },
        { "vector(double,2)", [new[] { 0.1, double.Epsilon }, null] },
    };

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Values_come_back_as_they_were(string type, object?[] values)
    {
        using var store = new SqliteTableStore(null, TimeProvider.System);
        store.CreateProject("demo");
        store.CreateTable(new TableDefinition { Project = "demo", Name = "t", Schema = TableSchema.Parse($"v {type}") }, false);
        TableDefinition table = store.FindTable("demo", null, "t")!;
        store.Write(table, null, values.Select(v => new[] { v }), overwrite: false);
        object?[] read = [.. store.Read(table, null, 0, long.MaxValue).Select(r => r[0])];
        Assert.Equal(values.Length, read.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i]?.GetType(), read[i]?.GetType());
            Assert.Equal(values[i], read[i]);
            if (values[i] is double d)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(d), BitConverter.DoubleToInt64Bits((double)read[i]!));
            }
        }
    }

    [Fact]
    public void Structs_and_deeper_nesting_come_back_as_they_were()
    {
        var type = (StructType)OdpsType.Parse("struct<a:bigint,`b c`:binary,d:decimal(10,2),e:timestamp,m:map<string,array<date>>>");
        var map = new OdpsMap([new("k", new object?[] { new DateOnly(2024, 2, 29), null })]);
        var value = new OdpsStruct(type, long.MaxValue, new byte[] { 1, 2 }, OdpsDecimal.Parse("-1.25"), new OdpsTimestamp(1, 2), map);
        string json = NestedJson.Write(type, value);
        Assert.Equal(value, NestedJson.Read(type, json));
    }

    [Fact]
    public void Decimal_texts_sort_as_the_numbers_do()
    {
        string[] numbers =
        [
            "-100000000000000000000000000000000000000", "-1000", "-999.99", "-10", "-9.5", "-9", "-1.01", "-1", "-0.5", "-0.05", "-0.000000000000000001", "0",
            "0.000000000000000001", "0.05", "0.5", "0.51", "1", "1.01", "9", "9.5", "10", "999.99", "1000", "100000000000000000000000000000000000000",
        ];
        string[] texts = [.. numbers.Select(n => SortableDecimal.TryParse(n, out System.Numerics.BigInteger unscaled, out int scale) ? SortableDecimal.Encode(unscaled, scale) : "")];
        Assert.Equal(texts, texts.Order(StringComparer.Ordinal));
        Assert.Equal(numbers, texts.Select(t =>
        {
            (System.Numerics.BigInteger unscaled, int scale) = SortableDecimal.Decode(t);
            return SortableDecimal.ToPlainText(unscaled, scale);
        }));
    }
}
