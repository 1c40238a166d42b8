using System.Text.Json;

namespace Odps.Net.Tests.Types;

public sealed class RecordTests
{
    private static readonly ColumnCollection Columns = TableSchema.Parse(
        "id bigint not null, name string, n smallint, f float, price decimal(5,2), d date, at datetime, ts timestamp, ntz timestamp_ntz, b binary, tags array<string>, m map<string,bigint>, s struct<a:int,b:double>, v vector(float,2), j json, c char(2)").Columns;

    [Fact]
    public void Values_are_set_and_read_by_position_and_name()
    {
        var record = new Record(Columns)
        {
            ["id"] = 1,
            ["NAME"] = "x",
            ["n"] = (byte)3,
            ["f"] = 1.5f,
            ["price"] = 1.5m,
            ["d"] = new DateOnly(1900, 1, 1),
            ["at"] = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            ["ts"] = new DateTimeOffset(2020, 1, 1, 8, 0, 0, TimeSpan.FromHours(8)),
            ["ntz"] = new DateTime(2020, 1, 1),
            ["b"] = new ReadOnlyMemory<byte>([1, 2]),
            ["tags"] = new List<string?> { "a", null },
            ["m"] = new Dictionary<string, long> { ["k"] = 1 },
            ["s"] = new object?[] { 1, null },
            ["v"] = new[] { 1f, 2f },
            ["j"] = JsonDocument.Parse("{\"a\": 1}").RootElement,
            ["c"] = "😀é",
        };
        Assert.Equal(1L, record["id"]);
        Assert.Equal(1, record.GetInt64(0));
        Assert.Equal((short)3, record["n"]);
        Assert.Equal(3, record.GetInt64(2));
        Assert.Equal(1.5, record.GetDouble(3));
        Assert.Equal("1.5", record.GetString(4));
        Assert.Equal(1.5m, record.GetDecimal(4));
        Assert.Equal(new DateOnly(1900, 1, 1), record.GetDate(5));
        Assert.Equal(record.GetDateTimeOffset(6), record.GetDateTimeOffset(7));
        Assert.Equal(new OdpsTimestamp(1_577_836_800, 0), record.GetTimestamp(6));
        Assert.Equal(new DateTime(2020, 1, 1), record.GetTimestampNtz(8).ToDateTime());
        Assert.Equal([1, 2], record.GetBytes(9));
        Assert.Equal(new object?[] { "a", null }, (IReadOnlyList<object?>)record["tags"]!);
        Assert.Equal(1L, ((OdpsMap)record["m"]!)["k"]);
        Assert.Null(((OdpsStruct)record["s"]!)["B"]);
        Assert.Equal("{\"a\": 1}", record["j"]);
        Assert.Equal(16, record.Count);
        Record clone = record.Clone();
        Assert.Equal(record, clone);
        Assert.Equal(record.GetHashCode(), clone.GetHashCode());
        clone["id"] = 2L;
        Assert.NotEqual(record, clone);
        Assert.StartsWith("{id: 1, name: x, n: 3", record.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("id", 1.0)]
    [InlineData("id", "1")]
    [InlineData("id", ulong.MaxValue)]
    [InlineData("n", 32768)]
    [InlineData("f", 1.5)]
    [InlineData("name", 1)]
    [InlineData("price", 1.5)]
    [InlineData("d", "2020-01-01")]
    [InlineData("tags", "text")]
    [InlineData("c", "abc")]
    public void A_value_that_does_not_fit_is_refused_by_column_and_value(string column, object? value)
    {
        var record = new Record(Columns) { [0] = 7 };
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => record[column] = value);
        Assert.Equal(column, error.Column);
        Assert.Contains($"'{column}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(7L, record[0]);
    }

    [Fact]
    public void Values_that_have_no_attribute_form_are_refused_too()
    {
        var record = new Record(Columns);
        Assert.Throws<OdpsDataException>(() => record["price"] = 1000m);
        Assert.Throws<OdpsDataException>(() => record["price"] = 0.001m);
        record["price"] = 1.50000m;
        Assert.Throws<OdpsDataException>(() => record["at"] = new DateTime(2020, 1, 1));
        Assert.Throws<OdpsDataException>(() => record["at"] = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Local));
        Assert.Throws<OdpsDataException>(() => record["ntz"] = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Throws<OdpsDataException>(() => record["v"] = new[] { 1f });
        Assert.Throws<OdpsDataException>(() => record["s"] = new object?[] { 1 });
        Assert.Throws<OdpsDataException>(() => record["s"] = new object?[] { "x", 1.0 });
        Assert.Throws<OdpsDataException>(() => record["tags"] = new object[] { 1 });
        Assert.Throws<OdpsDataException>(() => record["m"] = new Dictionary<int, long> { [1] = 1 });
        Assert.Throws<ArgumentException>(() => record["nope"] = 1);
        Assert.Throws<ArgumentException>(() => new Record(Columns, 1L));
    }

    [Fact]
    public void Getters_refuse_null_other_types_and_positions()
    {
        var record = new Record(Columns);
        Assert.True(record.IsNull(0));
        Assert.Throws<InvalidCastException>(() => record.GetInt64(0));
        Assert.Throws<InvalidCastException>(() => record.GetString(1));
        record[1] = "x";
        Assert.Throws<InvalidCastException>(() => record.GetInt64(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => record.GetInt64(16));
        Assert.Throws<ArgumentOutOfRangeException>(() => record.IsNull(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => record.GetString(16));
        Assert.Throws<ArgumentOutOfRangeException>(() => record[16]);
        Assert.Throws<ArgumentOutOfRangeException>(() => record[16] = 1);
    }

    [Fact]
    public void Values_inside_nested_values_are_compared_by_value()
    {
        var columns = TableSchema.Parse("a array<map<string,binary>>").Columns;
        Record Make(byte last) => new(columns, new object?[] { new object?[] { new Dictionary<string, byte[]> { ["x"] = [1, last], ["y"] = [2] }, null } });
        Assert.Equal(Make(1), Make(1));
        Assert.Equal(Make(1).GetHashCode(), Make(1).GetHashCode());
        Assert.NotEqual(Make(1), Make(2));
    }

    [Fact]
    public void Maps_are_sets_of_entries_and_refuse_a_key_that_occurs_twice()
    {
        KeyValuePair<object, object?>[] entries = [new("a", 1L), new("b", null)];
        var map = new OdpsMap(entries);
        Assert.Equal(map, new OdpsMap(entries.Reverse()));
        Assert.Equal(map.GetHashCode(), new OdpsMap(entries.Reverse()).GetHashCode());
        Assert.Equal("{a: 1, b: NULL}", map.ToString());
        Assert.Throws<KeyNotFoundException>(() => map["c"]);
        Assert.Throws<ArgumentException>(() => new OdpsMap([entries[0], entries[0]]));
        Assert.Equal(2L, OdpsMap.FromWire([new("a", 1L), new("a", 2L)])["a"]);
    }
}
