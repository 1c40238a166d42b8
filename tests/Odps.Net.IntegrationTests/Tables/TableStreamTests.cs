namespace Odps.Net.IntegrationTests.Tables;

public sealed class TableStreamTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Stream_lives_from_creation_to_deletion()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint not null", options: new CreateTableOptions { IsTransactional = true, PrimaryKey = ["id"] });
        await _client.TableStreams.CreateAsync("changes", table, new CreateTableStreamOptions { Version = 3, ReadMode = TableStreamReadMode.Cdc, Comment = "it's" });
        await _client.TableStreams.CreateAsync("since", table, new CreateTableStreamOptions { From = DateTimeOffset.UnixEpoch });
        TableStreamInfo info = await _client.TableStreams.GetAsync("changes");
        Assert.Equal((_client.Project, "changes", _client.Project, table.Name, "3"), (info.Project, info.Name, info.TableProject, info.TableName, info.TableVersion));
        Assert.Equal((await table.GetAsync()).TableId, info.TableId);
        Assert.NotNull(info.CreationTime);
        Assert.Equal(["changes", "since"], (await _client.TableStreams.ListAsync().ToArrayAsync()).Select(s => s.Name));

        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.TableStreams.CreateAsync("changes", table));
        await _client.TableStreams.CreateAsync("changes", table, new CreateTableStreamOptions { IfNotExists = true });
        await _client.TableStreams.DropAsync("changes");
        Assert.False(await _client.TableStreams.ExistsAsync("changes"));
        await _client.TableStreams.DropAsync("changes", ifExists: true);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.TableStreams.DropAsync("changes"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.TableStreams.GetAsync("changes"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.TableStreams.CreateAsync("other", _client.Tables["no_table"]));
    }

    [Fact]
    public async Task Many_tables_are_got_at_once()
    {
        string[] names = [fixture.NewTableName(), fixture.NewTableName()];
        await _client.Schemas.CreateAsync("many");
        await _client.Tables.CreateAsync(names[0], "id bigint");
        await _client.WithSchema("many").Tables.CreateAsync(names[1], "name string");
        IReadOnlyList<TableInfo> found = await _client.Tables.GetManyAsync([names[0], "no_such_table", $"{_client.Project}.many.{names[1]}"]);
        Assert.Equal([(null, names[0], "id"), ("many", names[1], "name")], found.Select(t => (t.SchemaName, t.Name, t.Schema!.Columns[0].Name)));
    }
}
