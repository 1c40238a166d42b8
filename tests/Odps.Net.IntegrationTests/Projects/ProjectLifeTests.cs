using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Projects;

/// <summary>Projects from their creation to their end.</summary>
public sealed class ProjectLifeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Project_is_created_used_and_marked_as_deleted()
    {
        await _client.Projects.CreateAsync("made", new CreateProjectOptions { Comment = "a & b", Group = "g", Properties = new Dictionary<string, string> { ["k"] = "v" } });
        ProjectInfo info = await _client.Projects.GetAsync("made");
        Assert.Equal(("made", "a & b", "g", ProjectState.Available, "v"), (info.Name, info.Comment, info.Group, info.State!.Value, info.Properties["k"]));
        Assert.NotNull(info.CreationTime);
        Assert.Contains("made", await _client.Projects.ListAsync(new ListProjectsOptions { Group = "g" }).Select(p => p.Name).ToListAsync());
        Assert.NotEmpty(await _client.Projects.GetSystemInfoAsync("made"));

        OdpsClient inside = _client.WithProject("made");
        await inside.Tables.CreateAsync("t", "id bigint");
        Assert.True(await inside.Tables.ExistsAsync("t"));
        await _client.Projects.DeleteAsync("made");
        Assert.Equal(ProjectState.Deleting, (await _client.Projects.GetAsync("made")).State);
    }

    [Fact]
    public async Task Purged_project_is_gone_with_all_that_it_held_and_its_job_can_be_followed()
    {
        await _client.Projects.CreateAsync("doomed");
        OdpsClient inside = _client.WithProject("doomed");
        await inside.Schemas.CreateAsync("s");
        await inside.WithSchema("s").Tables.CreateAsync("t", "id bigint");
        await inside.Resources.CreateAsync("r.py", ResourceType.Py, new MemoryStream([1]));

        ProjectPurge purge = (await _client.Projects.PurgeAsync("doomed"))!;
        await using var follower = new OdpsClient(fixture.Emulator.ClientOptions with { Project = purge.Project, Credential = purge.Credential });
        await follower.Instances[purge.InstanceId].WaitForSuccessAsync();

        Assert.False(await _client.Projects.ExistsAsync("doomed"));
        await _client.Projects.CreateAsync("doomed");
        Assert.False(await inside.Schemas.ExistsAsync("s"));
        Assert.False(await inside.Resources.ExistsAsync("r.py"));
    }

    [Fact]
    public async Task Duplicates_missing_ones_and_bad_names_are_typed_errors()
    {
        await _client.Projects.CreateAsync("twice");
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Projects.CreateAsync("twice"));
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _client.Projects.CreateAsync("no name"))).ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.DeleteAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.PurgeAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Projects.GetSystemInfoAsync("nothing"));
    }

    [Fact]
    public async Task Created_project_stays_in_the_data_directory()
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("odps-net-projects");
        try
        {
            await using (OdpsEmulator first = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = data.FullName }))
            {
                await using var client = new OdpsClient(first.ClientOptions);
                await client.Projects.CreateAsync("kept", new CreateProjectOptions { Comment = "c" });
            }

            await using OdpsEmulator second = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = data.FullName });
            await using var again = new OdpsClient(second.ClientOptions);
            Assert.Equal("c", (await again.Projects.GetAsync("kept")).Comment);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
