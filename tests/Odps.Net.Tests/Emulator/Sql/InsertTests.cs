using Odps.Net.Emulator.Sql;

namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>INSERT, UPDATE and DELETE.</summary>
public sealed class InsertTests : SqlFixture
{
    [Fact]
    public void Into_appends_and_overwrite_replaces()
    {
        Run("create table t (a bigint, b string)");
        SqlResult result = Run("insert into t values (1, 'x'), (2, null)");
        Assert.Equal([KeyValuePair.Create("demo.t", 2L)], result.Outputs);
        Assert.Null(result.Columns);
        Run("INSERT INTO TABLE t SELECT a + 10, b FROM t");
        Assert.Equal("1|x;2|\\N;11|x;12|\\N", Rows("select * from t"));
        Run("insert overwrite table t select a, b from t where a > 2");
        Assert.Equal("11|x;12|\\N", Rows("select * from t"));
    }

    [Fact]
    public void Named_columns_are_filled_and_the_others_take_their_default()
    {
        Run("create table t (a bigint, b string default 'dflt', c double default 1.5, d date)");
        Run("insert into t (d, a) values (date'2024-01-02', 7); insert into t (a) select 8");
        Assert.Equal("7|dflt|1.5|2024-01-02;8|dflt|1.5|\\N", Rows("select * from t"));
        Assert.Equal("ODPS-0130071", Fails("insert into t (nope) values (1)").Code);
        Assert.Equal("ODPS-0130071", Fails("insert into t values (1)").Code);
        Assert.Equal("ODPS-0130071", Fails("insert into t select 1, 2").Code);
    }

    [Fact]
    public void Static_partitions_are_made()
    {
        Run("create table t (a bigint) partitioned by (pt string, hh bigint)");
        SqlResult result = Run("insert into t partition (pt='2024-01-01', hh=7) values (1), (2)");
        Assert.Equal([KeyValuePair.Create("demo.t/pt=2024-01-01/hh=7", 2L)], result.Outputs);
        Run("insert overwrite table t partition (hh=07, pt='2024-01-01') select 5");
        Assert.Equal("5|2024-01-01|7", Rows("select * from t"));
        Run("insert into t partition (pt='empty', hh=1) select a from t where false");
        Assert.Equal("pt=2024-01-01/hh=7\npt=empty/hh=1\n", Run("show partitions t").Text);
        Assert.Equal("ODPS-0130071", Fails("insert into t values (1)").Code);
    }

    [Fact]
    public void If_not_exists_leaves_a_partition_that_is_there()
    {
        Run("create table t (a bigint) partitioned by (pt string); insert into t partition (pt='1') values (1)");
        Run("insert overwrite table t partition (pt='1') if not exists select 2; insert overwrite table t partition (pt='2') if not exists select 3");
        Assert.Equal("1|1;3|2", Rows("select * from t"));
    }

    [Fact]
    public void Dynamic_partitions_take_their_values_from_the_rows()
    {
        Run("create table t (a bigint) partitioned by (pt string, hh bigint)");
        Run("insert into t partition (pt, hh) values (1, 'a', 1), (2, 'b', 1), (3, 'a', 1)");
        SqlResult result = Run("insert overwrite table t partition (pt='a', hh) select a * 100, a from t where a < 3");
        Assert.Equal("demo.t/pt=a/hh=1=1,demo.t/pt=a/hh=2=1", string.Join(',', result.Outputs.Select(o => $"{o.Key}={o.Value}")));
        Assert.Equal("100|a|1;2|b|1;200|a|2", Rows("select * from t order by pt = 'a' and hh = 2, pt"));
        Assert.Equal("ODPS-0123031:Partition exception - invalid dynamic partition value: pt=NULL", Fails("insert into t partition (pt, hh) select 1, null, 2").Message);
        Assert.Equal("3", Rows("select count(*) from t"));
    }

    [Fact]
    public void One_source_feeds_several_inserts()
    {
        Run("create table s (a bigint); insert into s values (1), (2), (3); create table x (a bigint); create table y (a bigint) partitioned by (pt string)");
        SqlResult result = Run("from s insert overwrite table x select a where a > 1 insert into table y partition (pt='1') select a + 10 where a < 3");
        Assert.Equal([KeyValuePair.Create("demo.x", 2L), KeyValuePair.Create("demo.y/pt=1", 2L)], result.Outputs);
        Assert.Equal("2;3", Rows("select * from x"));
        Assert.Equal("11|1;12|1", Rows("select * from y"));
        Run("with c as (select a from s) insert into x select a from c where a = 1");
        Assert.Equal("2;3;1", Rows("select * from x"));
    }

    [Fact]
    public void Values_are_brought_to_the_types_of_the_columns()
    {
        Run("create table t (a tinyint, b float, c decimal(10,2), d datetime, e varchar(3), f binary, g boolean, h timestamp_ntz)");
        Run("insert into t values ('12', '1.5', 1.005BD, '2024-01-02 03:04:05', 'abcdef', 'x', true, timestamp_ntz'2024-01-02 03:04:05.000000001'), (null, null, null, null, null, null, null, null), ('bad', 'bad', 'bad', 'bad', '', '', null, null)");
        Assert.Equal("12|1.5|1.01|2024-01-02 03:04:05|abc|78|true|2024-01-02T03:04:05.000000001;\\N|\\N|\\N|\\N|\\N|\\N|\\N|\\N;\\N|\\N|\\N|\\N|||\\N|\\N", Rows("select * from t"));
        Assert.Equal("ODPS-0121145", Fails("insert into t (a) values (128)").Code);
        Assert.Equal("ODPS-0121145", Fails("insert into t (a) select 128 from t").Code);
        Assert.Equal("3", Rows("select count(*) from t"));
    }

    [Fact]
    public void A_not_null_column_refuses_null_and_the_statement_leaves_nothing()
    {
        Run("create table t (a bigint not null)");
        Assert.Equal("ODPS-0121095", Fails("insert into t values (1), (null)").Code);
        Assert.Equal("", Rows("select * from t"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("\\'")]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("'; drop table t; --")]
    [InlineData("/* x */ -- y")]
    [InlineData("`%_\\%\\_$1{0}")]
    [InlineData("\r\n\t\b\u001a")]
    [InlineData("üñ\U0001F600漢字\u202e\ufeff")]
    [InlineData("?1 :a @b $c")]
    [InlineData("NULL")]
    public void Hostile_texts_go_in_and_come_back(string text)
    {
        string literal = "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal) + "'";
        string longText = string.Concat(Enumerable.Repeat(text + "x", 400));
        Run($"create table t (a string, b string); insert into t values ({literal}, '{longText.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}')");
        object?[] row = Assert.Single(Run("select a, b from t").Rows);
        Assert.Equal(text, row[0]);
        Assert.Equal(longText, row[1]);
        Assert.Equal("1", Rows($"select count(*) from t where a = {literal} and concat(a, '') = a and length(a) = {text.EnumerateRunes().Count()}"));
        Assert.Equal(text, Assert.Single(Run($"select {literal} x").Rows)[0]);
    }

    [Fact]
    public void Many_rows_of_values_go_in_at_once()
    {
        Run("create table t (a bigint, b double, c string)");
        Run("insert into t values " + string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"({i}, {i}.5, 'row {i}')")));
        Assert.Equal("40000|799980000|800000000", Rows("select count(*), sum(a), sum(b) from t").Replace("800000000.5", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Transactional_tables_take_update_and_delete()
    {
        Run("create table t (id bigint not null, v string, n int) tblproperties ('transactional'='true'); insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        Assert.Equal([KeyValuePair.Create("demo.t", 2L)], Run("update t set v = concat(v, '!'), n = n + 10 where id > 1").Outputs);
        Assert.Equal("1|a|1;2|b!|12;3|c!|13", Rows("select * from t"));
        Run("update t x set n = null where x.id in (select max(id) from t)");
        Assert.Equal("1;12;\\N", Rows("select n from t"));
        Assert.Equal([KeyValuePair.Create("demo.t", 1L)], Run("delete from t where id = 2").Outputs);
        Assert.Equal("1;3", Rows("select id from t"));
        Assert.Equal(2, Store.CountRows(Store.FindTable("demo", null, "t")!, null));
        Assert.Equal("ODPS-0121095", Fails("update t set id = null where id = 1").Code);
        Run("delete from t");
        Assert.Equal("0", Rows("select count(*) from t"));
        Run("create table plain (a bigint)");
        Assert.Equal("ODPS-0130071", Fails("delete from plain").Code);
        Assert.Equal("ODPS-0130071", Fails("update plain set a = 1").Code);
    }

    [Fact]
    public void Primary_keys_make_inserts_replace()
    {
        Run("create table t (id bigint, v string, primary key (id)) partitioned by (pt string) tblproperties ('transactional'='true')");
        Run("insert into t partition (pt='1') values (1, 'a'), (2, 'b'); insert into t partition (pt='1') values (1, 'c'); insert into t partition (pt='2') values (1, 'd')");
        Assert.Equal("1|c|1;1|d|2;2|b|1", Rows("select * from t order by id, pt"));
        Assert.Equal("ODPS-0130071", Fails("update t set id = 5").Code);
        Run("update t set v = 'z' where pt = '2'; delete from t where id = 2");
        Assert.Equal("1|c|1;1|z|2", Rows("select * from t order by pt"));
    }

    [Fact]
    public void A_failed_statement_of_a_script_keeps_what_ran_before()
    {
        Run("create table t (a bigint)");
        Fails("insert into t values (1); insert into t select cast(a as tinyint) * 100 * 100 + 9223372036854775807 from t");
        Assert.Equal("1", Rows("select * from t"));
    }
}
