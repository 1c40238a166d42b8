using Odps.Net.Emulator;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Tests.Emulator.Storage;

/// <summary>The catalog and the rows, in memory and in a file.</summary>
public sealed class SqliteTableStoreTests : IDisposable
{
    private readonly SqliteTableStore _store = NewStore(null);

    public void Dispose() => _store.Dispose();

    private static SqliteTableStore NewStore(string? path)
    {
        var store = new SqliteTableStore(path, TimeProvider.System);
        store.CreateProject("Demo");
        return store;
    }

    private TableDefinition Create(string name, string columns, string? keys = null)
    {
        _store.CreateTable(new TableDefinition { Project = "demo", Name = name, Schema = TableSchema.Parse(columns, keys) }, ifNotExists: false);
        return _store.FindTable("demo", null, name)!;
    }

    private static List<object?> ReadColumn(SqliteTableStore store, TableDefinition table, int column = 0) => [.. store.Read(table, null, 0, long.MaxValue).Select(r => r[column])];

    [Fact]
    public void Projects_are_found_in_any_letter_case()
    {
        Assert.True(_store.ProjectExists("DEMO"));
        Assert.False(_store.ProjectExists("other"));
        _store.CreateProject("a'; drop table projects; --");
        Assert.Equal(["a'; drop table projects; --", "Demo"], _store.ListProjects());
        Assert.Equal(404, Assert.Throws<EmulatorException>(() => _store.ListTables("other", null)).Status);
    }

    [Fact]
    public void Tables_are_found_in_any_letter_case_and_listed_by_name()
    {
        Create("b", "id bigint");
        Create("A \"`'; drop table tables; --", "id bigint");
        Create("Größe", "id bigint");
        Assert.Equal(["A \"`'; drop table tables; --", "b", "Größe"], _store.ListTables("demo", "DEFAULT").Select(t => t.Name));
        Assert.NotNull(_store.FindTable("DEMO", "Default", "GRÖSSE".Replace("SS", "ß", StringComparison.Ordinal)));
        Assert.Null(_store.FindTable("demo", "other", "b"));
        Assert.Equal("ObjectAlreadyExists", Assert.Throws<EmulatorException>(() => Create("B", "id bigint")).Code);
    }

    [Fact]
    public void A_definition_comes_back_whole()
    {
        var table = new TableDefinition
        {
            Project = "demo",
            SchemaName = "s",
            Name = "t",
            Owner = "me",
            Comment = "it's\n\"x\"",
            Lifecycle = 7,
            IsTransactional = true,
            PrimaryKey = ["id"],
            Properties = new Dictionary<string, string> { ["transactional"] = "true", ["ü"] = "\\" },
            Clustering = new ClusteringDefinition(true, ["id"], [("id", true)], 16),
            Storage = new StorageDefinition { Handler = "h", Location = "oss://x", SerDeProperties = new Dictionary<string, string> { ["k"] = "v" } },
            PartitionExpression = "trunc_time(`d`, 'day')",
            Schema = new TableSchema(
                [new Column("id", OdpsType.BigInt, "key", false) { DefaultValue = "1", Label = "L" }, new Column("s", OdpsType.Parse("array<struct<`a b`:decimal(38,18)>>"))],
                [new Column("pt", OdpsType.String)]),
        };
        _store.CreateTable(table, ifNotExists: false);
        TableDefinition found = _store.FindTable("demo", "s", "T")!;
        Assert.Equal(table.Schema, found.Schema);
        Assert.Equal(
            (table.Comment, table.Lifecycle, table.Owner, true, table.PartitionExpression), (found.Comment, found.Lifecycle, found.Owner, found.IsTransactional, found.PartitionExpression));
        Assert.Equal(table.Properties, found.Properties);
        Assert.Equal(table.PrimaryKey, found.PrimaryKey);
        Assert.Equal(("oss://x", "v"), (found.External!.Location, found.External.SerDeProperties["k"]));
        Assert.Equal([("id", true)], found.Clustering!.SortColumns);
        Assert.NotEqual("", found.TableId);
    }

    [Fact]
    public void Rows_are_read_in_the_order_of_writing_and_by_ranges()
    {
        TableDefinition table = Create("t", "id bigint, name string");
        Assert.Equal(3, _store.Write(table, null, [[1L, "a"], [2L, null], [3L, "c"]], overwrite: false));
        Assert.Equal(2, _store.Write(table, null, [[0L, "d"], [9L, "e"]], overwrite: false));
        Assert.Equal([1L, 2L, 3L, 0L, 9L], ReadColumn(_store, table));
        Assert.Equal([2L, 3L], _store.Read(table, null, 1, 2).Select(r => r[0]));
        Assert.Empty(_store.Read(table, null, 5, 10));
        Assert.Equal(5, _store.CountRows(table, null));
        Assert.Equal(1, _store.Write(table, null, [[7L, "x"]], overwrite: true));
        Assert.Equal([7L], ReadColumn(_store, table));
        _store.Truncate(table, null);
        Assert.Equal(0, _store.CountRows(table, null));
        Assert.Empty(ReadColumn(_store, table));
    }

    [Fact]
    public void Partitions_keep_their_rows_apart_and_are_listed_by_value()
    {
        TableDefinition table = Create("t", "id bigint", "dt string, hh bigint");
        _store.CreatePartition(table, "dt='b',hh='2'", ifNotExists: false);
        _store.CreatePartition(table, "HH='010',DT='a/='", ifNotExists: false);
        _store.CreatePartition(table, "dt='b',hh='1'", ifNotExists: false);
        _store.CreatePartition(table, "dt='b',hh='01'", ifNotExists: true);
        Assert.Equal("ObjectAlreadyExists", Assert.Throws<EmulatorException>(() => _store.CreatePartition(table, "dt='b',hh='1'", ifNotExists: false)).Code);
        _store.Write(table, "dt='b',hh='1'", [[1L], [2L]], overwrite: false);
        _store.Write(table, "dt='b',hh='2'", [[3L]], overwrite: false);
        Assert.Equal(["10", "1", "2"], _store.ListPartitions(table).Select(p => p.Spec["hh"]));
        Assert.Equal([2L, 1L, 0L], _store.ListPartitions(table).Select(p => p.RecordCount).OrderDescending());
        Assert.Equal([1L, 2L], _store.Read(table, "dt='b',hh='1'", 0, 10).Select(r => r[0]));
        Assert.Equal([1L, 2L, 3L], ReadColumn(_store, table));
        _store.Write(table, "dt='b',hh='1'", [[9L]], overwrite: true);
        Assert.Equal([9L, 3L], ReadColumn(_store, table));
        Assert.Equal(2, _store.CountRows(table, null));
        _store.DropPartition(table, "dt='b',hh='2'", ifExists: false);
        _store.DropPartition(table, "dt='b',hh='2'", ifExists: true);
        Assert.Equal([9L], ReadColumn(_store, table));
        Assert.Equal("NoSuchPartition", Assert.Throws<EmulatorException>(() => _store.DropPartition(table, "dt='b',hh='2'", ifExists: false)).Code);
        Assert.Equal("NoSuchPartition", Assert.Throws<EmulatorException>(() => _store.Write(table, "dt='z',hh='2'", [[1L]], overwrite: false)).Code);
        Assert.Equal("InvalidPartitionSpec", Assert.Throws<EmulatorException>(() => _store.Write(table, null, [[1L]], overwrite: false)).Code);
        Assert.Equal("InvalidPartitionSpec", Assert.Throws<EmulatorException>(() => _store.FindPartition(table, "dt='b',hh='x'")).Code);
        Assert.Null(_store.FindPartition(table, "dt='z',hh='2'"));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        TableDefinition table = Create("t", "id bigint not null");
        _store.Write(table, null, [[1L]], overwrite: false);
        Assert.Throws<EmulatorException>(() => _store.Write(table, null, [[2L], [null]], overwrite: true));
        Assert.Throws<EmulatorException>(() => _store.Write(table, null, [[2L], [3L, 4L]], overwrite: false));
        Assert.Throws<InvalidOperationException>(() => _store.Write(table, null, Failing(), overwrite: true));
        Assert.Equal([1L], ReadColumn(_store, table));
        Assert.Equal(1, _store.CountRows(table, null));

        static IEnumerable<object?[]> Failing()
        {
            yield return [5L];
            throw new InvalidOperationException("the source failed");
        }
    }

    [Fact]
    public void Columns_are_added_and_dropped_without_touching_the_others()
    {
        TableDefinition table = Create("t", "a bigint, b string, c double");
        _store.Write(table, null, [[1L, "x", 1.5]], overwrite: false);
        _store.AlterTable(table with { Schema = TableSchema.Parse("a bigint, c double, d date") });
        TableDefinition changed = _store.FindTable("demo", null, "t")!;
        Assert.Equal(2, changed.SchemaVersion);
        Assert.Equal([1L, 1.5, null], _store.Read(changed, null, 0, 1)[0]);
        _store.AlterTable(changed with { Schema = TableSchema.Parse("a bigint, c double, d date, b string, e int") });
        changed = _store.FindTable("demo", null, "t")!;
        _store.Write(changed, null, [[2L, 2.5, new DateOnly(2024, 2, 29), "y", 7]], overwrite: false);
        Assert.Equal([null, "y"], ReadColumn(_store, changed, 3));
        Assert.Throws<EmulatorException>(() => _store.AlterTable(changed with { Schema = TableSchema.Parse("a string") }));
    }

    [Fact]
    public void Rows_of_a_primary_key_replace_each_other()
    {
        _store.CreateTable(new TableDefinition { Project = "demo", Name = "k", Schema = TableSchema.Parse("id bigint not null, v string"), PrimaryKey = ["id"] }, false);
        TableDefinition table = _store.FindTable("demo", null, "k")!;
        _store.Write(table, null, [[1L, "a"], [2L, "b"]], overwrite: false);
        _store.Write(table, null, [[1L, "c"]], overwrite: false);
        Assert.Equal(2, _store.CountRows(table, null));
        Assert.Equal(["b", "c"], ReadColumn(_store, table, 1));
    }

    [Fact]
    public void A_file_keeps_everything()
    {
        string path = Path.Combine(Path.GetTempPath(), $"odps-store-{Guid.NewGuid():N}.db");
        try
        {
            using (SqliteTableStore first = NewStore(path))
            {
                first.CreateTable(new TableDefinition { Project = "demo", Name = "t", Schema = TableSchema.Parse("id bigint, n array<double>", "pt string") }, false);
                TableDefinition table = first.FindTable("demo", null, "t")!;
                first.CreatePartition(table, "pt='1'", false);
                first.CreatePartition(table, "pt='2'", false);
                first.Write(table, "pt='1'", [[1L, new object?[] { 0.1, null }]], overwrite: false);
                Assert.Throws<EmulatorException>(() => first.Write(table, "pt='1'", [[1L, null], [1L]], overwrite: true));
            }

            using var second = new SqliteTableStore(path, TimeProvider.System);
            TableDefinition again = second.FindTable("DEMO", null, "T")!;
            Assert.Equal(["1", "2"], second.ListPartitions(again).Select(p => p.Spec["pt"]));
            Assert.Equal(1, second.CountRows(again, "pt='1'"));
            object?[] row = Assert.Single(second.Read(again, null, 0, 10));
            Assert.Equal(1L, row[0]);
            Assert.Equal(new object?[] { 0.1, null }, row[1]);
        }
        finally
        {
            foreach (string suffix in new[] { "", "-wal", "-shm" })
            {
                File.Delete(path + suffix);
            }
        }
    }

    [Fact]
    public void A_file_that_was_not_closed_opens_with_what_was_committed()
    {
        string path = Path.Combine(Path.GetTempPath(), $"odps-store-{Guid.NewGuid():N}.db");
        string copy = path + ".copy";
        try
        {
            using SqliteTableStore first = NewStore(path);
            first.CreateTable(new TableDefinition { Project = "demo", Name = "t", Schema = TableSchema.Parse("id bigint") }, false);
            TableDefinition table = first.FindTable("demo", null, "t")!;
            first.Write(table, null, [[1L]], overwrite: false);
            first.Write(table, null, CopyWhileWriting(), overwrite: false);
            using var second = new SqliteTableStore(copy, TimeProvider.System);
            Assert.Equal([1L], ReadColumn(second, second.FindTable("demo", null, "t")!));
            Assert.Equal([1L, 2L, 3L], ReadColumn(first, table));

            IEnumerable<object?[]> CopyWhileWriting()
            {
                yield return [2L];
                File.Copy(path, copy);
                File.Copy(path + "-wal", copy + "-wal");
                yield return [3L];
            }
        }
        finally
        {
            foreach (string suffix in new[] { "", "-wal", "-shm" })
            {
                File.Delete(path + suffix);
                File.Delete(copy + suffix);
            }
        }
    }

    [Fact]
    public async Task Many_threads_can_write_at_once()
    {
        TableDefinition table = Create("t", "id bigint");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                _store.Write(table, null, [[(long)((n * 1000) + i)]], overwrite: false);
                _store.Read(table, null, 0, 5);
            }
        })));
        Assert.Equal(400, _store.CountRows(table, null));
        Assert.Equal(400, ReadColumn(_store, table).Distinct().Count());
    }
}
