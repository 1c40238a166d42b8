namespace Odps.Net.IntegrationTests.Tags;

/// <summary>Classifications, their tags, and the objects that carry them.</summary>
public sealed class TagTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Classification_lives_with_its_attributes_and_tags()
    {
        Classification sensitivity = await _client.Classifications.CreateAsync("sensitivity", new Dictionary<string, TagAttribute>
        {
            ["level"] = new() { Type = TagAttributeType.Integer, Minimum = 0, Maximum = 5, IsRequired = true },
            ["kind"] = new() { Type = TagAttributeType.Enumeration, Elements = ["person", "company"] },
        });
        await sensitivity.AddAttributeAsync("note", new TagAttribute { MaxLength = 5 });
        ClassificationInfo info = await sensitivity.GetAsync();
        Assert.Equal(["kind", "level", "note"], info.Attributes.Keys.Order());
        Assert.Equal((5L, true, 5), (info.Attributes["level"].Maximum, info.Attributes["level"].IsRequired, info.Attributes["note"].MaxLength));
        Assert.Equal(["person", "company"], info.Attributes["kind"].Elements);
        Assert.NotNull(info.CreationTime);

        Tag tag = await sensitivity.Tags.CreateAsync("secret", new TagOptions { Attributes = new Dictionary<string, string> { ["level"] = "4", ["kind"] = "person" }, Policy = "{}" });
        await tag.UpdateAsync(new TagOptions { Attributes = new Dictionary<string, string> { ["level"] = "5", ["note"] = "short" }, RemovedAttributes = ["kind"] });
        TagInfo read = await tag.GetAsync();
        Assert.Equal(("5", "short", false, "{}"), (read.Attributes["level"], read.Attributes["note"], read.Attributes.ContainsKey("kind"), read.Policy));
        Assert.Equal(["secret"], (await sensitivity.Tags.ListAsync().ToArrayAsync()).Select(t => t.Name));
        Assert.Contains("sensitivity", (await _client.Classifications.ListAsync().ToArrayAsync()).Select(c => c.Name));

        await sensitivity.DeleteAsync();
        Assert.False(await sensitivity.ExistsAsync());
        Assert.False(await tag.ExistsAsync());
    }

    [Fact]
    public async Task Tables_columns_partitions_functions_resources_and_volumes_carry_tags()
    {
        Classification family = await _client.Classifications.CreateAsync("carried");
        Tag tag = await family.Tags.CreateAsync("a");
        var simple = new Dictionary<string, string> { ["owner"] = "ann", ["until"] = "2027" };
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string", "dt string");
        await table.Partitions.CreateAsync("dt=1");

        await table.Tags.SetAsync(tag);
        await table.Tags.SetAsync(tag, ["id"]);
        await table.Tags.SetSimpleAsync("about", simple, ["name"]);
        await table.Tags.SetAsync(tag, partition: "dt=1");
        ObjectTagInfo info = await table.Tags.GetAsync();
        Assert.Equal(["a"], info.Tags["carried"]);
        Assert.Equal(["a"], info.ColumnTags["id"]["carried"]);
        Assert.Equal("ann", info.SimpleColumnTags["name"]["about"]["owner"]);
        Assert.Empty(info.SimpleTags);
        Assert.Equal(["a"], (await table.Tags.GetAsync("dt=1")).Tags["carried"]);
        await table.Tags.UnsetAsync(tag);
        await table.Tags.UnsetSimpleAsync("about", new Dictionary<string, string> { ["until"] = "2027" }, ["name"]);
        info = await table.Tags.GetAsync();
        Assert.Empty(info.Tags);
        Assert.Equal(["owner"], info.SimpleColumnTags["name"]["about"].Keys);

        Resource resource = await _client.Resources.CreateAsync("tagged.py", ResourceType.Py, new MemoryStream([1]));
        Function function = await _client.Functions.CreateAsync("Tagged", "m.C", [resource]);
        Volume volume = await _client.Volumes.CreatePartedAsync("tagged");
        foreach (ObjectTags tags in (ObjectTags[])[resource.Tags, function.Tags, volume.Tags])
        {
            Assert.Empty((await tags.GetAsync()).Tags);
            await tags.SetAsync(tag);
            await tags.SetSimpleAsync("about", simple);
            ObjectTagInfo carried = await tags.GetAsync();
            Assert.Equal(["a"], carried.Tags["carried"]);
            Assert.Equal("2027", carried.SimpleTags["about"]["until"]);
        }
    }

    [Fact]
    public async Task Duplicates_missing_ones_and_values_that_do_not_fit_are_typed_errors()
    {
        Classification family = await _client.Classifications.CreateAsync("strict", new Dictionary<string, TagAttribute>
        {
            ["n"] = new() { Type = TagAttributeType.Integer, Maximum = 3 }, ["must"] = new() { IsRequired = true, MinLength = 2 }, ["flag"] = new() { Type = TagAttributeType.Boolean },
        });
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Classifications.CreateAsync("strict"));
        await _client.Classifications.CreateAsync("strict", ifNotExists: true);
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => family.AddAttributeAsync("n", new TagAttribute()));
        await family.Tags.CreateAsync("t", With("must", "ok"));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => family.Tags.CreateAsync("t", With("must", "ok")));
        await family.Tags.CreateAsync("t", With("must", "ok"), ifNotExists: true);
        foreach ((string name, string value) in ((string, string)[])[("n", "4"), ("n", "x"), ("flag", "maybe"), ("must", "x"), ("other", "1")])
        {
            Assert.Contains($"'{name}'", (await Assert.ThrowsAsync<OdpsServiceException>(() => family.Tags.CreateAsync("bad", With(name, value)))).Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<OdpsServiceException>(() => family.Tags.CreateAsync("bad"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Classifications["none"].Tags.CreateAsync("t"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Classifications.DeleteAsync("none"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => family.Tags["none"].UpdateAsync(new TagOptions()));
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Tags.SetAsync(family.Tags["none"]));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Tags.SetAsync(family.Tags["t"], ["no_column"]));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => table.Tags.UnsetAsync(family.Tags["t"]));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tables["no_table"].Tags.GetAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Resources["no_resource"].Tags.SetAsync(family.Tags["t"]));
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _client.Classifications.CreateAsync("no name"))).ErrorCode);
    }

    private static TagOptions With(string name, string value) => new()
    {
        Attributes = name == "must" ? new Dictionary<string, string> { ["must"] = value } : new Dictionary<string, string> { ["must"] = "ok", [name] = value },
    };
}
