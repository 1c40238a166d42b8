using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Resources;

/// <summary>Resources against a service that remembers them.</summary>
public sealed class ResourceTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly ResourceCollection _resources = fixture.Client.Resources;

    [Theory]
    [InlineData("life.txt", "file")]
    [InlineData("life.py", "py")]
    [InlineData("life.jar", "jar")]
    [InlineData("life.zip", "archive")]
    [InlineData("生命 +%&.txt", "file")]
    public async Task Resource_lives_from_creation_to_deletion(string name, string type)
    {
        byte[] content = "import this"u8.ToArray();
        Assert.False(await _resources.ExistsAsync(name));
        await _resources.CreateAsync(name, new ResourceType(type), new MemoryStream(content), new ResourceOptions { Comment = "注释 1" });

        ResourceInfo info = await _resources.GetAsync(name);
        Assert.Equal((name, type, 11L, "注释 1", false), (info.Name, info.Type!.Value.Value, info.Size, info.Comment, info.IsTemporary!.Value));
        Assert.NotNull(info.Owner);
        Assert.NotNull(info.CreationTime);
        Assert.Equal(content, await ReadAsync(_resources[name]));
        Assert.Equal("por"u8.ToArray(), await ReadAsync(_resources[name], 2, 3));

        await _resources[name].UpdateAsync(new MemoryStream([1, 2]));
        info = await _resources.GetAsync(name);
        Assert.Equal((type, 2L, "注释 1"), (info.Type!.Value.Value, info.Size, info.Comment));
        await _resources[name].ChangeOwnerAsync("ALIYUN$other@example.com");
        Assert.Equal("ALIYUN$other@example.com", (await _resources.GetAsync(name)).Owner);

        await _resources.DeleteAsync(name);
        Assert.False(await _resources.ExistsAsync(name));
        await _resources.DeleteAsync(name, ifExists: true);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _resources.DeleteAsync(name));
    }

    [Fact]
    public async Task Parts_are_merged_into_the_content_and_are_gone_afterwards()
    {
        byte[] content = new byte[3_000_000];
        new Random(11).NextBytes(content);
        await _resources.CreateAsync("parts.bin", ResourceType.File, new MemoryStream(content), new ResourceOptions { PartSize = 1_000_000 });
        await _resources["parts.bin"].UpdateAsync(new MemoryStream(content, 0, 2_500_001), new ResourceOptions { PartSize = 1_000_000 });

        ResourceInfo info = await _resources.GetAsync("parts.bin");
        Assert.Equal(2_500_001, info.Size);
        Assert.False(info.IsTemporary);
        Assert.Equal(content[..2_500_001], await ReadAsync(_resources["parts.bin"]));
        Assert.Equal(["parts.bin"], await NamesAsync(new ListResourcesOptions { Prefix = "parts.bin" }));
    }

    [Fact]
    public async Task Failing_source_creates_nothing_and_leaves_what_was_there()
    {
        await _resources.CreateAsync("kept.bin", ResourceType.File, new MemoryStream([7]));
        await Assert.ThrowsAsync<IOException>(() => _resources["kept.bin"].UpdateAsync(new FailingStream(2500), new ResourceOptions { PartSize = 1000 }));
        await Assert.ThrowsAsync<IOException>(() => _resources.CreateAsync("never.bin", ResourceType.File, new FailingStream(2500), new ResourceOptions { PartSize = 1000 }));
        Assert.Equal([7], await ReadAsync(_resources["kept.bin"]));
        Assert.False(await _resources.ExistsAsync("never.bin"));
    }

    [Fact]
    public async Task Temporary_resource_says_so()
    {
        await _resources.CreateAsync("temp.txt", ResourceType.File, Stream.Null, new ResourceOptions { IsTemporary = true });
        Assert.True((await _resources.GetAsync("temp.txt")).IsTemporary);
        Assert.Empty(await ReadAsync(_resources["temp.txt"]));
    }

    [Fact]
    public async Task Listing_filters_by_prefix_and_owner_and_gives_pages()
    {
        for (int i = 0; i < 5; i++)
        {
            await _resources.CreateAsync($"list_{i}", ResourceType.File, Stream.Null);
        }

        string owner = (await _resources.GetAsync("list_0")).Owner!;
        await _resources["list_3"].ChangeOwnerAsync("ALIYUN$x");
        Assert.Equal(["list_0", "list_1", "list_2", "list_4"], await NamesAsync(new ListResourcesOptions { Prefix = "list_", Owner = owner, PageSize = 2 }));
        Assert.Equal(["list_0", "list_1", "list_2"], await NamesAsync(new ListResourcesOptions { Prefix = "list_", PageSize = 2, MaxItems = 3 }));
        Assert.Empty(await NamesAsync(new ListResourcesOptions { Prefix = "list_9" }));
    }

    [Fact]
    public async Task Schemas_keep_resources_of_the_same_name_apart()
    {
        await fixture.Client.Schemas.CreateAsync("s1");
        ResourceCollection other = fixture.Client.WithSchema("s1").Resources;
        await _resources.CreateAsync("twice.txt", ResourceType.File, new MemoryStream([1]));
        await other.CreateAsync("twice.txt", ResourceType.File, new MemoryStream([2]));
        Assert.Equal([1], await ReadAsync(_resources["twice.txt"]));
        Assert.Equal([2], await ReadAsync(_resources[$"{fixture.Emulator.Project}/schemas/s1/resources/twice.txt"]));
    }

    [Fact]
    public async Task Table_resource_reads_and_writes_its_partition()
    {
        Table table = await fixture.Client.Tables.CreateAsync(fixture.NewTableName(), "id bigint", "pt string");
        TableResource resource = await _resources.CreateFromTableAsync("table_res", table, "pt='1'", "c");
        TableResourceSource source = await resource.GetSourceAsync();
        Assert.Equal((table.ToString(), "pt='1'"), (source.Table.ToString(), source.Partition!.ToString()));
        Assert.Equal(ResourceType.Table, (await resource.Resource.GetAsync()).Type);

        TableUploadSession upload = await resource.CreateUploadSessionAsync(new UploadSessionOptions { CreatePartition = true });
        await using (RecordWriter writer = await upload.OpenRecordWriterAsync(0))
        {
            writer.SetInt64(0, 42);
            await writer.WriteRowAsync();
            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
        await using RecordReader reader = await resource.OpenRecordReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(42, reader.GetInt64(0));
        Assert.False(await reader.ReadAsync());

        Table other = await fixture.Client.Tables.CreateAsync(fixture.NewTableName(), "name string");
        await resource.UpdateAsync(other);
        Assert.Equal((other.ToString(), null), ((await resource.GetSourceAsync()).Table.ToString(), (await resource.GetSourceAsync()).Partition));
        Assert.Equal("c", (await resource.Resource.GetAsync()).Comment);
        await Assert.ThrowsAsync<OdpsServiceException>(() => resource.Resource.OpenReadAsync());
    }

    [Fact]
    public async Task Duplicates_missing_ones_and_bad_names_are_typed_errors()
    {
        await _resources.CreateAsync("dup.txt", ResourceType.File, Stream.Null);
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _resources.CreateAsync("dup.txt", ResourceType.File, Stream.Null));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(
            () => _resources.CreateAsync("dup.txt", ResourceType.File, new MemoryStream(new byte[3]), new ResourceOptions { PartSize = 2 }));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _resources.GetAsync("missing.txt"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _resources["missing.txt"].OpenReadAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _resources["missing.txt"].UpdateAsync(Stream.Null));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _resources["missing.txt"].ChangeOwnerAsync("o"));
        OdpsServiceException bad = await Assert.ThrowsAsync<OdpsServiceException>(() => _resources.CreateAsync("a,b", ResourceType.File, Stream.Null));
        Assert.Equal("InvalidParameter", bad.ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => fixture.Client.WithProject("no_such_project").Resources.ExistsAsync("r"));
    }

    private static async Task<byte[]> ReadAsync(Resource resource, long start = 0, long? length = null)
    {
        await using Stream stream = await resource.OpenReadAsync(start, length);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private async Task<List<string>> NamesAsync(ListResourcesOptions options)
    {
        List<string> names = [];
        await foreach (ResourceInfo item in _resources.ListAsync(options))
        {
            names.Add(item.Name);
        }

        return names;
    }

    /// <summary>Gives zeros up to a point and then fails.</summary>
    private sealed class FailingStream(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 || buffer.IsEmpty ? read : throw new IOException("the disk is gone");
        }
    }
}
