namespace Odps.Net.IntegrationTests.Functions;

/// <summary>Functions against a service that remembers them.</summary>
public sealed class FunctionTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Function_lives_from_creation_to_deletion()
    {
        string project = fixture.Emulator.Project;
        await _client.Schemas.CreateAsync("s1");
        Resource program = await _client.Resources.CreateAsync("upper.py", ResourceType.Py, new MemoryStream([1]));
        Resource dictionary = await _client.WithSchema("s1").Resources.CreateAsync("dict.txt", ResourceType.File, Stream.Null);
        Assert.False(await _client.Functions.ExistsAsync("f_upper"));
        Function function = await _client.Functions.CreateAsync("f_upper", "upper.Upper", [program, dictionary]);

        FunctionInfo info = await function.GetAsync();
        Assert.Equal(("f_upper", "upper.Upper"), (info.Name, info.ClassType));
        Assert.Equal([$"{project}/resources/upper.py", $"{project}/schemas/s1/resources/dict.txt"], info.ResourceNames);
        Assert.Equal([program.ToString(), dictionary.ToString()], (await function.GetResourcesAsync()).Select(r => r.ToString()));
        foreach (Resource resource in await function.GetResourcesAsync())
        {
            Assert.True(await resource.ExistsAsync());
        }

        Assert.NotNull(info.CreationTime);
        Assert.True(await _client.Functions.ExistsAsync("F_UPPER"));

        await function.UpdateAsync("upper.Lower");
        Assert.Equal(("upper.Lower", 2), ((await function.GetAsync()).ClassType, (await function.GetAsync()).ResourceNames.Count));
        await function.UpdateAsync(resources: [program]);
        Assert.Equal(("upper.Lower", 1), ((await function.GetAsync()).ClassType, (await function.GetAsync()).ResourceNames.Count));
        await function.ChangeOwnerAsync("ALIYUN$n@example.com");
        Assert.Equal("ALIYUN$n@example.com", (await function.GetAsync()).Owner);

        await function.DeleteAsync();
        Assert.False(await function.ExistsAsync());
        Assert.True(await program.ExistsAsync());
        await function.DeleteAsync(ifExists: true);
    }

    [Fact]
    public async Task Listing_filters_by_prefix_and_owner_and_gives_pages()
    {
        for (int i = 0; i < 4; i++)
        {
            await _client.Functions.CreateAsync($"list_{i}", "a.B", options: new CreateFunctionOptions { Owner = i == 2 ? "ALIYUN$x" : null });
        }

        Assert.Equal(["list_0", "list_1", "list_2", "list_3"], await NamesAsync(new ListFunctionsOptions { Prefix = "list_", PageSize = 3 }));
        Assert.Equal(["list_2"], await NamesAsync(new ListFunctionsOptions { Prefix = "list_", Owner = "ALIYUN$x" }));
        Assert.Equal(["list_0"], await NamesAsync(new ListFunctionsOptions { Prefix = "list_", MaxItems = 1 }));
    }

    [Fact]
    public async Task Duplicates_missing_ones_and_bad_names_are_typed_errors()
    {
        FunctionCollection functions = _client.Functions;
        await functions.CreateAsync("dup", "a.B");
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => functions.CreateAsync("dup", "a.B"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => functions.GetAsync("missing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => functions.DeleteAsync("missing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => functions["missing"].UpdateAsync("a.B", []));
        OdpsNotFoundException resource = await Assert.ThrowsAsync<OdpsNotFoundException>(() => functions.CreateAsync("f", "a.B", [_client.Resources["missing.py"]]));
        Assert.Contains("missing.py", resource.Message, StringComparison.Ordinal);
        Assert.False(await functions.ExistsAsync("f"));
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => functions.CreateAsync("a-b", "a.B"))).ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => functions.ExistsAsync("no_such_project.f"));
    }

    private async Task<List<string>> NamesAsync(ListFunctionsOptions options)
    {
        List<string> names = [];
        await foreach (FunctionInfo item in _client.Functions.ListAsync(options))
        {
            names.Add(item.Name);
        }

        return names;
    }
}
