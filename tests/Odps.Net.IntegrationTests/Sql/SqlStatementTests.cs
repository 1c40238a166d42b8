using Odps.Net.IntegrationTests;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>Values in statements: what the compiler takes for a statement, what is sent, and what is refused.</summary>
public sealed class SqlStatementTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string Hostile = "' or 1=1; drop table t; -- \\";

    private readonly OdpsClient _client = fixture.Client;

    private static string ShownHostile => "'\\' or 1=1; drop table t; -- \\\\'";

    [Fact]
    public async Task Interpolated_string_in_a_call_is_sent_with_its_values_as_literals()
    {
        string value = Hostile;
        Instance submitted = await _client.Sql.SubmitAsync($"select {value} as v, {5L} as n");
        Assert.Equal($"select {ShownHostile} as v, 5L as n;", (await submitted.GetJobAsync()).Sql);
        await submitted.WaitForSuccessAsync();
        await using QueryResult result = await submitted.OpenResultAsync();
        Assert.Equal(Hostile, (await result.ReadFirstAsync())!.GetString(0));
    }

    [Fact]
    public async Task Every_way_to_write_an_interpolated_string_in_a_call_chooses_the_escaping_overload()
    {
        string value = Hostile;
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>(sql: $"select {value}"));
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>(options: null, sql: $"select {value}"));
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>($"select {value}", new SqlOptions()));
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>(($"select {value}")));
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>($"""select {value}"""));
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>($@"select {value}"));
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>($"select " + $"{value}"));
        Assert.Equal(value, (await _client.Sql.QueryFirstAsync($"select {value}"))!.GetString(0));
        await using QueryResult result = await _client.Sql.QueryAsync($"select {value}");
        Assert.Equal(value, await result.ReadScalarAsync<string>());
        Instance executed = await _client.Sql.ExecuteAsync($"select {value}");
        Assert.Equal($"select {ShownHostile};", (await executed.GetJobAsync()).Sql);
        Assert.Equal(0, (await _client.Sql.EstimateCostAsync($"select {value}")).InputBytes);
    }

    [Fact]
    public async Task Choice_of_interpolated_strings_escapes_when_one_of_them_is_cast_to_a_statement()
    {
        string value = Hostile;
        bool first = value.Length > 0;
        SqlStatement statement = first ? (SqlStatement)$"select {value} as a" : $"select {value} as b";
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<string>(statement));
    }

    [Fact]
    public async Task Text_without_holes_is_sent_as_it_is()
    {
        Instance submitted = await _client.Sql.SubmitAsync("select '{x}' as v");
        Assert.Equal("select '{x}' as v;", (await submitted.GetJobAsync()).Sql);
    }

    [Fact]
    public async Task Statements_are_put_together_from_statements()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint, `odd name` string");
        Table table = _client.Tables[name];
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} values ({1L}, {"a"}), ({2L}, {"b"}), ({3L}, {"c"})");
        SqlStatement condition = $"id in {SqlList.Of(new long[] { 1, 3 })}";
        SqlStatement rest = $"and {new Identifier("odd name")} <> {"a"}";
        Assert.Equal(3L, await _client.Sql.QueryScalarAsync<long>($"select id from {new Identifier(name)} where {condition} {rest}"));
    }

    [Fact]
    public void Hole_in_quotes_or_in_a_comment_or_beside_a_word_is_refused()
    {
        string value = " or 1=1 or ";
        AssertRefused($"select * from t where a = '{value}'", "quotes");
        AssertRefused($"select * from t where a = \"{value}\"", "quotes");
        AssertRefused($"select `{value}`", "quotes");
        AssertRefused($"select 'it''s {value}'", "quotes");
        AssertRefused($"select 'a\\' {value}'", "quotes");
        AssertRefused($"select 1 -- {value}\n", "comment");
        AssertRefused($"select /* {value} */ 1", "comment");
        AssertRefused($"select /*/ {value} */ 1", "comment");
        AssertRefused($"select a{value}", "touches");
        AssertRefused($"select {value}b", "touches");
        AssertRefused($"select 'a'{value}", "touches");
        AssertRefused($"select {value}{value}", "touches");
        AssertRefused($"select * from t_{new Identifier("x")}", "touches");
        Assert.Equal("select /**/ 1L, '--' , 2L", ((SqlStatement)$"select /**/ {1L}, '--' , {2L}").ToString());
    }

    [Fact]
    public void Name_is_only_what_an_Identifier_is()
    {
        string text = "t";
        Assert.Equal("select * from 't'", ((SqlStatement)$"select * from {text}").ToString());
        Assert.Equal("select * from `t`", ((SqlStatement)$"select * from {new Identifier(text)}").ToString());
        Assert.Equal("select `p`.`s`.`t`", ((SqlStatement)$"select {Identifier.Of("p", "s", "t")}").ToString());
        foreach (string hostile in (string[])["a`b", "a\\", "a\nb", "a\0", "", " ", "\ud800"])
        {
            Assert.ThrowsAny<ArgumentException>(() => new Identifier(hostile));
        }

        Assert.Throws<ArgumentException>(() => ((SqlStatement)$"select {default(Identifier)}").ToString());
    }

    [Fact]
    public void Values_without_a_literal_are_refused_with_advice()
    {
        Assert.Contains("System.Uri", Refused($"select {new Uri("http://a")}"), StringComparison.Ordinal);
        Assert.Contains("Local", Refused($"select {new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local)}"), StringComparison.Ordinal);
        Assert.Contains("empty", Refused($"select {Array.Empty<object>()}"), StringComparison.Ordinal);
        Assert.Contains("surrogate", Refused($"select {"\ud83d"}"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SqlList.Of(Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => SqlList.Of("abc"));
    }

    [Fact]
    public void Negative_number_never_makes_a_comment()
    {
        Assert.Equal("select 5 -(-3L)", ((SqlStatement)$"select 5 -{-3L}").ToString());
        Assert.Equal("select 5 -(-3)", ((SqlStatement)$"select 5 -{-3}").ToString());
        Assert.Equal("select 5 -(-3.5BD)", ((SqlStatement)$"select 5 -{-3.5m}").ToString());
        Assert.Equal("select 5 -CAST(-3 AS SMALLINT)", ((SqlStatement)$"select 5 -{(short)-3}").ToString());
        Assert.Equal("select NULL, NULL", ((SqlStatement)$"select {null}, {(string?)null}").ToString());
    }

    [Fact]
    public async Task Named_parameters_are_replaced_outside_of_quotes_and_comments()
    {
        var options = new SqlOptions
        {
            Parameters = new Dictionary<string, object?> { ["id"] = 7L, ["name"] = Hostile, ["column"] = new Identifier("v") },
        };
        Instance submitted = await _client.Sql.SubmitAsync(
            "select :column, ':id', \":id\" /* :id */, cast(null as struct<a:bigint>), x::string -- :id\n from (select :name as v, :id as x) t where x = :id", options);
        Assert.Equal(
            $"select `v`, ':id', \":id\" /* :id */, cast(null as struct<a:bigint>), x::string -- :id\n from (select {ShownHostile} as v, 7L as x) t where x = 7L;",
            (await submitted.GetJobAsync()).Sql);
        await submitted.WaitForSuccessAsync();
        await using QueryResult result = await submitted.OpenResultAsync();
        Assert.Equal(Hostile, await result.ReadScalarAsync<string>());
    }

    [Fact]
    public async Task Missing_and_unused_parameters_are_errors()
    {
        var options = new SqlOptions { Parameters = new Dictionary<string, object?> { ["a"] = 1 } };
        ArgumentException missing = await Assert.ThrowsAsync<ArgumentException>(() => _client.Sql.SubmitAsync("select :a, :b", options));
        Assert.Contains(":b", missing.Message, StringComparison.Ordinal);
        ArgumentException unused = await Assert.ThrowsAsync<ArgumentException>(() => _client.Sql.SubmitAsync("select 1", options));
        Assert.Contains(":a", unused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timestamp_finer_than_milliseconds_needs_a_known_zone_and_is_exact_in_it()
    {
        OdpsTimestamp value = new(1_780_000_000, 123_456_789);
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(() => _client.Sql.SubmitAsync($"select {value}"));
        Assert.Contains("odps.sql.timezone", unknown.Message, StringComparison.Ordinal);
        var options = new SqlOptions { Hints = new Dictionary<string, string> { ["odps.sql.timezone"] = "America/New_York" } };
        Assert.Equal(value, await _client.Sql.QueryScalarAsync<OdpsTimestamp>($"select {value}", options));
        OdpsTimestamp twice = OdpsTimestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 1, 5, 30, 0, 0, 1, TimeSpan.Zero));
        ArgumentException ambiguous = await Assert.ThrowsAsync<ArgumentException>(() => _client.Sql.SubmitAsync($"select {twice}", options));
        Assert.Contains("twice", ambiguous.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(SqlStatement statement, string word) =>
        Assert.Contains(word, Assert.Throws<ArgumentException>(statement.ToString).Message, StringComparison.Ordinal);

    private static string Refused(SqlStatement statement) => Assert.Throws<ArgumentException>(statement.ToString).Message;
}
