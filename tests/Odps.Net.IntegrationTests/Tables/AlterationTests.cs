namespace Odps.Net.IntegrationTests.Tables;

public sealed class AlterationTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Columns_are_added_renamed_changed_and_dropped_and_rows_stay()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id int not null, name string");
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} values (1, 'a')");
        await table.AlterAsync(TableAlteration.AddColumns("`order` decimal(5,2) comment 'it\\'s', note string"));
        await table.AlterAsync(TableAlteration.AddColumns("note string", ifNotExists: true));
        await table.AlterAsync(TableAlteration.RenameColumn("name", "select"));
        await table.AlterAsync(TableAlteration.ChangeColumnType("id", OdpsType.BigInt));
        await table.AlterAsync(TableAlteration.SetColumnComment("id", "key"));
        await table.AlterAsync(TableAlteration.AllowNull("id"));
        await table.AlterAsync(TableAlteration.ChangeColumn("note", new Column("remark", OdpsType.String, "x\ny")));
        await table.AlterAsync(TableAlteration.DropColumns("order"));
        TableInfo info = await table.GetAsync();
        Assert.Equal(new TableSchema([new Column("id", OdpsType.BigInt, "key"), new Column("select", OdpsType.String), new Column("remark", OdpsType.String, "x\ny")]), info.Schema);
        Assert.Equal([1L, "a", null], (await table.HeadAsync())[0]);
    }

    [Fact]
    public async Task Comment_owner_lifecycle_clustering_and_properties_are_set()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await table.AlterAsync(TableAlteration.SetComment("it's \"x\""));
        await table.AlterAsync(TableAlteration.SetOwner("ALIYUN$other@example.com"));
        await table.AlterAsync(TableAlteration.SetLifecycle(9));
        await table.AlterAsync(TableAlteration.SetLifecycleEnabled(false));
        await table.AlterAsync(TableAlteration.SetProperties(new Dictionary<string, string> { ["a'b"] = "1" }));
        await table.AlterAsync(TableAlteration.SetStorageTier(StorageTier.LongTerm));
        var clustering = new TableClustering { IsRange = true, Columns = ["id"], SortColumns = [new("id", true)] };
        await table.AlterAsync(TableAlteration.SetClustering(clustering));
        TableInfo info = await table.GetAsync();
        TableExtendedInfo extended = await table.GetExtendedAsync();
        Assert.Equal(("it's \"x\"", "ALIYUN$other@example.com", 9, "1"), (info.Comment, info.Owner, info.LifecycleDays, info.Properties["a'b"]));
        Assert.Equal((clustering, StorageTier.LongTerm, 0L), (extended.Clustering, extended.StorageTier!.Tier, extended.StorageTier.LongTermSize));
        await table.AlterAsync(TableAlteration.SetClustering(null));
        Assert.Null((await table.GetExtendedAsync()).Clustering);
    }

    [Fact]
    public async Task Table_is_renamed_and_touched()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        string name = fixture.NewTableName();
        await table.AlterAsync(TableAlteration.Touch());
        await table.AlterAsync(TableAlteration.Rename(name));
        Assert.False(await table.ExistsAsync());
        Assert.True(await _client.Tables.ExistsAsync(name));
    }

    [Fact]
    public async Task Submitted_statements_are_instances_that_can_be_waited_for()
    {
        string name = fixture.NewTableName();
        Instance create = await _client.Tables.SubmitCreateAsync(name, TableSchema.Parse("id bigint", "dt string"));
        await create.WaitForSuccessAsync();
        Table table = _client.Tables[name];
        await (await table.SubmitAlterAsync(TableAlteration.SetLifecycle(3))).WaitForSuccessAsync();
        await (await table.Partitions.SubmitCreateAsync("dt=1")).WaitForSuccessAsync();
        await (await table.SubmitTruncateAsync("dt=1")).WaitForSuccessAsync();
        await (await table.Partitions.SubmitDropAsync("dt=1")).WaitForSuccessAsync();
        Assert.Equal(3, (await table.GetAsync()).LifecycleDays);
        await (await table.SubmitDropAsync()).WaitForSuccessAsync();
        Assert.False(await table.ExistsAsync());
    }

    [Fact]
    public async Task Views_are_created_replaced_altered_and_dropped_as_views()
    {
        Table source = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        Table view = await _client.Tables.CreateViewAsync(fixture.NewTableName(), $"select id from {source.Name}");
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Tables.CreateViewAsync(view.Name, $"select id from {source.Name}"));
        await _client.Tables.CreateViewAsync(view.Name, $"select id from {source.Name}", new CreateViewOptions { IfNotExists = true });
        await _client.Tables.CreateViewAsync(view.Name, $"select id, id + 1 as next from {source.Name}", new CreateViewOptions { OrReplace = true });
        Assert.Equal(2, (await view.GetAsync()).Schema!.Columns.Count);
        Assert.Single(await _client.Tables.ListAsync(new ListTablesOptions { Type = TableType.VirtualView, Prefix = view.Name }).ToListAsync());
        string name = fixture.NewTableName();
        await view.AlterAsync(TableAlteration.Rename(name), TableType.VirtualView);
        await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.Tables.DropAsync(name));
        await _client.Tables.DropAsync(name, type: TableType.VirtualView);
        Assert.False(await _client.Tables.ExistsAsync(name));
        Instance submitted = await _client.Tables.SubmitCreateViewAsync(name, $"select id from {source.Name}", new CreateViewOptions { IsMaterialized = true });
        await submitted.WaitForSuccessAsync();
        await _client.Tables.DropAsync(name, type: TableType.MaterializedView);
        await _client.Tables.DropAsync(name, ifExists: true, type: TableType.MaterializedView);
    }

    [Fact]
    public async Task Changes_that_cannot_be_are_refused_with_typed_exceptions()
    {
        Table missing = _client.Tables["no_such_table"];
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.AlterAsync(TableAlteration.SetLifecycle(1)));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.DropAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.TruncateAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.GetExtendedAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.GetDdlAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.HeadAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.Partitions.CreateAsync("dt=1"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tables.CreateViewAsync(fixture.NewTableName(), "select * from no_such_table"));

        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        Table other = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        OdpsAlreadyExistsException exists = await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Tables.CreateAsync(table.Name, "id bigint"));
        Assert.NotNull(exists.InstanceId);
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => table.AlterAsync(TableAlteration.Rename(other.Name)));
        OdpsInstanceFailedException column = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => table.AlterAsync(TableAlteration.DropColumns("nope")));
        Assert.Contains("nope", column.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => table.AlterAsync(TableAlteration.ChangeColumnType("id", OdpsType.TinyInt)));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.WithProject("no_such_project").Tables.CreateAsync("t", "id bigint"));
    }

    [Fact]
    public async Task Files_are_merged_archived_frozen_and_restored()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint not null", "dt string", new CreateTableOptions { IsTransactional = true, PrimaryKey = ["id"], DataRetentionHours = 24 });
        await table.Partitions.CreateAsync("dt=it's");
        Instance merged = await table.MergeFilesAsync();
        Assert.Equal("Merge", Assert.Single(await merged.GetTasksAsync()).Type);
        await table.MergeFilesAsync("dt=\"it's\"", new MergeFilesOptions { Compaction = FileCompaction.Minor, RecentHours = 1 });
        await table.MergeFilesAsync(options: new MergeFilesOptions { Compaction = FileCompaction.Major });
        Assert.False((await table.GetExtendedAsync()).IsArchived);
        await table.ArchiveAsync("dt=it's");
        Assert.True((await table.Partitions.GetExtendedAsync("dt=it's")).IsArchived);
        await table.ArchiveAsync();
        Assert.True((await table.GetExtendedAsync()).IsArchived);
        await table.FreezeAsync();
        await table.RestoreAsync();
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.FreezeAsync("dt=2"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tables["no_such_table"].ArchiveAsync());
    }
}
