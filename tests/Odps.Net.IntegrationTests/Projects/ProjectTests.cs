using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Projects;

public sealed class ProjectTests : IAsyncLifetime
{
    private OdpsEmulator _emulator = null!;
    private OdpsClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { Projects = ["alpha", "alpine", "beta"], JournalBodyBytes = 1000 });
        _client = new OdpsClient(_emulator.ClientOptions);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Project_is_described_with_its_properties_and_clusters()
    {
        ProjectInfo info = await _client.Projects.GetAsync();
        Assert.Equal(("alpha", ProjectType.Managed, ProjectState.Available, _emulator.Options.Region), (info.Name, info.Type, info.State, info.Region));
        Assert.NotNull(info.Owner);
        Assert.NotNull(info.CreationTime);
        Assert.Equal("UTC", info.Properties["odps.sql.timezone"]);
        Assert.Equal("emulator", Assert.Single(info.Clusters).Name);
        Assert.True((await _client.Projects.GetAllPropertiesAsync()).Count > info.Properties.Count);
        await _client.Tables.CreateAsync("t", "id bigint");
        await _client.Sql.ExecuteAsync("insert into t values (1)");
        ProjectExtendedInfo extended = await _client.Projects.GetExtendedAsync();
        Assert.True(extended.StorageTier!.StandardSize > 0);
    }

    [Fact]
    public async Task Projects_are_listed_with_filters()
    {
        ProjectInfo info = await _client.Projects.GetAsync();
        Assert.Equal(["alpha", "alpine"], await NamesAsync(new ListProjectsOptions { Prefix = "al" }));
        Assert.Equal(["alpha", "alpine", "beta"], await NamesAsync(new ListProjectsOptions { Owner = info.Owner, Group = info.Group, PageSize = 1 }));
        Assert.Equal(["alpha"], await NamesAsync(new ListProjectsOptions { MaxItems = 1 }));
        Assert.Empty(await NamesAsync(new ListProjectsOptions { Owner = "nobody" }));
        Assert.Empty(await NamesAsync(new ListProjectsOptions { User = "nobody" }));
        Assert.Empty(await NamesAsync(new ListProjectsOptions { Group = "none" }));
        Assert.Equal(3, (await NamesAsync(new ListProjectsOptions { User = info.Owner, Region = info.Region })).Count);
    }

    [Fact]
    public async Task Project_is_updated_part_by_part()
    {
        await _client.Projects.UpdateAsync("beta", new ProjectUpdate { Comment = "it's & <x>", Properties = new Dictionary<string, string> { ["a"] = "1", ["odps.sql.timezone"] = "Asia/Shanghai" } });
        await _client.Projects.UpdateAsync("beta", new ProjectUpdate { Owner = "ALIYUN$other@example.com", Properties = new Dictionary<string, string> { ["b"] = "" } });
        ProjectInfo info = await _client.Projects.GetAsync("beta");
        Assert.Equal(("it's & <x>", "ALIYUN$other@example.com"), (info.Comment, info.Owner));
        Assert.Equal(("1", "", "Asia/Shanghai"), (info.Properties["a"], info.Properties["b"], info.Properties["odps.sql.timezone"]));
        EmulatorRequest sent = _emulator.Requests.First(r => r.Method == "PUT");
        Assert.Equal("/api/projects/beta", sent.Path);
        Assert.Contains("<Name>odps.sql.timezone</Name><Value>Asia/Shanghai</Value>", sent.BodyText, StringComparison.Ordinal);

        await _client.Projects.UpdateAsync("beta", new ProjectUpdate { State = ProjectState.Frozen });
        Assert.Equal(ProjectState.Frozen, (await _client.Projects.GetAsync("beta")).State);
        await _client.Projects.UpdateAsync("beta", new ProjectUpdate { State = ProjectState.Deleting });
        OdpsServiceException final = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Projects.UpdateAsync("beta", new ProjectUpdate { State = ProjectState.Available }));
        Assert.Equal("InvalidStateSetting", final.ErrorCode);
    }

    [Fact]
    public async Task Missing_project_is_not_found()
    {
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.GetAsync("nope"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.GetExtendedAsync("nope"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.GetAllPropertiesAsync("nope"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.UpdateAsync("nope", new ProjectUpdate { Comment = "x" }));
        Assert.False(await _client.Projects.ExistsAsync("nope"));
        await Assert.ThrowsAsync<ArgumentException>(() => _client.Projects.GetAsync(".."));
    }

    [Fact]
    public async Task Bodies_are_remembered_up_to_the_limit_and_not_at_all_by_default()
    {
        await _client.Projects.UpdateAsync("beta", new ProjectUpdate { Comment = new string('x', 5000) });
        Assert.Equal(1000, _emulator.Requests[^1].Body.Length);
        await using OdpsEmulator other = await OdpsEmulator.StartAsync();
        await using var client = new OdpsClient(other.ClientOptions);
        await client.Projects.UpdateAsync(client.Project!, new ProjectUpdate { Comment = "x" });
        Assert.Equal("", other.Requests[^1].BodyText);
    }

    private async Task<List<string>> NamesAsync(ListProjectsOptions options) => await _client.Projects.ListAsync(options).Select(p => p.Name).ToListAsync();
}
