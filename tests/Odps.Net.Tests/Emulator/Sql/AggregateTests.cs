namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Grouping, aggregates and windows.</summary>
public sealed class AggregateTests : SqlFixture
{
    public AggregateTests() => Run("""
        create table s (g string, n bigint, d double, c decimal(10,2));
        insert into s values ('a', 1, 1.5, 1.10BD), ('a', 2, null, 2.20BD), ('b', 3, 2.5, null), ('b', 3, -1.0, 0.05BD), (null, null, 4.0, 7BD);
        """);

    [Theory]
    [InlineData("select count(*) from none having count(*) = 0", "0")]
    [InlineData("select 7 from none having count(*) = 0", "7")]
    [InlineData("select 7 from some having 1 = 1", "7")]
    [InlineData("select count(*) from some having count(*) > 2", "")]
    [InlineData("select name from some group by rollup(name) order by name", "\\N;a;b")]
    [InlineData("select name, count(*) from some group by rollup(name) having count(*) > 1", "\\N|2")]
    [InlineData("select name from none group by rollup(name)", "\\N")]
    public void A_group_of_all_rows_is_one_row_with_and_without_HAVING(string query, string expected)
    {
        Run("create table some (name string); insert into some values ('a'), ('b'); create table none (name string)");
        Assert.Equal(expected, Rows(query));
    }

    [Theory]
    [InlineData("count(*)", "BIGINT", "5")]
    [InlineData("count(n)", "BIGINT", "4")]
    [InlineData("count(distinct n)", "BIGINT", "3")]
    [InlineData("count(distinct g, n)", "BIGINT", "3")]
    [InlineData("sum(n)", "BIGINT", "9")]
    [InlineData("sum(d)", "DOUBLE", "7")]
    [InlineData("sum(c)", "DECIMAL(38,2)", "10.35")]
    [InlineData("sum(distinct n)", "BIGINT", "6")]
    [InlineData("avg(n)", "DOUBLE", "2.25")]
    [InlineData("avg(c)", "DECIMAL(14,6)", "2.587500")]
    [InlineData("min(g)", "STRING", "a")]
    [InlineData("max(c)", "DECIMAL(10,2)", "7.00")]
    [InlineData("min(d)", "DOUBLE", "-1")]
    [InlineData("median(n)", "DOUBLE", "2.5")]
    [InlineData("percentile(n, 0.25)", "DOUBLE", "1.75")]
    [InlineData("stddev(n)", "DOUBLE", "0.82915619758885")]
    [InlineData("stddev_samp(n)", "DOUBLE", "0.9574271077563381")]
    [InlineData("var_samp(n)", "DOUBLE", "0.9166666666666666")]
    [InlineData("wm_concat(',', g)", "STRING", "a,a,b,b")]
    [InlineData("wm_concat(distinct '-', g)", "STRING", "a-b")]
    [InlineData("wm_concat(',', n) within group (order by n desc)", "STRING", "3,3,2,1")]
    [InlineData("collect_list(n)", "ARRAY<BIGINT>", "[1,2,3,3]")]
    [InlineData("sort_array(collect_set(n))", "ARRAY<BIGINT>", "[1,2,3]")]
    [InlineData("collect_list(d)", "ARRAY<DOUBLE>", "[1.5,2.5,-1,4]")]
    [InlineData("count(if(n > 1, 1, null))", "BIGINT", "3")]
    [InlineData("count_if(n > 1)", "BIGINT", "3")]
    [InlineData("count(*) filter (where n > 1)", "BIGINT", "3")]
    [InlineData("max_by(g, d)", "STRING", "\\N")]
    [InlineData("min_by(g, d)", "STRING", "b")]
    [InlineData("any_value(g)", "STRING", "a")]
    [InlineData("approx_distinct(n)", "BIGINT", "3")]
    [InlineData("sum(n) + count(*) * 10", "BIGINT", "59")]
    [InlineData("max(n) - min(n)", "BIGINT", "2")]
    [InlineData("bitwise_or_agg(n)", "BIGINT", "3")]
    [InlineData("corr(n, n)", "DOUBLE", "1")]
    public void Aggregates_over_a_table(string expression, string type, string expected)
    {
        Assert.Equal($"_c0 {type}", Columns($"select {expression} from s"));
        Assert.Equal(expected, Rows($"select {expression} from s"));
    }

    [Fact]
    public void Aggregates_over_no_rows()
    {
        Assert.Equal("0|\\N|\\N|\\N|\\N|[]|0|\\N", Rows("select count(*), sum(n), avg(d), max(g), sum(c), collect_list(n), count(distinct g, n), wm_concat(',', g) from s where false"));
        Assert.Equal("", Rows("select g, count(*) from s where false group by g"));
    }

    [Theory]
    [InlineData("select g, count(*), sum(n) from s group by g order by g", "\\N|1|\\N;a|2|3;b|2|6")]
    [InlineData("select upper(g) u, sum(c) from s group by upper(g) order by u", "\\N|7.00;A|3.30;B|0.05")]
    [InlineData("select upper(g) u, count(*) from s group by u order by u", "\\N|1;A|2;B|2")]
    [InlineData("select g, n, count(*) from s group by 1, 2 order by 1, 2", "\\N|\\N|1;a|1|1;a|2|1;b|3|2")]
    [InlineData("select g from s group by g having sum(n) > 3", "b")]
    [InlineData("select g, count(*) cnt from s group by g having cnt > 1 order by cnt desc, g desc", "b|2;a|2")]
    [InlineData("select g from s group by g order by sum(n) desc", "b;a;\\N")]
    [InlineData("select concat(g, '!') from s group by g order by g", "\\N;a!;b!")]
    [InlineData("select length(g) + 1 from s group by length(g) order by 1", "\\N;2")]
    [InlineData("select count(*) from (select distinct g from s) t", "3")]
    [InlineData("select g, n, sum(c) from s where g is not null group by rollup (g, n) order by g, n", "\\N|\\N|3.35;a|\\N|3.30;a|1|1.10;a|2|2.20;b|\\N|0.05;b|3|0.05")]
    [InlineData("select g, grouping(g), count(*) from s group by g with rollup order by 2, 1", "\\N|0|1;a|0|2;b|0|2;\\N|1|5")]
    [InlineData("select g, n, count(*) from s group by g, n grouping sets ((g), (n)) order by g, n", "\\N|\\N|1;\\N|\\N|1;\\N|1|1;\\N|2|1;\\N|3|2;a|\\N|2;b|\\N|2")]
    [InlineData("select max(n) from s having count(*) > 100", "")]
    public void Groups(string sql, string expected) => Assert.Equal(expected, Rows(sql));

    [Theory]
    [InlineData("select n, row_number() over (order by n desc, d) from s where n is not null", "3|1;3|2;2|3;1|4")]
    [InlineData("select g, n, rank() over (partition by g order by n) r from s order by g, n, r", "\\N|\\N|1;a|1|1;a|2|2;b|3|1;b|3|1")]
    [InlineData("select n, dense_rank() over (order by n) from s order by n", "\\N|1;1|2;2|3;3|4;3|4")]
    [InlineData("select n, sum(n) over (order by n, d) from s where n > 0 order by n, d", "1|1;2|3;3|6;3|9")]
    [InlineData("select n, sum(n) over (partition by g) from s where n > 0 order by n", "1|3;2|3;3|6;3|6")]
    [InlineData("select n, lag(n) over (order by n, d), lead(n, 2, -1) over (order by n, d) from s where n > 0", "1|\\N|3;2|1|3;3|2|-1;3|3|-1")]
    [InlineData("select first_value(n) over (order by n), last_value(n) over (order by n rows between unbounded preceding and unbounded following) from s where n > 0 limit 1", "1|3")]
    [InlineData("select n, avg(n) over (order by n, d rows between 1 preceding and 1 following) from s where n > 0", "1|1.5;2|2;3|2.6666666666666665;3|3")]
    [InlineData("select n, count(distinct n) over (partition by 1) from s where n > 0", "1|3;2|3;3|3;3|3")]
    [InlineData("select n, sum(c) over (order by n, d) from s where n > 0 order by n, d", "1|1.10;2|3.30;3|3.35;3|3.35")]
    [InlineData("select n, stddev(n) over () from s where n = 3", "3|0;3|0")]
    [InlineData("select n, wm_concat(',', n) over (order by n, d) from s where n > 0", "1|1;2|1,2;3|1,2,3;3|1,2,3,3")]
    [InlineData("select n, ntile(2) over (order by n, d) from s where n > 0", "1|1;2|1;3|2;3|2")]
    [InlineData("select g, sum(n), rank() over (order by sum(n) desc) from s group by g order by 3", "b|6|1;a|3|2;\\N|\\N|3")]
    [InlineData("select n from (select n, row_number() over (partition by g order by n desc) rn from s) t where rn = 1 order by n", "\\N;2;3")]
    [InlineData("select n from s qualify row_number() over (partition by g order by n desc) = 1 order by n", "\\N;2;3")]
    [InlineData("select n, sum(n) over w from s where n > 0 window w as (order by n desc, d) order by n, d", "1|9;2|8;3|3;3|6")]
    [InlineData("select n, max(d) over (partition by g order by n range between unbounded preceding and current row) from s order by n, d", "\\N|4;1|1.5;2|1.5;3|2.5;3|2.5")]
    [InlineData("select percent_rank() over (order by n, d), cume_dist() over (order by n, d) from s where n > 2", "0|0.5;1|1")]
    public void Windows(string sql, string expected) => Assert.Equal(expected, Rows(sql));

    [Fact]
    public void An_aggregate_over_a_sorted_window_adds_row_by_row_unless_hive_rules_are_on()
    {
        Assert.Equal("1|1;2|3;3|6;3|9", Rows("select n, sum(n) over (order by n) from s where n > 0"));
        Settings["odps.sql.hive.compatible"] = "true";
        Assert.Equal("1|1;2|3;3|9;3|9", Rows("select n, sum(n) over (order by n) from s where n > 0"));
    }

    [Fact]
    public void NaN_and_infinity_go_through_aggregates()
    {
        Run("create table f (x double); insert into f values (1.0), (cast('NaN' as double)), (cast('Infinity' as double))");
        Assert.Equal("NaN|NaN|1|NaN", Rows("select sum(x), avg(x), min(x), max(x) from f"));
        Assert.Equal("1|Infinity", Rows("select min(x), max(x) from f where not isnan(x)"));
        Assert.Equal("NaN;NaN;NaN", Rows("select sum(x) over () from f"));
        Assert.Equal("1;Infinity;NaN", Rows("select x from f order by x"));
    }

    [Fact]
    public void Sums_that_leave_BIGINT_are_an_error()
    {
        Run("create table b (x bigint); insert into b values (9223372036854775807), (1)");
        Assert.Equal("ODPS-0121145", Fails("select sum(x) from b").Code);
    }

    [Fact]
    public void What_is_no_grouping_key_must_be_aggregated()
    {
        Assert.Equal("ODPS-0130071:[1,11] Semantic analysis exception - column reference n should appear in GROUP BY key", Fails("select g, n from s group by g").Message);
        Assert.Equal("ODPS-0130071", Fails("select g, count(*) from s").Code);
        Assert.Equal("ODPS-0130071", Fails("select * from s group by g").Code);
        Assert.Equal("ODPS-0130071", Fails("select g from s group by g order by n").Code);
        Assert.Equal("ODPS-0130071", Fails("select g from s where sum(n) > 1").Code);
        Assert.Equal("ODPS-0130071", Fails("select sum(sum(n)) from s").Code);
    }
}
