using Odps.Net.Emulator.Sql;

namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Expressions, filters, sorting and limits.</summary>
public sealed class SelectTests : SqlFixture
{
    private void CreatePeople() => Run("""
        create table people (id bigint, name string, age int, score double, born date);
        insert into people values (1, 'Ann', 30, 1.5, date'1996-01-02'), (2, 'Bob', null, 2.25, date'1990-05-06'), (3, null, 25, null, null), (4, 'ann', 30, -0.5, date'2000-12-31');
        """);

    [Fact]
    public void Literals_have_the_types_of_the_session()
    {
        Assert.Equal("_c0 BIGINT, _c1 DOUBLE, _c2 STRING, _c3 BOOLEAN, _c4 STRING", Columns("select 1, 1.5, 'x', true, null"));
        Settings["odps.sql.type.system.odps2"] = "true";
        Assert.Equal("_c0 INT, _c1 BIGINT, _c2 BIGINT, _c3 SMALLINT, _c4 TINYINT, _c5 DECIMAL(3,2)", Columns("select 1, 3000000000, 1L, 1S, 1Y, 1.25BD"));
        Assert.Equal("1|3000000000|1|1|1|1.25", Rows("select 1, 3000000000, 1L, 1S, 1Y, 1.25BD"));
    }

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("7 div 2", "3")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("1 / 0", "\\N")]
    [InlineData("5 % 0", "\\N")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("'1' + 1", "2")]
    [InlineData("1 = 1.0", "true")]
    [InlineData("'10' = 10", "true")]
    [InlineData("'abc' = 'ABC'", "false")]
    [InlineData("not true or true", "true")]
    [InlineData("true or false and false", "true")]
    [InlineData("null and false", "false")]
    [InlineData("null or true", "true")]
    [InlineData("null = null", "\\N")]
    [InlineData("null <=> null", "true")]
    [InlineData("1 is null", "false")]
    [InlineData("null is null", "true")]
    [InlineData("2 between 1 and 3", "true")]
    [InlineData("2 not between 1 and 3", "false")]
    [InlineData("2 in (1, 2, null)", "true")]
    [InlineData("3 in (1, 2, null)", "\\N")]
    [InlineData("3 not in (1, 2)", "true")]
    [InlineData("'a' || 'b' || 1", "ab1")]
    [InlineData("'Straße' like 'Str%'", "true")]
    [InlineData("'abc' like 'A%'", "false")]
    [InlineData("'a%c' like 'a\\\\%c'", "true")]
    [InlineData("'abc' like 'a\\\\%c'", "false")]
    [InlineData("'a\U0001F600c' like 'a_c'", "true")]
    [InlineData("'foobar' rlike '^foo.*r$'", "true")]
    [InlineData("case when 1 > 2 then 'a' when 2 > 1 then 'b' else 'c' end", "b")]
    [InlineData("case 3 when 1 then 'a' end", "\\N")]
    [InlineData("case 1 when 1 then 1 else 2.5 end", "1")]
    [InlineData("if(1 < 2, 'yes', 'no')", "yes")]
    [InlineData("coalesce(null, 2, 3)", "2")]
    [InlineData("nullif(1, 1)", "\\N")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("3 & 5", "1")]
    [InlineData("3 | 5", "7")]
    [InlineData("3 ^ 5", "6")]
    [InlineData("~0", "-1")]
    public void Expressions_give_the_services_values(string expression, string expected) => Assert.Equal(expected, Rows($"select {expression}"));

    [Theory]
    [InlineData("cast('12' as bigint)", "BIGINT", "12")]
    [InlineData("cast('12x' as bigint)", "BIGINT", "\\N")]
    [InlineData("cast(' 1.9 ' as bigint)", "BIGINT", "1")]
    [InlineData("cast(1.9 as bigint)", "BIGINT", "1")]
    [InlineData("cast(-1.9 as bigint)", "BIGINT", "-1")]
    [InlineData("cast(1 as string)", "STRING", "1")]
    [InlineData("cast(1.0 as string)", "STRING", "1.0")]
    [InlineData("cast(true as string)", "STRING", "true")]
    [InlineData("cast('abc' as varchar(2))", "VARCHAR(2)", "ab")]
    [InlineData("cast('1.005' as decimal(10,2))", "DECIMAL(10,2)", "1.01")]
    [InlineData("cast('-1.005' as decimal(10,2))", "DECIMAL(10,2)", "-1.01")]
    [InlineData("cast('123456789012345678901234567890.12345678' as decimal(38,8))", "DECIMAL(38,8)", "123456789012345678901234567890.12345678")]
    [InlineData("cast('2024-02-29 12:34:56.789' as datetime)", "DATETIME", "2024-02-29 12:34:56.789")]
    [InlineData("cast('2023-02-29' as date)", "DATE", "\\N")]
    [InlineData("cast(datetime'2024-02-29 12:34:56' as string)", "STRING", "2024-02-29 12:34:56")]
    [InlineData("cast(datetime'2024-02-29 12:34:56' as date)", "DATE", "2024-02-29")]
    [InlineData("cast('2024-01-01 00:00:00.123456789' as timestamp)", "TIMESTAMP", "2024-01-01T00:00:00.123456789Z")]
    [InlineData("cast('abc' as binary)", "BINARY", "616263")]
    [InlineData("cast(null as bigint)", "BIGINT", "\\N")]
    public void Casts_follow_the_services_rules(string expression, string type, string expected)
    {
        Assert.Equal($"_c0 {type}", Columns($"select {expression}"));
        Assert.Equal(expected, Rows($"select {expression}"));
    }

    [Fact]
    public void Decimal_arithmetic_is_exact()
    {
        Assert.Equal("0.3|0.02|3.333333", Rows("select 0.1BD + 0.2BD, 0.1BD * 0.2BD, 10BD / 3BD"));
        Assert.Equal("true|true", Rows("select 1.50BD = 1.5BD, 10BD > 9.5BD"));
    }

    [Fact]
    public void A_number_that_leaves_its_type_is_an_error()
    {
        Assert.Equal("ODPS-0121145", Fails("select 9223372036854775807 + 1").Code);
        Assert.Equal("ODPS-0121145", Fails("select cast(300 as tinyint)").Code);
    }

    [Fact]
    public void Where_keeps_rows_for_which_the_condition_is_true()
    {
        CreatePeople();
        Assert.Equal("1;4", Rows("select id from people where age > 26"));
        Assert.Equal("3", Rows("select id from people where not age > 26"));
        Assert.Equal("1", Rows("select id from people where name = 'Ann'"));
        Assert.Equal("2", Rows("select id from people where age is null"));
        Assert.Equal("2", Rows("select p.id from people p where p.born < '1995-01-01'"));
    }

    [Fact]
    public void Order_by_sorts_nulls_as_smallest_and_takes_aliases_and_positions()
    {
        CreatePeople();
        Assert.Equal("3|\\N;4|-0.5;1|1.5;2|2.25", Rows("select id, score from people order by score"));
        Assert.Equal("2;1;4;3", Rows("select id from people order by score desc"));
        Assert.Equal("4;3", Rows("select id as n from people order by n desc limit 2"));
        Assert.Equal("3;2", Rows("select id from people order by 1 desc limit 2 offset 1"));
        Assert.Equal("2;1", Rows("select id from people where id < 3 order by age nulls first"));
        Assert.Equal("1;2", Rows("select id from people where id < 3 order by age nulls last"));
    }

    [Fact]
    public void A_select_gives_the_columns_of_its_tables()
    {
        CreatePeople();
        Assert.Equal("id BIGINT, name STRING, age INT, score DOUBLE, born DATE", Columns("select * from people"));
        Assert.Equal("id BIGINT, id2 BIGINT, big BOOLEAN, _c3 BIGINT", Columns("select ID, p.id, age > 1 Big, id + 1 from demo.people p"));
        Assert.Equal("4|ann|30|-0.5|2000-12-31", Rows("select * from people where id = 4"));
    }

    [Fact]
    public void Distinct_drops_equal_rows()
    {
        CreatePeople();
        Assert.Equal("\\N;25;30", Rows("select distinct age from people order by age"));
    }

    [Fact]
    public void Failures_name_the_place_and_the_thing()
    {
        CreatePeople();
        Assert.Equal("ODPS-0130131:[1,15] Table not found - table demo.nosuch cannot be resolved", Fails("select * from nosuch").Message);
        Assert.Equal("ODPS-0130161:[1,1] Parse exception - invalid token 'selec'", Fails("selec 1").Message);
        Assert.Equal("ODPS-0130071:[2,3] Semantic analysis exception - column nope cannot be resolved", Fails("select id,\n  nope from people").Message);
        Assert.Equal("ODPS-0130071:[1,8] Semantic analysis exception - function or view 'frobnicate' cannot be resolved", Fails("select frobnicate(1)").Message);
        Assert.Equal("ODPS-0130161:[1,8] Parse exception - invalid token '<EOF>'", Fails("select ").Message);
        Assert.Equal("ODPS-0130252", Fails("select * from people a join people b").Code);
    }

    [Fact]
    public void A_script_gives_the_result_of_its_last_statement()
    {
        Assert.Equal("2", Rows("set odps.sql.type.system.odps2=true; -- first\n select 1; /* then ; */ select 2;;"));
        Assert.Equal("_c0 INT", Columns("set odps.sql.type.system.odps2 = true;\nselect 1"));
        Assert.Equal("OK", Run("set a.b=c d; set x=#;").Text);
    }

    [Fact]
    public void Inputs_count_what_was_read()
    {
        CreatePeople();
        Assert.Equal([KeyValuePair.Create("demo.people", 4L)], Run("select count(*) from people").Inputs);
    }

    [Fact]
    public void A_long_query_obeys_its_token()
    {
        Run("create table n (i bigint); insert into n values " + string.Join(',', Enumerable.Range(0, 2000).Select(i => $"({i})")));
        using var source = new CancellationTokenSource();
        var request = new SqlRequest { Project = "demo", Text = "select count(*) from n a cross join n b cross join n c where a.i + b.i + c.i < 0" };
        source.CancelAfter(50);
        Assert.ThrowsAny<OperationCanceledException>(() => Engine.Execute(request, source.Token));
        Assert.Equal("2000", Rows("select count(*) from n"));
    }
}
