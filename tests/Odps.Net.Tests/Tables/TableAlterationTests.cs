namespace Odps.Net.Tests.Tables;

public sealed class TableAlterationTests
{
    public static TheoryData<string, string, TableAlteration> Alterations => new()
    {
        { "ADD COLUMNS (\n  `a` BIGINT COMMENT 'x',\n  `select` STRING\n)", "SQLAddColumnsTask", TableAlteration.AddColumns("a bigint comment 'x', `select` string") },
        { "ADD COLUMNS IF NOT EXISTS (\n  `a` BIGINT\n)", "SQLAddColumnsTask", TableAlteration.AddColumns([new Column("a", OdpsType.BigInt)], ifNotExists: true) },
        { "DROP COLUMNS `a`, `b``c`", "SQLDeleteColumnsTask", TableAlteration.DropColumns("a", "b`c") },
        { "CHANGE COLUMN `a` RENAME TO `b`", "SQLRenameColumnsTask", TableAlteration.RenameColumn("a", "b") },
        { "CHANGE COLUMN `a` `b` ARRAY<STRUCT<`x`:INT>> COMMENT 'it\\'s'", "SQLRenameColumnsTask", TableAlteration.ChangeColumn("a", new Column("b", OdpsType.Parse("array<struct<x:int>>"), "it's")) },
        { "CHANGE COLUMN `a` `a` BIGINT", "SQLChangeColumnTask", TableAlteration.ChangeColumnType("a", OdpsType.BigInt) },
        { "CHANGE COLUMN `a` COMMENT ''", "SQLChangeColumnTask", TableAlteration.SetColumnComment("a", "") },
        { "CHANGE COLUMN `a` NULL", "SQLChangeColumnTask", TableAlteration.AllowNull("a") },
        { "SET COMMENT 'a\\nb'", "SQLSetCommentTask", TableAlteration.SetComment("a\nb") },
        { "CHANGEOWNER TO 'ALIYUN$x@y.z'", "SQLSetOwnerTask", TableAlteration.SetOwner("ALIYUN$x@y.z") },
        { "SET LIFECYCLE 30", "SQLSetLifecycleTask", TableAlteration.SetLifecycle(30) },
        { "DISABLE LIFECYCLE", "SQLSetLifecycleTask", TableAlteration.SetLifecycleEnabled(false) },
        { "PARTITION (dt='1') ENABLE LIFECYCLE", "SQLSetLifecycleTask", TableAlteration.SetLifecycleEnabled(true, "dt=1") },
        { "SET TBLPROPERTIES ('storagetier'='longterm')", "SQLSetStorageTierTask", TableAlteration.SetStorageTier(StorageTier.LongTerm) },
        { "PARTITION (dt='1') SET PARTITIONPROPERTIES ('storagetier'='lowfrequency')", "SQLSetStorageTierTask", TableAlteration.SetStorageTier(new StorageTier("LowFrequency"), "dt=1") },
        { "SET TBLPROPERTIES ('a'='1', 'b'='it\\'s')", "SQLSetPropertiesTask", TableAlteration.SetProperties(new Dictionary<string, string> { ["b"] = "it's", ["a"] = "1" }) },
        { "RENAME TO `n`", "SQLRenameTask", TableAlteration.Rename("n") },
        { "RANGE CLUSTERED BY (`a`) SORTED BY (`a` DESC)", "SQLSetClusterInfoTask", TableAlteration.SetClustering(new TableClustering { IsRange = true, Columns = ["a"], SortColumns = [new("a", true)] }) },
        { "NOT CLUSTERED", "SQLSetClusterInfoTask", TableAlteration.SetClustering(null) },
        { "TOUCH", "SQLTouchTask", TableAlteration.Touch() },
        { "TOUCH PARTITION (dt='1')", "SQLTouchTask", TableAlteration.Touch("dt=1") },
        { "PARTITION (dt='1') RENAME TO PARTITION (dt='2')", "SQLChangePartitionSpecTask", TableAlteration.RenamePartition("dt=1", "dt=2") },
    };

    [Theory]
    [MemberData(nameof(Alterations))]
    public void Each_change_is_the_statement_and_task_of_the_service(string clause, string task, TableAlteration alteration)
    {
        TableStatement statement = alteration.ToStatement(new TableName("p", null, "t"), type: null);
        Assert.Equal($"ALTER TABLE p.`t` {clause}", statement.Sql);
        Assert.Equal(task, statement.TaskName);
        Assert.Equal(clause.Contains("storagetier", StringComparison.Ordinal), statement.UsesStorageTiers);
        Assert.EndsWith("table p.t", statement.Operation, StringComparison.Ordinal);
        Assert.Equal($"ALTER TABLE ... {clause}", alteration.ToString());
    }

    [Theory]
    [InlineData("VIRTUAL_VIEW")]
    [InlineData("MATERIALIZED_VIEW")]
    public void Views_are_altered_as_views(string type) =>
        Assert.Equal("ALTER VIEW p.`s`.`v` RENAME TO `w`", TableAlteration.Rename("w").ToStatement(new TableName("p", "s", "v"), new TableType(type)).Sql);

    [Fact]
    public void Changes_of_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TableAlteration.AddColumns([]));
        Assert.Throws<ArgumentException>(() => TableAlteration.DropColumns());
        Assert.Throws<ArgumentException>(() => TableAlteration.SetProperties(new Dictionary<string, string>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => TableAlteration.SetLifecycle(0));
        Assert.Throws<ArgumentException>(() => TableAlteration.Rename(" "));
        Assert.Throws<FormatException>(() => TableAlteration.AddColumns("a"));
    }
}
