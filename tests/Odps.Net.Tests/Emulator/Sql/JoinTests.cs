namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Joins, subqueries, set operations and common tables.</summary>
public sealed class JoinTests : SqlFixture
{
    public JoinTests() => Run("""
        create table l (id bigint, v string); insert into l values (1, 'a'), (2, 'b'), (3, 'c'), (null, 'n');
        create table r (id bigint, w string); insert into r values (2, 'x'), (3, 'y'), (3, 'z'), (5, 'q'), (null, 'm');
        """);

    [Theory]
    [InlineData("select l.id, w from l join r on l.id = r.id order by w", "2|x;3|y;3|z")]
    [InlineData("select l.id, w from l inner join r on l.id = r.id and w <> 'y' order by w", "2|x;3|z")]
    [InlineData("select l.v, r.w from l left outer join r on l.id = r.id order by v, w", "a|\\N;b|x;c|y;c|z;n|\\N")]
    [InlineData("select l.v, r.w from l right join r on l.id = r.id order by w", "\\N|m;\\N|q;b|x;c|y;c|z")]
    [InlineData("select l.v, r.w from l full outer join r on l.id = r.id order by v, w", "\\N|m;\\N|q;a|\\N;b|x;c|y;c|z;n|\\N")]
    [InlineData("select v from l left semi join r on l.id = r.id order by v", "b;c")]
    [InlineData("select v from l left anti join r on l.id = r.id order by v", "a;n")]
    [InlineData("select count(*) from l cross join r", "20")]
    [InlineData("select count(*) from l, r where l.id = r.id", "3")]
    [InlineData("select id, v, w from l join r using (id) order by w", "2|b|x;3|c|y;3|c|z")]
    [InlineData("select * from l join r using (id) where w = 'x'", "2|b|x")]
    [InlineData("select id from l full join r using (id) order by id", "\\N;\\N;1;2;3;3;5")]
    [InlineData("select id, w from l natural join r order by w", "2|x;3|y;3|z")]
    [InlineData("select a.v, b.v, c.w from l a left join l b on a.id = b.id - 1 right join r c on c.id = b.id order by w", "\\N|\\N|m;\\N|\\N|q;a|b|x;b|c|y;b|c|z")]
    [InlineData("select a.v, c.w from (l a join l b on a.id = b.id) full join r c on c.id = a.id order by v, w", "\\N|m;\\N|q;a|\\N;b|x;c|y;c|z")]
    [InlineData("select l.id, r.* from l join (select id, count(*) n from r group by id) r on l.id = r.id order by 1", "2|2|1;3|3|2")]
    [InlineData("select /*+ mapjoin(r) */ l.v from l join r on l.id < r.id where r.w = 'x'", "a")]
    public void Joins(string sql, string expected) => Assert.Equal(expected, Rows(sql));

    [Theory]
    [InlineData("select v from l where id in (select id from r) order by v", "b;c")]
    [InlineData("select v from l where id not in (select id from r where id is not null) order by v", "a")]
    [InlineData("select v from l where id not in (select id from r)", "")]
    [InlineData("select v from l where exists (select 1 from r where r.id = l.id) order by v", "b;c")]
    [InlineData("select v from l where not exists (select 1 from r where r.id = l.id) order by v", "a;n")]
    [InlineData("select v, (select count(*) from r where r.id = l.id) n from l order by v", "a|0;b|1;c|2;n|0")]
    [InlineData("select (select max(id) from r) + 1", "6")]
    [InlineData("select ((select max(id) from r) + 1) * 2", "12")]
    [InlineData("select x.n from (select id n from l where id > 1) x where x.n < 3", "2")]
    [InlineData("select v from l where id = (select min(id) from r)", "b")]
    [InlineData("select t.a, t.b from (select l.id, v from l) t (a, b) where a = 1", "1|a")]
    [InlineData("select * from values (1, 'a'), (2, 'b') t (n, s) where n > 1", "2|b")]
    [InlineData("select * from (values (1, 'a'), (2.5, null)) t (n, s)", "1|a;2.5|\\N")]
    [InlineData("values (1, 2), (3, 4)", "1|2;3|4")]
    [InlineData("from l select v where id = 2", "b")]
    public void Subqueries(string sql, string expected) => Assert.Equal(expected, Rows(sql));

    [Theory]
    [InlineData("select id from l union all select id from r where id > 3", "1;2;3;\\N;5")]
    [InlineData("select id from l union select id from r order by id", "\\N;1;2;3;5")]
    [InlineData("select id from l intersect select id from r order by id", "\\N;2;3")]
    [InlineData("select id from l except select id from r", "1")]
    [InlineData("select id from l minus select id from r", "1")]
    [InlineData("select id from r except all select id from l order by id", "3;5")]
    [InlineData("select id from r intersect all select id from r where id = 3", "3;3")]
    [InlineData("select 1 union all select 2.5 union all select null", "1;2.5;\\N")]
    [InlineData("(select 1 as a) union all (select 2 as b order by b limit 1) order by a desc limit 1", "2")]
    [InlineData("select a from (select 3 a union all select 1 union all select 2) t order by a limit 2", "1;2")]
    [InlineData("select 1 union all select 1 union select 2 intersect select 2", "1;2")]
    public void Set_operations(string sql, string expected) => Assert.Equal(expected, Rows(sql));

    [Theory]
    [InlineData("with a as (select id from l where id > 1), b as (select id + 1 n from a) select * from b order by n", "3;4")]
    [InlineData("with a (x, y) as (select 1, 2) select y, x from a", "2|1")]
    [InlineData("with a as (select 1 n) select * from (with a as (select 2 n) select * from a) t union all select * from a", "2;1")]
    [InlineData("with l as (select 9 id) select id from l", "9")]
    [InlineData("with a as (select id from l) select count(*) from a x join a y on x.id = y.id", "3")]
    [InlineData("with a as (select 1 n) select * from r where id in (select n + 1 from a)", "2|x")]
    public void Common_tables(string sql, string expected) => Assert.Equal(expected, Rows(sql));

    [Fact]
    public void A_union_of_three_hundred_queries_runs()
    {
        Assert.Equal("300", Rows($"select count(*) from ({string.Join(" union all ", Enumerable.Range(0, 300).Select(i => $"select {i} n"))}) t"));
    }

    [Fact]
    public void A_condition_of_a_thousand_terms_runs()
    {
        Assert.Equal("3", Rows($"select count(*) from l where {string.Join(" or ", Enumerable.Range(1, 1000).Select(i => $"id = {i}"))}"));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string text = $"select {new string('(', 100_000)}1{new string(')', 100_000)}";
        Assert.Equal("ODPS-0130161", Fails(text).Code);
        Assert.Equal("ODPS-0130161", Fails($"select {string.Concat(Enumerable.Repeat("not ", 100_000))}true").Code);
        Assert.Contains("nested too deeply", Fails($"select {string.Concat(Enumerable.Repeat("abs(", 5000))}1{new string(')', 5000)}").Message, StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Fails($"select {string.Join('+', Enumerable.Repeat("id", 100_000))} from l").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_do_not_fit_are_refused()
    {
        Assert.Contains("ambiguous", Fails("select id from l join r on l.id = r.id").Message, StringComparison.Ordinal);
        Assert.Equal("ODPS-0130071:[1,8] Semantic analysis exception - column x.v cannot be resolved", Fails("select x.v from l").Message);
        Assert.Equal("ODPS-0130071", Fails("select l.v from l x").Code);
        Assert.Equal("ODPS-0130241", Fails("select 1 union all select 1, 2").Code);
        Assert.Contains("more than one row", Fails("select (select id from r)").Message, StringComparison.Ordinal);
        Assert.Equal("ODPS-0130071", Fails("select * from l where id in (select id, w from r)").Code);
    }
}
