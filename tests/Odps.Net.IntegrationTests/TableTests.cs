namespace Odps.Net.IntegrationTests;

public sealed class TableTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Table_made_from_a_schema_is_described_as_it_was_made()
    {
        string name = fixture.NewTableName();
        var schema = new TableSchema(
            [
                new Column("id", OdpsType.BigInt, "the key", isNullable: false),
                new Column("name", OdpsType.VarChar(20), "it's a \"name\"\\\nof two lines"),
                new Column("select", OdpsType.Decimal(10, 2)),
                new Column("tags", OdpsType.Array(OdpsType.Struct(new StructField("a", OdpsType.Int), new StructField("b c", OdpsType.Map(OdpsType.String, OdpsType.Double))))),
            ],
            [new Column("dt", OdpsType.String, "day"), new Column("hour", OdpsType.Int)]);
        Table table = await _client.Tables.CreateAsync(name, schema, new CreateTableOptions { Comment = "orders' table; \\ and 数据", LifecycleDays = 30 });

        TableInfo info = await table.GetAsync();

        Assert.Equal(schema, info.Schema);
        Assert.Equal("orders' table; \\ and 数据", info.Comment);
        Assert.Equal(30, info.LifecycleDays);
        Assert.Equal(TableType.ManagedTable, info.Type);
        Assert.Equal(name, info.Name);
        Assert.Equal(fixture.Emulator.Project, info.Project);
        Assert.NotNull(info.CreationTime);
        Assert.NotNull(info.Owner);
    }

    [Fact]
    public async Task Table_made_from_text_is_the_one_made_from_the_same_schema()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint not null comment 'key', v map<string,array<int>>", "dt string");
        TableInfo info = await _client.Tables.GetAsync(name);
        Assert.Equal(TableSchema.Parse("id BIGINT NOT NULL COMMENT 'key', v MAP<STRING,ARRAY<INT>>", "dt string"), info.Schema);
    }

    [Fact]
    public async Task Table_exists_from_its_creation_until_it_is_dropped()
    {
        string name = fixture.NewTableName();
        Assert.False(await _client.Tables.ExistsAsync(name));
        await _client.Tables.CreateAsync(name, "id bigint");
        Assert.True(await _client.Tables.ExistsAsync(name));
        await _client.Tables.DropAsync(name);
        Assert.False(await _client.Tables.ExistsAsync(name));
    }

    [Fact]
    public async Task Creating_a_table_twice_fails_unless_it_is_allowed()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint");
        OdpsAlreadyExistsException error = await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Tables.CreateAsync(name, "id bigint"));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.InstanceId));
        await _client.Tables.CreateAsync(name, "id bigint", options: new CreateTableOptions { IfNotExists = true });
    }

    [Fact]
    public async Task Dropping_a_table_that_is_not_there_fails_unless_it_is_allowed()
    {
        string name = fixture.NewTableName();
        OdpsServiceException error = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Tables.DropAsync(name));
        Assert.Equal("ODPS-0130131", error.ErrorCode);
        await _client.Tables.DropAsync(name, ifExists: true);
    }

    [Fact]
    public async Task Missing_table_is_not_found_with_its_name_and_the_request_id()
    {
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tables.GetAsync("no_such_table"));
        Assert.Equal("NoSuchTable", error.ErrorCode);
        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.RequestId!, error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Tables_are_listed_by_prefix_across_pages()
    {
        string prefix = fixture.NewTableName() + "_list_";
        for (int i = 0; i < 5; i++)
        {
            await _client.Tables.CreateAsync($"{prefix}{i}", "id bigint");
        }

        PagedEnumerable<TableInfo> listing = _client.Tables.ListAsync(new ListTablesOptions { Prefix = prefix, PageSize = 2 });
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{prefix}{i}"), await listing.Select(t => t.Name).ToListAsync());
        List<Page<TableInfo>> pages = await listing.AsPagesAsync().ToListAsync();
        Assert.Equal([2, 2, 1], pages.Select(p => p.Items.Count));
        Page<TableInfo> second = await listing.AsPagesAsync(pages[0].ContinuationToken).FirstAsync();
        Assert.Equal(pages[1].Items.Select(t => t.Name), second.Items.Select(t => t.Name));
    }

    [Fact]
    public async Task Partitions_are_created_found_listed_and_dropped()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string, region string");
        PartitionSpec[] specs =
        [
            new(("dt", "20260101"), ("region", "cn")),
            new(("dt", "20260101"), ("region", "a b 数据")),
            new(("dt", "20260102"), ("region", "it's")),
        ];
        foreach (PartitionSpec spec in specs)
        {
            Assert.False(await table.Partitions.ExistsAsync(spec));
            await table.Partitions.CreateAsync(spec);
            Assert.True(await table.Partitions.ExistsAsync(spec));
        }

        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => table.Partitions.CreateAsync(specs[0]));
        await table.Partitions.CreateAsync(specs[0], ifNotExists: true);
        Assert.Equal(specs.ToHashSet(), (await table.Partitions.ListAsync().Select(p => p.Spec).ToListAsync()).ToHashSet());
        Assert.Equal(2, await table.Partitions.ListAsync(new ListPartitionsOptions { Within = "dt=20260101" }).CountAsync());
        List<PartitionInfo> paged = await table.Partitions.ListAsync(new ListPartitionsOptions { PageSize = 1, Descending = true }).ToListAsync();
        Assert.Equal(specs[2], paged[0].Spec);
        Assert.Equal(3, paged.Count);

        PartitionInfo info = await table.Partitions.GetAsync(specs[0]);
        Assert.NotNull(info.CreationTime);
        await table.Partitions.DropAsync(specs[0]);
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => table.Partitions.DropAsync(specs[0]));
        await table.Partitions.DropAsync(specs[0], ifExists: true);
        Assert.False(await table.Partitions.ExistsAsync(specs[0]));
    }

    [Fact]
    public async Task Looking_for_a_partition_of_a_missing_table_is_an_error_and_not_a_no()
    {
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tables["no_such_table"].Partitions.ExistsAsync("dt=1"));
        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncating_deletes_the_rows_of_the_table_or_of_one_partition()
    {
        string name = fixture.NewTableName();
        Table table = await _client.Tables.CreateAsync(name, "id bigint", "dt string");
        await _client.Sql.ExecuteAsync($"insert into {new Identifier(name)} partition (dt='1') values (1), (2)");
        await _client.Sql.ExecuteAsync($"insert into {new Identifier(name)} partition (dt='2') values (3)");

        await table.TruncateAsync("dt=1");
        Assert.Equal(1L, await ScalarAsync($"select count(*) from {name}"));
        Assert.True(await table.Partitions.ExistsAsync("dt=1"));

        string plain = fixture.NewTableName();
        Table unpartitioned = await _client.Tables.CreateAsync(plain, "id bigint");
        await _client.Sql.ExecuteAsync($"insert into {new Identifier(plain)} values (1), (2)");
        await unpartitioned.TruncateAsync();
        Assert.Equal(0L, await ScalarAsync($"select count(*) from {plain}"));
    }

    [Fact]
    public async Task Head_gives_the_first_rows_with_their_types()
    {
        string name = fixture.NewTableName();
        Table table = await _client.Tables.CreateAsync(name, "id bigint, name string, price decimal(10,2), at datetime, ok boolean", "dt string");
        await _client.Sql.ExecuteAsync(
            $"insert into {new Identifier(name)} partition (dt='1') values (1, 'a,\"b\"', 1.50BD, datetime '2026-03-04 05:06:07', true), (2, null, null, null, null)");

        IReadOnlyList<Record> rows = await table.HeadAsync(10, "dt=1");
        Assert.Equal(2, rows.Count);
        Assert.Equal(1L, rows[0]["id"]);
        Assert.Equal("a,\"b\"", rows[0]["name"]);
        Assert.Equal(OdpsDecimal.Parse("1.50"), rows[0]["price"]);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), rows[0]["at"]);
        Assert.Equal(true, rows[0]["ok"]);
        Assert.True(rows[1].IsNull("name"));

        Assert.Single(await table.HeadAsync(1));
        IReadOnlyList<Record> some = await table.HeadAsync(10, columns: ["name", "id"]);
        Assert.Equal(["name", "id"], some[0].Columns.Select(c => c.Name));
    }

    [Fact]
    public async Task Head_with_an_unknown_column_names_it_and_the_columns_there_are()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => table.HeadAsync(columns: ["idd"]));
        Assert.Contains("'idd'", error.Message, StringComparison.Ordinal);
        Assert.Contains("id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_found_with_their_project_and_in_back_quotes()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync($"{fixture.Emulator.Project}.`{name}`", "id bigint");
        Assert.True(await _client.Tables.ExistsAsync($"`{fixture.Emulator.Project}`.{name}"));
        Assert.Throws<ArgumentException>(() => _client.Tables["a.b.c.d"]);
        Assert.Throws<ArgumentException>(() => _client.Tables["a..b"]);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using QueryResult result = await _client.Sql.QueryAsync(sql);
        return (await result.ReadRecordsAsync().SingleAsync())[0];
    }
}
