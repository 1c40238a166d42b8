namespace Odps.Net.Tests.Emulator.Sql;

public sealed class MergeTests : SqlFixture
{
    public MergeTests()
    {
        Run("create table t (id bigint, v string, n bigint default 7) tblproperties ('transactional'='true')");
        Run("create table s (id bigint, v string)");
        Run("insert into t (id, v) values (1, 'a'), (2, 'b'), (3, 'c')");
        Run("insert into s values (2, 'B'), (3, 'C'), (4, 'D'), (5, 'E')");
    }

    [Fact]
    public void Matched_rows_are_updated_or_deleted_and_others_inserted()
    {
        var result = Run("""
            merge into t as x using s as y on x.id = y.id
            when matched and y.id = 3 then delete
            when matched then update set v = y.v || x.v, x.n = x.n + 1
            when not matched and y.id < 5 then insert values (y.id, y.v, 0)
            when not matched then insert (id, v) values (y.id, 'default')
            """);
        Assert.Equal("1|a|7;2|Bb|8;4|D|0;5|default|7", Rows("select * from t order by id limit 10"));
        Assert.Equal(4, result.Outputs.Values.Sum());
        Assert.Equal(4, result.Inputs["demo.s"]);
    }

    [Fact]
    public void Source_may_be_a_query_and_clauses_may_be_missing()
    {
        Run("merge into t using (select id + 1 as k from s where id > 3) q on t.id = q.k when not matched then insert (id) values (q.k)");
        Assert.Equal("1;2;3;5;6", Rows("select id from t order by id limit 10"));
        Run("merge into t using s on t.id = s.id and false when matched then delete");
        Assert.Equal("5", Rows("select count(*) from t"));
    }

    [Fact]
    public void Partitioned_target_takes_its_partitions_from_the_values()
    {
        Run("create table p (id bigint, v string) partitioned by (dt string) tblproperties ('transactional'='true')");
        Run("insert into p partition (dt='1') values (2, 'x')");
        Run("merge into p using s on p.id = s.id when matched then update set v = s.v when not matched then insert values (s.id, s.v, '2')");
        Assert.Equal("2|B|1;3|C|2;4|D|2;5|E|2", Rows("select id, v, dt from p order by id limit 10"));
        Assert.Equal("dt=1\ndt=2", Run("show partitions p").Text.Trim());
    }

    [Fact]
    public void Rows_are_judged_as_they_were()
    {
        Run("merge into t using t as s on t.id = s.id + 1 when matched then update set v = s.v when not matched then insert values (s.id + 10, s.v, 1)");
        Assert.Equal("1|a;2|a;3|b;13|c", Rows("select id, v from t order by id limit 10"));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Equal("ODPS-0121095", Fails("merge into t using (select 1 as id union all select 1) s on t.id = s.id when matched then delete").Code);
        Assert.Contains("transactional", Fails("merge into s using t on t.id = s.id when matched then delete").Message, StringComparison.Ordinal);
        Assert.Equal("ODPS-0130131", Fails("merge into t using nothing n on t.id = n.id when matched then delete").Code);
        Assert.Equal("ODPS-0130161", Fails("merge into t using s on t.id = s.id").Code);
        Assert.Contains("wrong columns count", Fails("merge into t using s on t.id = s.id when not matched then insert values (1)").Message, StringComparison.Ordinal);
        Assert.Contains("nix", Fails("merge into t using s on t.id = s.id when matched then update set nix = 1").Message, StringComparison.Ordinal);
        Assert.Equal("3", Rows("select count(*) from t"));
    }
}
