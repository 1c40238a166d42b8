using Odps.Net.Emulator;

namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Scripts: variables for tables and for values.</summary>
public sealed class ScriptTests : SqlFixture
{
    public ScriptTests() => Run("create table t (id bigint, name string); insert into t values (1, 'a'), (2, 'b'), (3, 'c')");

    [Theory]
    [InlineData("@a := select * from t where id > 1; select id from @a order by id", "2;3")]
    [InlineData("@a := select * from t; @b := select id from @a where id > 1; @c := select x.id from @b x join @a y on x.id = y.id; select sum(id) from @c", "5")]
    [InlineData("@n := 2; select id + @n from t where id = @n", "4")]
    [InlineData("@n bigint := '2'; @m := @n * 10; select @m", "20")]
    [InlineData("@d := (select max(id) from t); select name from t where id = @d", "c")]
    [InlineData("@a := select 1 as x; @a := select 2 as x; select x from @a", "2")]
    [InlineData("@A := select 1 as x; select q.x from @a as q", "1")]
    [InlineData("@a := select * from t; with w as (select id from @a) select count(*) from w where id in (select id from @a where id < 3)", "2")]
    [InlineData("@a := with w as (select 7L as x) select x from w; from @a select x", "7")]
    public void Variables_stand_for_tables_and_values(string script, string expected) => Assert.Equal(expected, Rows(script));

    [Fact]
    public void Variables_are_seen_by_every_kind_of_statement()
    {
        Run("@a := select id, name from t where id = 1; create table made as select * from @a; insert into made select id + 10, name from @a");
        Assert.Equal("1|a;11|a", Rows("select * from made order by id"));
        Run("create table m (id bigint, name string) tblproperties ('transactional'='true'); insert into m select * from t");
        Run("@gone := select 2L as id; delete from m where id in (select id from @gone)");
        Run("@a := select * from t; from @a insert into m select id + 100, name where id = 1");
        Assert.Equal("1;3;101", Rows("select id from m order by id"));
    }

    [Theory]
    [InlineData("select * from @none")]
    [InlineData("select @none")]
    [InlineData("@a := 5; select * from @a")]
    public void A_variable_that_is_not_declared_is_an_error(string script) => Assert.Contains("variable @", Fails(script).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("@a := @a + 1; select @a")]
    [InlineData("@a := select * from @b; @b := select * from @a; select * from @a")]
    public void A_variable_that_holds_itself_is_an_error(string script) => Assert.Contains("holds itself", Fails(script).Message, StringComparison.Ordinal);

    [Fact]
    public void Values_that_double_with_every_variable_are_refused()
    {
        string script = "@v0 := 1L; " + string.Concat(Enumerable.Range(1, 40).Select(i => $"@v{i} := @v{i - 1} + @v{i - 1}; ")) + "select @v40";
        Assert.Contains("nested too deeply", Fails(script).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_that_double_with_every_variable_or_common_table_are_refused_before_they_are_too_many()
    {
        string Script(int count) => "@v0 := select 1L as x; "
            + string.Concat(Enumerable.Range(1, count).Select(i => $"@v{i} := select a.x from @v{i - 1} a join @v{i - 1} b on a.x = b.x; ")) + $"select x from @v{count}";
        Assert.Equal("1", Rows(Script(5)));
        Assert.Contains("nested too deeply", Fails(Script(60)).Message, StringComparison.Ordinal);
        string with = "with v0 as (select 1L as x)" + string.Concat(Enumerable.Range(1, 60).Select(i => $", v{i} as (select a.x from v{i - 1} a join v{i - 1} b on a.x = b.x)")) + " select x from v60";
        Assert.Contains("too large", Fails(with).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select interval_day_time('2 1:2:3.5'), interval_year_month('10-11')")]
    public void Intervals_are_made_of_texts(string query)
    {
        object?[] row = Run(query).Rows[0];
        Assert.Equal([new IntervalDayTime((2 * 86400) + 3723, 500_000_000), new IntervalYearMonth(131)], row);
        Assert.Equal("\\N|\\N", Rows("select interval_day_time('2 days'), interval_year_month('10-12')"));
    }

    [Fact]
    public void The_time_at_which_rows_come_in_makes_their_partition()
    {
        Run("create table came (_partitiontime timestamp_ntz, a string) auto partitioned by (trunc_time(_partitiontime, 'day') as pt) tblproperties ('ingestion_time_partition'='true')");
        Run("insert into came (a) values ('x')");
        Assert.Equal("x|2026-03-04", Rows("select a, pt from came"));
    }
}
