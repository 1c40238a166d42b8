using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Schemas;

public sealed class SchemaTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Schema_exists_from_its_creation_until_it_is_deleted()
    {
        Assert.False(await _client.Schemas.ExistsAsync("life"));
        await _client.Schemas.CreateAsync("life", "it's & more");
        Assert.True(await _client.Schemas.ExistsAsync("LIFE"));
        SchemaInfo info = await _client.Schemas.GetAsync("life");
        Assert.Equal(("life", _client.Project, "it's & more", "MANAGED"), (info.Name, info.Project, info.Comment, info.Type));
        Assert.NotNull(info.Owner);
        Assert.NotNull(info.CreationTime);
        await _client.Schemas.DeleteAsync("life");
        Assert.False(await _client.Schemas.ExistsAsync("life"));
    }

    [Fact]
    public async Task Schemas_are_listed_by_prefix_and_owner_across_pages()
    {
        foreach (string name in new[] { "list_a", "list_b", "list_c" })
        {
            await _client.Schemas.CreateAsync(name);
        }

        PagedEnumerable<SchemaInfo> listing = _client.Schemas.ListAsync(new ListSchemasOptions { Prefix = "list_", PageSize = 2 });
        Assert.Equal(["list_a", "list_b", "list_c"], await listing.Select(s => s.Name).ToListAsync());
        Assert.Equal(2, await listing.AsPagesAsync().CountAsync());
        Assert.Contains("default", await _client.Schemas.ListAsync().Select(s => s.Name).ToListAsync());
        Assert.Empty(await _client.Schemas.ListAsync(new ListSchemasOptions { Owner = "nobody" }).ToListAsync());
    }

    [Fact]
    public async Task Tables_of_one_name_live_in_several_schemas()
    {
        await _client.Schemas.CreateAsync("room");
        OdpsClient room = _client.WithSchema("room");
        await _client.Tables.CreateAsync("same", "id bigint");
        Table table = await room.Tables.CreateAsync("same", "name string", "dt string");
        Assert.Equal(("room", "same"), (table.SchemaName, table.Name));
        Assert.Equal("name", (await _client.Tables.GetAsync($"{_client.Project}.room.same")).Schema!.Columns[0].Name);
        Assert.Equal("id", (await _client.Tables.GetAsync("same")).Schema!.Columns[0].Name);
        Assert.Equal(["same"], await room.Tables.ListAsync().Select(t => t.Name).ToListAsync());
        await room.Tables["same"].Partitions.CreateAsync("dt=1");
        Assert.True(await room.Tables["same"].Partitions.ExistsAsync("dt=1"));
        await room.Sql.ExecuteAsync("insert into same partition (dt='1') values ('x')");
        Assert.Equal("x", (await room.Tables["same"].HeadAsync(1))[0]["name"]);
        Assert.StartsWith($"CREATE TABLE {_client.Project}.`room`.`same` (", await table.GetDdlAsync(), StringComparison.Ordinal);
        await table.AlterAsync(TableAlteration.SetComment("c"));

        OdpsServiceException inUse = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Schemas.DeleteAsync("room"));
        Assert.Contains("room", inUse.Message, StringComparison.Ordinal);
        await table.DropAsync();
        await _client.Schemas.DeleteAsync("room");
    }

    [Fact]
    public async Task Missing_duplicate_and_forbidden_schemas_are_typed_exceptions()
    {
        await _client.Schemas.CreateAsync("twice");
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Schemas.CreateAsync("twice"));
        await _client.Schemas.CreateAsync("twice", ifNotExists: true);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Schemas.GetAsync("nope"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Schemas.DeleteAsync("nope"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.WithSchema("nope").Tables.CreateAsync("t", "id bigint"));
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Schemas.DeleteAsync("default"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.WithProject("nope").Schemas.ExistsAsync("x"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.WithProject("nope").Schemas.ListAsync().ToListAsync().AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _client.Schemas.CreateAsync(" "));
    }

    [Fact]
    public async Task Comment_and_owner_of_a_schema_are_changed()
    {
        await _client.Schemas.CreateAsync("altered", "old");
        await _client.Schemas.SetCommentAsync("altered", "it's new");
        await _client.Schemas.ChangeOwnerAsync("altered", "ALIYUN$other@example.com");
        SchemaInfo info = await _client.Schemas.GetAsync("altered");
        Assert.Equal(("it's new", "ALIYUN$other@example.com"), (info.Comment, info.Owner));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Schemas.SetCommentAsync("nope", "c"));
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Schemas.SetCommentAsync("default", "c"));
    }

    [Fact]
    public async Task Objects_are_made_only_in_a_schema_that_is_there_and_keep_it_from_being_deleted()
    {
        OdpsClient nowhere = _client.WithSchema("nowhere");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => nowhere.Resources.CreateAsync("r.py", ResourceType.Py, new MemoryStream([1])));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => nowhere.Functions.CreateAsync("f", "m.C"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => nowhere.Volumes.CreatePartedAsync("v"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => nowhere.Tables.CreateViewAsync("v", "select 1"));

        await _client.Schemas.CreateAsync("held");
        OdpsClient held = _client.WithSchema("held");
        Resource resource = await held.Resources.CreateAsync("r.py", ResourceType.Py, new MemoryStream([1]));
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Schemas.DeleteAsync("held"));
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Sql.ExecuteAsync($"drop schema {Identifier.Of(_client.Project!, "held")}"));
        await resource.DeleteAsync();
        await _client.Schemas.DeleteAsync("held");
    }

    [Fact]
    public async Task Statements_make_list_and_drop_schemas_too()
    {
        await _client.Sql.ExecuteAsync($"create schema if not exists {Identifier.Of(_client.Project!, "by_sql")} comment 'c'");
        Assert.Equal("c", (await _client.Schemas.GetAsync("by_sql")).Comment);
        await using QueryResult schemas = await _client.Sql.QueryAsync("show schemas");
        Assert.Contains("by_sql\n", schemas.RawText, StringComparison.Ordinal);
        await _client.Sql.ExecuteAsync("drop schema by_sql");
        await _client.Sql.ExecuteAsync("drop schema if exists by_sql");
        Assert.False(await _client.Schemas.ExistsAsync("by_sql"));
    }

    [Fact]
    public async Task Schemas_and_settings_stay_in_the_data_directory()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"odps-{Guid.NewGuid():N}");
        try
        {
            for (int round = 0; round < 2; round++)
            {
                await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = folder });
                await using var client = new OdpsClient(emulator.ClientOptions);
                if (round == 0)
                {
                    await client.Schemas.CreateAsync("kept", "c");
                    await client.Projects.UpdateAsync(client.Project!, new ProjectUpdate { Comment = "kept too" });
                    Table table = await client.Tables.CreateAsync("t", "id bigint", "dt string");
                    await table.Partitions.CreateAsync("dt=1");
                    await table.Partitions.SetStorageTierAsync("dt=1", StorageTier.LongTerm);
                }
                else
                {
                    Assert.Equal("c", (await client.Schemas.GetAsync("kept")).Comment);
                    Assert.Equal("kept too", (await client.Projects.GetAsync()).Comment);
                    Assert.Equal(StorageTier.LongTerm, (await client.Tables["t"].Partitions.GetExtendedAsync("dt=1")).StorageTier!.Tier);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
