using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>DDL in every layout that clients send.</summary>
public sealed class DefinitionTests : SqlFixture
{
    private TableDefinition Table(string name, string? schema = null) => Store.FindTable("demo", schema, name)!;

    [Fact]
    public void Create_table_in_the_layout_of_PyODPS()
    {
        Run("""
            CREATE TABLE IF NOT EXISTS demo.`sale` (
              `id` BIGINT NOT NULL COMMENT 'it\'s',
              `v` DECIMAL(10,2),
              `n` ARRAY<STRUCT<`A`:BIGINT,`B c`:MAP<STRING,DOUBLE>>>,
              PRIMARY KEY (`id`)
            )
            COMMENT 'orders'
            PARTITIONED BY (
              `pt` STRING COMMENT 'day'
            )
            TBLPROPERTIES (
              'acid.data.retain.hours' = '24',
              'transactional' = 'true',
              'write.bucket.num' = '16'
            )
            LIFECYCLE 30
            """);
        TableDefinition table = Table("sale");
        Assert.Equal("`id` BIGINT NOT NULL COMMENT 'it\\'s', `v` DECIMAL(10,2), `n` ARRAY<STRUCT<`A`:BIGINT,`B c`:MAP<STRING,DOUBLE>>>", table.Schema.Columns.ToString());
        Assert.Equal("`pt` STRING COMMENT 'day'", table.Schema.PartitionColumns.ToString());
        Assert.Equal(("orders", 30, true, "24", "tester"), (table.Comment, table.Lifecycle, table.IsTransactional, table.Properties["acid.data.retain.hours"], table.Owner));
        Assert.Equal(["id"], table.PrimaryKey);
    }

    [Fact]
    public void Create_table_in_the_layout_of_Java()
    {
        Run("CREATE TABLE IF NOT EXISTS `demo`.`j` (`Id` BIGINT NOT NULL DEFAULT '7' COMMENT 'k',`s` STRUCT<`a`:INT> COMMENT '',PRIMARY KEY(`id`)) COMMENT 'it\\'s'  PARTITIONED BY (`p` STRING)"
            + " CLUSTERED BY (`id`) SORTED BY (`id` ASC) INTO 4 BUCKETS TBLPROPERTIES('transactional'='true','table.format.version'='2') LIFECYCLE 3;");
        TableDefinition table = Table("J");
        Assert.Equal(("7", "it's", 3), (table.Schema.Columns["ID"].DefaultValue, table.Comment, table.Lifecycle));
        Assert.Equal((false, 4), (table.Clustering!.IsRange, table.Clustering.Buckets));
        Assert.Equal([("id", false)], table.Clustering.SortColumns);
    }

    [Fact]
    public void Create_table_in_the_layout_of_Go()
    {
        Run("""
            create table if not exists demo.`g` (
                `id` BIGINT comment 'x' not null,
                `name` STRING
            )
            comment 'c'
            partitioned by (`p1` BIGINT, `p2` STRING)
            clustered by (id)
            sorted by (id desc)
            into 8 buckets
            TBLPROPERTIES ('k'='v')
            lifecycle 2;
            """.Replace("clustered by (id)\n", "clustered by (id) ", StringComparison.Ordinal));
        Assert.Equal("`p1` BIGINT, `p2` STRING", Table("g").Schema.PartitionColumns.ToString());
        Assert.Equal([("id", true)], Table("g").Clustering!.SortColumns);
    }

    [Theory]
    [InlineData("AUTO PARTITIONED BY (\n  trunc_time(`d`, 'day') AS `pt`\n)")]
    [InlineData("AUTO \nPARTITIONED BY (trunc_time(`d`, 'day') as pt)")]
    [InlineData("auto partitioned by (trunc_time(d,'day') as pt)")]
    public void Create_table_with_generated_partitions(string clause)
    {
        Run($"CREATE TABLE a (`id` BIGINT, `d` TIMESTAMP)\n{clause}\nLIFECYCLE 5");
        Assert.Equal("`pt` STRING", Table("a").Schema.PartitionColumns.ToString());
        Run("insert into a values (1, timestamp'2024-02-29 12:00:00'), (2, timestamp'2024-03-01 00:00:00'), (3, timestamp'2024-02-29 00:00:00')");
        Assert.Equal("pt=2024-02-29\npt=2024-03-01\n", Run("show partitions a").Text);
        Assert.Equal("1;3", Rows("select id from a where pt = '2024-02-29'"));
    }

    [Fact]
    public void Create_external_table()
    {
        Run("""
            CREATE EXTERNAL TABLE x (
              `a` STRING
            )
            ROW FORMAT SERDE 'org.apache.X'
            WITH SERDEPROPERTIES (
              'k' = 'v'
            )
            STORED AS
            INPUTFORMAT 'i'
            OUTPUTFORMAT 'o'
            LOCATION 'oss://b/p/'
            USING 'a.jar,b.jar'
            """);
        StorageDefinition external = Table("x").External!;
        Assert.Equal(("org.apache.X", "i", "o", "oss://b/p/", "a.jar,b.jar", "v"), (external.SerDeClass, external.InputFormat, external.OutputFormat, external.Location, external.Resources, external.SerDeProperties["k"]));
        Run("create external table y (a string) stored by 'com.aliyun.Csv' location 'oss://x'");
        Assert.Equal("com.aliyun.Csv", Table("y").External!.Handler);
    }

    [Fact]
    public void Names_may_hold_anything_in_back_quotes()
    {
        Run("create table `we``ird \"'; drop` (`a``b` bigint, `select` string, `数` double)");
        Run("insert into `we``ird \"'; drop` values (1, 'x', 2.5)");
        Assert.Equal("a`b BIGINT, select STRING, 数 DOUBLE", Columns("select * from `we``ird \"'; drop`"));
        Assert.Equal("1|x", Rows("select `a``b`, `select` from demo.`we``ird \"'; drop` where 数 > 2"));
    }

    [Fact]
    public void Create_table_like_and_as()
    {
        Run("create table src (id bigint not null, name string) partitioned by (pt string) lifecycle 9; insert into src partition (pt='1') values (1, 'a'), (2, 'b')");
        Run("CREATE TABLE IF NOT EXISTS copy LIKE src LIFECYCLE 4");
        Assert.Equal(Table("src").Schema, Table("copy").Schema);
        Assert.Equal(4, Table("copy").Lifecycle);
        SqlResult result = Run("CREATE TABLE made LIFECYCLE 7 AS (select id * 2 as twice, concat(name, pt) c, null n from src);");
        Assert.Equal([KeyValuePair.Create("demo.made", 2L)], result.Outputs);
        Assert.Equal([KeyValuePair.Create("demo.src/pt=1", 2L)], result.Inputs);
        Assert.Equal("twice BIGINT, c STRING, n STRING", Columns("select * from made"));
        Assert.Equal("2|a1|\\N;4|b1|\\N", Rows("select * from made"));
        Assert.Equal(7, Table("made").Lifecycle);
        Assert.Equal("ODPS-0130071", Fails("create table twice as select id, id from src").Code);
    }

    [Fact]
    public void A_table_that_is_there_is_not_made_again()
    {
        Run("create table t (a bigint); insert into t values (1); create table if not exists t (b string)");
        Assert.Equal("1", Rows("select * from t"));
        Assert.Equal("ODPS-0130211:[1,14] Table or view already exists - table or view demo.t is already defined", Fails("create table t (a bigint)").Message);
        Run("create or replace table t (b string)");
        Assert.Equal("b STRING", Columns("select * from t"));
    }

    [Fact]
    public void Drop_table()
    {
        Run("create table t (a bigint); DROP TABLE IF EXISTS demo.`t`; drop table if exists t");
        Assert.Null(Store.FindTable("demo", null, "t"));
        Assert.Equal("ODPS-0130131:[1,12] Table not found - table demo.t cannot be resolved", Fails("drop table t").Message);
        Run("create table v0 (a bigint); create view v as select * from v0");
        Assert.Equal("ODPS-0130071", Fails("drop table v").Code);
        Run("drop view v; drop view if exists v");
        Assert.Null(Store.FindTable("demo", null, "v"));
    }

    [Fact]
    public void Views_show_the_rows_of_their_tables()
    {
        Run("create table t (a bigint, b string); insert into t values (1, 'x'), (2, 'y')");
        Run("CREATE VIEW IF NOT EXISTS demo.`v` (\n  `n` COMMENT 'number',\n  `t`\n)\nCOMMENT 'c'\nAS SELECT a + 1, b FROM t where a > 1");
        Assert.Equal("3|y", Rows("select * from v"));
        TableDefinition view = Table("v");
        Assert.True(view.IsView);
        Assert.Equal(("SELECT a + 1, b FROM t where a > 1", "number", "c"), (view.ViewText, view.Schema.Columns["n"].Comment, view.Comment));
        Run("insert into t values (5, 'z')");
        Assert.Equal("3|y;6|z", Rows("select * from v order by n"));
        Run("create or replace view v as (select b from t)");
        Assert.Equal("b STRING", Columns("select * from v"));
        Assert.Equal("ODPS-0130211", Fails("create view v as select 1 as one").Code);
        Run("create view w as select * from v; drop view v");
        Assert.Equal("ODPS-0130131", Fails("select * from w").Code);
    }

    [Fact]
    public void Materialized_views_keep_rows()
    {
        Run("create table t (a bigint, pt string); insert into t values (1, 'x'), (2, 'y')");
        Run("CREATE MATERIALIZED VIEW `m` LIFECYCLE 7 (\n  `a`, pt\n)\nDISABLE REWRITE\nPARTITIONED ON (\n  `pt`\n)\nTBLPROPERTIES (\n  'enable_auto_refresh' = 'true'\n)\nAS SELECT a, pt FROM t");
        Run("truncate table t");
        Assert.Equal("1|x;2|y", Rows("select * from m"));
        Assert.Equal("pt=x\npt=y\n", Run("show partitions m").Text);
        Run("DROP MATERIALIZED VIEW IF EXISTS m");
    }

    [Fact]
    public void Partitions_are_added_dropped_and_renamed()
    {
        Run("create table t (a bigint) partitioned by (pt string, hh bigint)");
        Run("ALTER TABLE demo.`t` ADD IF NOT EXISTS  PARTITION (pt='1',hh='1'); ALTER TABLE demo.`t` ADD IF NOT EXISTS  PARTITION (pt='1',hh='1')");
        Run("alter table demo.`t` add if not exists\npartition (pt='1',hh='2')\npartition (pt='2',hh='1');");
        Run("ALTER TABLE `demo`.`t` ADD PARTITION (pt='3',hh=10)");
        Assert.Equal("pt=1/hh=1\npt=1/hh=2\npt=2/hh=1\npt=3/hh=10\n", Run("show partitions t").Text);
        Assert.Equal("pt=1/hh=1\npt=1/hh=2\n", Run("show partitions t partition (pt='1')").Text);
        Assert.Contains("already exists", Fails("alter table t add partition (pt='1',hh='1')").Message, StringComparison.Ordinal);
        Run("insert into t partition (pt='1', hh=1) values (1)");
        Run("ALTER TABLE demo.`t` PARTITION (pt='1',hh='1') RENAME TO  PARTITION (pt='9',hh='9')");
        Assert.Equal("1|9|9", Rows("select * from t"));
        Run("ALTER TABLE demo.`t` DROP IF EXISTS  PARTITION (pt='1',hh='2'); ALTER TABLE demo.`t` DROP IF EXISTS  PARTITION (pt='1',hh='2')");
        Run("alter table demo.`t` drop partition (pt='2',hh='1'),\n partition (pt='3',hh='10')");
        Assert.Equal("pt=9/hh=9\n", Run("show partitions t").Text);
        Assert.Equal("ODPS-0123031", Fails("alter table t drop partition (pt='1',hh='2')").Code);
        Assert.Equal("ODPS-0130071", Fails("alter table t add partition (nope='1',hh='2')").Code);
        Run("alter table t add partition (pt='a',hh='1') partition (pt='b',hh='1'); alter table t drop partition (pt < 'b')");
        Assert.Equal("pt=b/hh=1\n", Run("show partitions t").Text);
    }

    [Fact]
    public void Truncate_empties_a_table_or_partitions()
    {
        Run("create table t (a bigint) partitioned by (pt string); insert into t partition (pt) values (1, 'x'), (2, 'y'), (3, 'z')");
        Run("TRUNCATE TABLE demo.`t` PARTITION (pt='x'), PARTITION (pt='z')");
        Assert.Equal("2|y", Rows("select * from t"));
        Run("truncate table t");
        Assert.Equal("", Rows("select * from t"));
        Assert.Equal("pt=x\npt=y\npt=z\n", Run("show partitions t").Text);
    }

    [Fact]
    public void Tables_are_altered()
    {
        Run("create table t (a bigint, b string); insert into t values (1, 'x')");
        Run("ALTER TABLE demo.`t` SET COMMENT 'it\\'s'; ALTER TABLE t SET LIFECYCLE 5; alter table t changeowner to 'ALIYUN$me'; ALTER TABLE t SET TBLPROPERTIES('storagetier'='lowfrequency')");
        TableDefinition table = Table("t");
        Assert.Equal(("it's", 5, "ALIYUN$me", "lowfrequency"), (table.Comment, table.Lifecycle, table.Owner, table.Properties["storagetier"]));
        Run("ALTER TABLE demo.`t` ADD COLUMNS IF NOT EXISTS (\n    `c` DOUBLE COMMENT 'x',\n    `a` BIGINT\n)");
        Assert.Equal("1|x|\\N", Rows("select * from t"));
        Run("ALTER TABLE t CHANGE COLUMN c RENAME TO d; ALTER TABLE t CHANGE COLUMN a   `aa` BIGINT COMMENT 'y'; alter table t change column d comment 'z'");
        Assert.Equal("`aa` BIGINT COMMENT 'y', `b` STRING, `d` DOUBLE COMMENT 'z'", Table("t").Schema.Columns.ToString());
        Assert.Equal("1|x|\\N", Rows("select aa, b, d from t"));
        Run("ALTER TABLE t CHANGE COLUMN aa aa STRING");
        Assert.Equal("1|x|\\N", Rows("select * from t"));
        Assert.Equal("aa STRING, b STRING, d DOUBLE", Columns("select * from t"));
        Run("ALTER TABLE t DROP COLUMNS `b`, `d`; alter table t add columns (b bigint)");
        Assert.Equal("1|\\N", Rows("select * from t"));
        Run("ALTER table `demo`.`t` RENAME TO `u`");
        Assert.Equal("1|\\N", Rows("select * from u"));
        Run("ALTER TABLE u TOUCH; ALTER TABLE u CLUSTERED BY (aa) INTO 4 BUCKETS; ALTER TABLE u NOT CLUSTERED; alter table u disable lifecycle");
        Assert.Null(Table("u").Clustering);
        Assert.Equal("ODPS-0130071", Fails("alter table u change column aa aa bigint").Code);
        Assert.Equal("ODPS-0130071", Fails("alter table u drop columns nope").Code);
        Assert.Contains("is not supported by the emulator", Fails("alter table u merge smallfiles").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_and_times_keep_their_values_when_their_type_widens()
    {
        Run("create table t (a int, b decimal(5,2), c date); insert into t values (-7, 1.25BD, date'2024-02-29')");
        Run("alter table t change column a a bigint; alter table t change column b b double; alter table t change column c c datetime");
        Assert.Equal("-7|1.25|2024-02-29 00:00:00.", Rows("select * from t").Replace("00:00:00", "00:00:00.", StringComparison.Ordinal));
        Assert.Equal("a BIGINT, b DOUBLE, c DATETIME", Columns("select * from t"));
    }

    [Fact]
    public void Schemas_and_projects_are_part_of_names()
    {
        Store.CreateProject("other");
        Run("create schema demo.s1; create table other.t (a bigint); create table demo.s1.t (b bigint); insert into demo.s1.t values (5)");
        Assert.Equal("a BIGINT", Columns("select * from other.t"));
        Assert.Equal("5", Rows("select * from demo.s1.t"));
        Settings["odps.namespace.schema"] = "true";
        Assert.Equal("5", Rows("select t.b from s1.t where s1.t.b = 5"));
        Settings["odps.default.schema"] = "s1";
        Assert.Equal("5", Rows("select * from t"));
        Assert.Equal("tester:t\n", Run("show tables").Text);
        Assert.Equal("ODPS-0420111", Fails("create table nowhere.s1.t (a bigint)").Code);
    }

    [Fact]
    public void Tables_are_described()
    {
        Run("create table t (id bigint not null comment 'k', v decimal(10,2) default 1.5) comment 'c' partitioned by (pt string) tblproperties ('a'='b') lifecycle 3");
        Run("create view v as select id from t; insert into t partition (pt='x') (id) values (1)");
        Assert.Equal("tester:t\ntester:v\n", Run("show tables").Text);
        Assert.Equal("tester:v\n", Run("show tables in demo like 'v*'").Text);
        Assert.Equal("tester:v\n", Run("show views").Text);
        Assert.Contains("| id              | bigint     |       | k", Run("desc t").Text, StringComparison.Ordinal);
        Assert.Contains("| pt              | string", Run("desc extended t").Text, StringComparison.Ordinal);
        Assert.Contains("PartitionSize", Run("desc t partition (pt='x')").Text, StringComparison.Ordinal);
        string ddl = Run("show create table t").Text;
        Run(ddl.Replace("`t`", "`again`", StringComparison.Ordinal));
        Assert.Equal(Table("t").Schema, Table("again").Schema);
        Assert.Equal(ddl, Run("show create table again").Text.Replace("`again`", "`t`", StringComparison.Ordinal));
        Settings["odps.sql.select.output.format"] = "json";
        Assert.Contains("\"NativeColumns\":[{\"Name\":\"id\",\"Type\":\"bigint\",\"Comment\":\"k\",\"Nullable\":false,\"DefaultValue\":\"\"}", Run("desc extended t").Text, StringComparison.Ordinal);
        Assert.Equal("{\"columns\":[{\"name\":\"id\",\"type\":\"BIGINT\"}]}", Run("explain output select id from t").Text);
        Assert.Equal("1.50", Rows("select v from t"));
    }

    [Fact]
    public void What_the_emulator_lacks_is_named_with_its_place()
    {
        Assert.Equal("ODPS-0130071:[1,1] Semantic analysis exception - the statement ANALYZE is not supported by the emulator", Fails("analyze table t compute statistics").Message);
        Assert.Equal("ODPS-0130071:[1,8] Semantic analysis exception - CREATE FUNCTION is not supported by the emulator", Fails("create function f as 'x'").Message);
    }
}
