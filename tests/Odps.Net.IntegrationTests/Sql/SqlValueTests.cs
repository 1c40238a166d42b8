using System.Globalization;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>Values whose type is named: they come back with that type.</summary>
public sealed class SqlValueTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private static readonly SqlOptions Odps2 = new() { Hints = new Dictionary<string, string> { ["odps.sql.type.system.odps2"] = "true" } };

    private readonly OdpsClient _client = fixture.Client;

    [Theory]
    [InlineData("TINYINT")]
    [InlineData("SMALLINT")]
    [InlineData("INT")]
    [InlineData("BIGINT")]
    [InlineData("FLOAT")]
    [InlineData("DOUBLE")]
    [InlineData("DECIMAL(20,4)")]
    [InlineData("STRING")]
    [InlineData("VARCHAR(5)")]
    [InlineData("CHAR(5)")]
    [InlineData("BINARY")]
    [InlineData("BOOLEAN")]
    [InlineData("DATE")]
    [InlineData("DATETIME")]
    [InlineData("TIMESTAMP")]
    [InlineData("TIMESTAMP_NTZ")]
    [InlineData("JSON")]
    [InlineData("ARRAY<BIGINT>")]
    [InlineData("MAP<STRING,ARRAY<DOUBLE>>")]
    [InlineData("STRUCT<a:INT,b:MAP<STRING,BIGINT>>")]
    public async Task Null_has_the_type_that_it_was_given(string type)
    {
        await using QueryResult result = await _client.Sql.QueryAsync($"select {SqlValue.Of(null, OdpsType.Parse(type))} as v", Odps2);
        Assert.Equal(type, result.Columns[0].Type.Name);
        Assert.True((await result.ReadFirstAsync())!.IsNull(0));
    }

    [Fact]
    public async Task Empty_collections_have_their_type()
    {
        object[] values =
        [
            SqlValue.Of(Array.Empty<object>(), OdpsType.Parse("array<decimal(10,2)>")), SqlValue.Of(new Dictionary<string, long>(), OdpsType.Parse("map<string,array<bigint>>")),
            SqlValue.Of(new object[] { Array.Empty<object>() }, OdpsType.Parse("array<array<string>>")),
        ];
        await using QueryResult named = await _client.Sql.QueryAsync($"select {values[0]} as a, {values[1]} as b, {values[2]} as c", Odps2);
        Assert.Equal(["ARRAY<DECIMAL(10,2)>", "MAP<STRING,ARRAY<BIGINT>>", "ARRAY<ARRAY<STRING>>"], named.Columns.Select(c => c.Type.Name));
        Assert.Equal("[]|{}|[[]]", string.Join('|', (await named.ReadFirstAsync())!.Select(Show)));

        // Where the .NET type says what the elements are, it need not be named.
        await using QueryResult shown = await _client.Sql.QueryAsync(
            $"select {Array.Empty<long>()} as a, {new List<string>()} as b, {new int?[] { null, null }} as c, {new List<DateOnly>()} as d, {Array.Empty<bool>()} as e", Odps2);
        Assert.Equal(["ARRAY<BIGINT>", "ARRAY<STRING>", "ARRAY<INT>", "ARRAY<DATE>", "ARRAY<BOOLEAN>"], shown.Columns.Select(c => c.Type.Name));
        Assert.Equal("[]|[]|[NULL,NULL]|[]|[]", string.Join('|', (await shown.ReadFirstAsync())!.Select(Show)));
    }

    [Fact]
    public async Task Types_that_no_NET_type_means_are_given_by_name()
    {
        SqlValue[] values =
        [
            SqlValue.Of(5, OdpsType.BigInt), SqlValue.Of(2.5m, OdpsType.Parse("decimal(30,10)")), SqlValue.Of("it's", OdpsType.Parse("varchar(10)")), SqlValue.Of("""{"a":"x'y"}""", OdpsType.Json),
            SqlValue.Of(new object?[] { 1, null }, OdpsType.Parse("array<smallint>")), SqlValue.Of(new object?[] { "n", null }, OdpsType.Parse("struct<name:string,age:int>")),
        ];
        await using QueryResult result = await _client.Sql.QueryAsync(
            $"select {values[0]} as a, {values[1]} as b, {values[2]} as c, {values[3]} as d, {values[4]} as e, {values[5]} as f", Odps2);
        Assert.Equal(
            ["BIGINT", "DECIMAL(30,10)", "VARCHAR(10)", "JSON", "ARRAY<SMALLINT>", "STRUCT<name:STRING,age:INT>"], result.Columns.Select(c => c.Type.Name));
        Assert.Equal("""5|2.5000000000|it's|{"a":"x'y"}|[1,NULL]|[n,NULL]""", string.Join('|', (await result.ReadFirstAsync())!.Select(Show)));
    }

    [Fact]
    public async Task Named_parameter_may_have_a_type()
    {
        var options = Odps2 with { Parameters = new Dictionary<string, object?> { ["ids"] = Array.Empty<long>(), ["none"] = SqlValue.Of(null, OdpsType.Date) } };
        await using QueryResult result = await _client.Sql.QueryAsync("select :ids as a, :none as b, size(:ids) as n", options);
        Assert.Equal("ARRAY<BIGINT>, DATE, INT", string.Join(", ", result.Columns.Select(c => c.Type)));
    }

    [Theory]
    [InlineData("abcdef", "VARCHAR(5)")]
    [InlineData("12345.678", "DECIMAL(5,2)")]
    [InlineData(300, "TINYINT")]
    [InlineData("text", "BIGINT")]
    [InlineData(1.5, "BIGINT")]
    public void Value_that_would_lose_something_is_refused(object value, string type)
    {
        value = type.StartsWith("DECIMAL", StringComparison.Ordinal) ? decimal.Parse((string)value, CultureInfo.InvariantCulture) : value;
        ArgumentException error = Assert.Throws<ArgumentException>(() => SqlValue.Of(value, OdpsType.Parse(type)));
        Assert.Contains(type, error.Message, StringComparison.Ordinal);
    }

    private static string Show(object? value) => value switch
    {
        null => "NULL",
        OdpsMap map => $"{{{string.Join(',', map.Select(e => $"{Show(e.Key)}:{Show(e.Value)}"))}}}",
        IReadOnlyList<object?> list => $"[{string.Join(',', list.Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
