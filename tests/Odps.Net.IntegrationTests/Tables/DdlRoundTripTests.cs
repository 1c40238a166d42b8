using FsCheck;
using FsCheck.Fluent;

namespace Odps.Net.IntegrationTests.Tables;

/// <summary>
/// What CreateAsync writes, the service describes; what it describes, ToDdl writes; and that makes the same table again. Over random definitions; a failure
/// names the seed of the definition and the replay of the run.
/// </summary>
public sealed class DdlRoundTripTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public void Table_made_again_from_its_definition_is_the_same_table() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20260304, 5),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(RandomTable.Create).ToArbitrary(), sample => Task.Run(() => RoundTripAsync(sample)).GetAwaiter().GetResult()));

    [Fact]
    public void View_made_again_from_its_definition_is_the_same_view_over_random_options() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260305, 7),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(RandomView.Create).ToArbitrary(), sample => Task.Run(() => RoundTripAsync(sample)).GetAwaiter().GetResult()));

    [Fact]
    public void Random_definitions_use_every_option()
    {
        CreateTableOptions[] tables = [.. Enumerable.Range(0, 300).Select(seed => RandomTable.Create(seed).Options)];
        CreateViewOptions[] views = [.. Enumerable.Range(0, 100).Select(seed => RandomView.Create(seed).Options)];
        AssertUsed(tables, nameof(CreateTableOptions.Hints), nameof(CreateTableOptions.Job));
        AssertUsed(views, nameof(CreateViewOptions.Job));
        AssertUsed(tables.Select(t => t.External).OfType<ExternalStorage>().ToArray());
        AssertUsed(tables.Select(t => t.Clustering).OfType<TableClustering>().ToArray());
    }

    [Fact]
    public async Task Definition_without_comments_and_under_another_name_says_so()
    {
        string name = fixture.NewTableName();
        Table table = await _client.Tables.CreateAsync(name, "id bigint comment 'c'", options: new CreateTableOptions { Comment = "t" });
        Assert.Equal("CREATE TABLE IF NOT EXISTS p.`q` (\n  `id` BIGINT\n)", await table.GetDdlAsync(new TableDdlOptions { IncludeComments = false, IfNotExists = true, Name = "p.q" }));
        TableInfo info = await table.GetAsync();
        Assert.Contains("GetExtendedAsync", Assert.Throws<InvalidOperationException>(() => info.ToDdl()).Message, StringComparison.Ordinal);
        TableInfo item = await _client.Tables.ListAsync(new ListTablesOptions { Prefix = name }).FirstAsync(t => t.Name == name);
        Assert.Throws<InvalidOperationException>(() => item.ToDdl());
    }

    [Fact]
    public async Task View_made_again_from_its_definition_is_the_same_view()
    {
        Table source = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        Table view = await _client.Tables.CreateViewAsync(fixture.NewTableName(), $"select id, name from {source.Name} where id > 1", new CreateViewOptions
        {
            Columns = [new Column("key", OdpsType.BigInt, "it's"), new Column("order by", OdpsType.String)],
            Comment = "two\nlines",
        });
        string copy = fixture.NewTableName();
        await _client.Sql.ExecuteAsync(await view.GetDdlAsync(new TableDdlOptions { Name = copy }));
        TableInfo first = await view.GetAsync();
        TableInfo second = await _client.Tables.GetAsync(copy);
        Assert.Equal((TableType.VirtualView, true, "two\nlines"), (first.Type, first.IsVirtualView, first.Comment));
        Assert.Equal((first.Schema, first.ViewText, first.Comment, first.Type), (second.Schema, second.ViewText, second.Comment, second.Type));
        Assert.Equal(first.ToDdl(new TableDdlOptions { Name = "x" }), second.ToDdl(new TableDdlOptions { Name = "x" }));
        string asTable = await view.GetDdlAsync(new TableDdlOptions { AsTable = true, Name = "x" });
        Assert.Contains("CREATE TABLE ", asTable, StringComparison.Ordinal);
        Assert.Contains("`key` BIGINT COMMENT 'it\\'s'", asTable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Materialized_view_made_again_from_its_definition_is_the_same_view()
    {
        Table source = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, pt string");
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(source)} values (1, 'a'), (2, 'b')");
        Table view = await _client.Tables.CreateViewAsync(fixture.NewTableName(), $"select id, pt from {source.Name}", new CreateViewOptions
        {
            IsMaterialized = true,
            LifecycleDays = 7,
            DisableRewrite = true,
            PartitionedOn = ["pt"],
            Clustering = new TableClustering { Columns = ["id"], BucketCount = 4 },
            Properties = new Dictionary<string, string> { ["enable_auto_refresh"] = "true" },
        });
        string copy = fixture.NewTableName();
        await _client.Sql.ExecuteAsync(await view.GetDdlAsync(new TableDdlOptions { Name = copy }));
        TableInfo first = await view.GetAsync();
        TableInfo second = await _client.Tables.GetAsync(copy);
        Assert.Equal((TableType.MaterializedView, 7, false), (first.Type, first.LifecycleDays, first.IsRewriteEnabled));
        Assert.Equal("true", first.Properties["enable_auto_refresh"]);
        Assert.Equal(["pt"], first.Schema!.PartitionColumns.Select(c => c.Name));
        Assert.Equal((first.Schema, first.LifecycleDays, first.IsRewriteEnabled), (second.Schema, second.LifecycleDays, second.IsRewriteEnabled));
        Assert.Equal(await view.GetDdlAsync(new TableDdlOptions { Name = "x" }), await _client.Tables[copy].GetDdlAsync(new TableDdlOptions { Name = "x" }));
    }

    /// <summary>Each property of the options differs from its default in some of the samples.</summary>
    private static void AssertUsed<T>(T[] samples, params string[] except)
        where T : class
    {
        T defaults = Activator.CreateInstance<T>();
        string[] unused = [.. typeof(T).GetProperties()
            .Where(p => p.SetMethod is not null && !except.Contains(p.Name))
            .Where(p => samples.All(s => p.GetValue(s) is var value && (value is System.Collections.IEnumerable items and not string ? !items.Cast<object>().Any() : Equals(value, p.GetValue(defaults)))))
            .Select(p => p.Name)];
        Assert.Empty(unused);
    }

    private async Task RoundTripAsync(RandomView sample)
    {
        try
        {
            Table source = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string, pt string");
            Table first = await _client.Tables.CreateViewAsync(fixture.NewTableName(), RandomView.Query(source), sample.Options);
            string copy = fixture.NewTableName();
            await _client.Sql.ExecuteAsync(await first.GetDdlAsync(new TableDdlOptions { Name = copy }));
            TableInfo[] both = [await first.GetAsync(), await _client.Tables.GetAsync(copy)];
            CreateViewOptions options = sample.Options;
            foreach (TableInfo info in both)
            {
                Assert.Equal((options.IsMaterialized, !options.IsMaterialized, options.Comment), (info.IsMaterializedView, info.IsVirtualView, info.Comment));
                Assert.Equal(options.Columns.Select(c => (c.Name, c.Comment)), info.Schema!.AllColumns.Where(_ => options.Columns.Count > 0).Select(c => (c.Name, c.Comment)));
                Assert.Equal(options.PartitionedOn, info.Schema.PartitionColumns.Select(c => c.Name));
                Assert.Equal(options.LifecycleDays, info.LifecycleDays);
                Assert.Equal(!options.DisableRewrite || !options.IsMaterialized, info.IsRewriteEnabled ?? true);
                Assert.All(options.Properties, p => Assert.Equal(p.Value, info.Properties[p.Key]));
            }

            Assert.Equal(options.Clustering, (await _client.Tables[copy].GetExtendedAsync()).Clustering);
            Assert.Equal(await first.GetDdlAsync(new TableDdlOptions { Name = "x" }), await _client.Tables[copy].GetDdlAsync(new TableDdlOptions { Name = "x" }));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The view of seed {sample.Seed} is not the same: {e.Message}", e);
        }
    }

    private async Task RoundTripAsync(RandomTable sample)
    {
        try
        {
            Table first = await _client.Tables.CreateAsync(fixture.NewTableName(), sample.Schema, sample.Options);
            string ddl = await AssertIsAsync(sample, first);
            string copy = fixture.NewTableName();
            await _client.Sql.ExecuteAsync(await first.GetDdlAsync(new TableDdlOptions { Name = copy }));
            Assert.Equal(ddl, await AssertIsAsync(sample, _client.Tables[copy]));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The definition of seed {sample.Seed} is not the same: {e.Message}", e);
        }
    }

    private static async Task<string> AssertIsAsync(RandomTable sample, Table table)
    {
        TableInfo info = (await table.GetAsync()) with { Extended = await table.GetExtendedAsync() };
        CreateTableOptions options = sample.Options;
        Assert.Equal(sample.Schema, info.Schema);
        Assert.Equal(
            (options.Comment, options.LifecycleDays, options.ShardCount, options.HubLifecycleDays),
            (info.Comment, info.LifecycleDays, info.Shards?.ShardCount, info.Shards?.HubLifecycleDays ?? info.HubLifecycleDays));
        Assert.Equal(options.External is null ? TableType.ManagedTable : TableType.ExternalTable, info.Type);
        TableExtendedInfo extended = info.Extended!;
        Assert.Equal((options.IsTransactional, options.Clustering, options.DataRetentionHours), (extended.IsTransactional, extended.Clustering, extended.DataRetentionHours));
        Assert.Equal(options.PrimaryKey, extended.PrimaryKey);
        Assert.All(options.Properties, p => Assert.Equal(p.Value, info.Properties[p.Key]));
        Assert.Equal(options.StorageTier?.Value, info.Properties.GetValueOrDefault("storagetier"));
        Assert.Equal(options.External?.SerDeProperties ?? new Dictionary<string, string>(), extended.Storage?.SerDeProperties ?? new Dictionary<string, string>());
        Assert.Equal(
            options.External is { } s ? (s.Location, s.StorageHandler, s.SerDeClass, s.StoredAs, s.InputFormat, s.OutputFormat, s.Resources) : default,
            extended.Storage is { } f ? (f.Location, f.StorageHandler, f.SerDeClass, f.StoredAs, f.InputFormat, f.OutputFormat, f.Resources) : default);
        return info.ToDdl(new TableDdlOptions { Name = "x" });
    }
}
