namespace Odps.Net.IntegrationTests.Tables;

public sealed class PartitionTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Largest_partition_is_found_with_or_without_empty_ones()
    {
        Table table = await NewTableAsync();
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} partition (dt='20260102', region='cn') values (1)");
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} partition (dt='20260101', region='us') values (1)");
        await table.Partitions.CreateAsync("dt=20260103,region=a");
        Assert.Equal("20260103", (await table.Partitions.GetMaxAsync(skipEmpty: false))!.Spec["dt"]);
        Assert.Equal("20260102", (await table.Partitions.GetMaxAsync())!.Spec["dt"]);
        Assert.Equal("us", (await table.Partitions.GetMaxAsync("dt=20260101"))!.Spec["region"]);
        Assert.Null(await table.Partitions.GetMaxAsync("dt=20260103"));
        Assert.Null(await table.Partitions.GetMaxAsync("dt=1999"));
    }

    [Fact]
    public async Task Any_partition_with_leading_keys_is_looked_for()
    {
        Table table = await NewTableAsync();
        Assert.False(await table.Partitions.AnyAsync());
        await table.Partitions.CreateAsync("dt=1,region=cn");
        Assert.True(await table.Partitions.AnyAsync());
        Assert.True(await table.Partitions.AnyAsync("dt=1"));
        Assert.False(await table.Partitions.AnyAsync("dt=2"));
    }

    [Fact]
    public async Task Partition_is_renamed_touched_and_moved_to_another_tier()
    {
        Table table = await NewTableAsync();
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} partition (dt='1', region='cn') values (1), (2)");
        await table.Partitions.RenameAsync("dt=1,region=cn", "dt=2,region=it's");
        Assert.False(await table.Partitions.ExistsAsync("dt=1,region=cn"));
        PartitionSpec spec = new(("dt", "2"), ("region", "it's"));
        Assert.Equal(2, (await table.Partitions.GetAsync(spec)).RecordCount);
        await table.Partitions.TouchAsync(spec);
        PartitionExtendedInfo before = await table.Partitions.GetExtendedAsync(spec);
        Assert.Equal((StorageTier.Standard, 30, false), (before.StorageTier!.Tier, before.LifecycleDays, before.IsArchived));
        await table.Partitions.SetStorageTierAsync(spec, StorageTier.LowFrequency);
        await table.Partitions.SetLifecycleEnabledAsync(spec, false);
        PartitionExtendedInfo after = await table.Partitions.GetExtendedAsync(spec);
        Assert.Equal((StorageTier.LowFrequency, null), (after.StorageTier!.Tier, after.LifecycleDays));
        Assert.True(after.PhysicalSize > 0);
        await table.Partitions.SetLifecycleEnabledAsync(spec, true);
        Assert.Equal(30, (await table.Partitions.GetExtendedAsync(spec)).LifecycleDays);
    }

    [Fact]
    public async Task Partitions_are_merged_into_one()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string, r string");
        Identifier name = Identifier.Of(table);
        await _client.Sql.ExecuteAsync($"insert into {name} partition (dt, r) values (1, 'a', 'x'), (2, 'a', 'y'), (3, 'b', 'x'), (4, 'c', 'z')");

        // All partitions of a leading key, and one more, the target among them.
        await table.Partitions.MergeAsync(["dt=a", "dt=b,r=x"], "dt=a,r=x");
        Assert.Equal(["dt='a',r='x'", "dt='c',r='z'"], (await table.Partitions.ListSpecsAsync().ToArrayAsync()).Select(s => s.ToString()));
        Assert.Equal([1L, 2L, 3L], (await table.HeadAsync(partition: "dt=a,r=x")).Select(row => (long)row["id"]!).Order());

        // A target that is not among them is overwritten, or made.
        await table.Partitions.MergeAsync(["dt=a,r=x", "dt=gone,r=x"], "dt=c,r=z", ifExists: true);
        await table.Partitions.MergeAsync(["dt=c,r=z"], "dt=d,r=new");
        Assert.Equal(["dt=d/r=new"], (await table.Partitions.ListSpecsAsync().ToArrayAsync()).Select(s => s.ToPath()));
        Assert.Equal(3, (await table.Partitions.GetAsync("dt=d,r=new")).RecordCount);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Partitions.MergeAsync(["dt=gone,r=x"], "dt=d,r=new"));
    }

    [Fact]
    public async Task Specs_are_listed_like_partitions()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string, r string");
        foreach (string spec in (string[])["dt=1,r=' a '", "dt=1,r=it\'s", "dt=2,r=x"])
        {
            await table.Partitions.CreateAsync(spec);
        }

        PartitionSpec[] all = await table.Partitions.ListSpecsAsync(new ListPartitionsOptions { PageSize = 2 }).ToArrayAsync();
        Assert.Equal((await table.Partitions.ListAsync().ToArrayAsync()).Select(p => p.Spec), all);
        Assert.Equal(2, await table.Partitions.ListSpecsAsync(new ListPartitionsOptions { Within = "dt=1" }).CountAsync());
    }

    [Fact]
    public async Task Several_partitions_are_truncated_and_the_others_stay()
    {
        Table table = await NewTableAsync();
        foreach (string dt in new[] { "1", "2", "3" })
        {
            await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} partition (dt={dt}, region='cn') values (1)");
        }

        await table.Partitions.TruncateAsync(["dt=1,region=cn", "dt=3,region=cn"]);
        Assert.Equal([0L, 1L, 0L], await table.Partitions.ListAsync().Select(p => p.RecordCount!.Value).ToListAsync());
    }

    [Fact]
    public async Task Missing_and_duplicate_partitions_are_typed_exceptions()
    {
        Table table = await NewTableAsync();
        await table.Partitions.CreateAsync("dt=1,region=cn");
        await table.Partitions.CreateAsync("dt=2,region=cn");
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => table.Partitions.CreateAsync("dt=1,region=cn"));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => table.Partitions.RenameAsync("dt=1,region=cn", "dt=2,region=cn"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Partitions.GetAsync("dt=3,region=cn"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Partitions.GetExtendedAsync("dt=3,region=cn"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Partitions.DropAsync("dt=3,region=cn"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Partitions.TouchAsync("dt=3,region=cn"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Partitions.RenameAsync("dt=3,region=cn", "dt=4,region=cn"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tables["no_such_table"].Partitions.ListAsync().ToListAsync().AsTask());
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => table.Partitions.GetAsync("nope=1"));
    }

    [Fact]
    public async Task Generated_partitions_come_from_the_rows()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, at timestamp", "trunc_time(`at`, 'day') as dt");
        Assert.Equal("trunc_time(`at`, 'day')", (await table.GetAsync()).Schema!.PartitionColumns[0].GenerateExpression);
        await _client.Sql.ExecuteAsync($"insert into {Identifier.Of(table)} values (1, timestamp '2026-03-04 05:06:07')");
        Assert.Equal("2026-03-04", (await table.Partitions.ListAsync().SingleAsync()).Spec["dt"]);
    }

    private Task<Table> NewTableAsync() =>
        _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "dt string, region string", new CreateTableOptions { LifecycleDays = 30 });
}
