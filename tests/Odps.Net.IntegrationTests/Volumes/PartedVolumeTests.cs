using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Volumes;

/// <summary>Partitioned volumes against a service that remembers them.</summary>
public sealed class PartedVolumeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly VolumeCollection _volumes = fixture.Client.Volumes;

    [Fact]
    public async Task Volume_lives_from_creation_to_deletion()
    {
        Assert.False(await _volumes.ExistsAsync("life"));
        PartedVolume volume = await _volumes.CreatePartedAsync("life", new CreateVolumeOptions { Comment = "c" });
        VolumeInfo info = await volume.GetAsync();
        Assert.Equal(("life", VolumeType.Parted, "c", 0L), (info.Name, info.Type, info.Comment, info.FileCount));
        await volume.SetLifecycleAsync(30);
        Assert.Equal(30, (await volume.GetAsync()).LifecycleDays);

        await WriteAsync(volume.Partitions["p1"], ("f", [1, 2, 3]));
        Assert.Equal((3L, 1L), ((await volume.GetAsync()).Length, (await volume.GetAsync()).FileCount));
        await volume.DeleteAsync();
        Assert.False(await volume.ExistsAsync());

        // Nothing is left for a volume of the same name.
        await _volumes.CreatePartedAsync("life");
        Assert.False(await volume.Partitions.ExistsAsync("p1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_files_come_in_one_commit_and_are_read_back(bool compress)
    {
        var options = new VolumeSessionOptions { Compression = compress ? TunnelCompression.Deflate() : TunnelCompression.None };
        PartedVolume volume = await _volumes.CreatePartedAsync($"files_{compress}");
        VolumePartition partition = volume.Partitions["p1"];
        byte[] large = new byte[1_200_000];
        new Random(3).NextBytes(large);
        VolumeUploadSession upload = await partition.CreateUploadSessionAsync(options);
        foreach ((string name, byte[] content) in new[] { ("dir/large", large), ("empty", []), ("文件 1", [9]) })
        {
            await using VolumeFileWriter writer = await upload.OpenFileWriterAsync(name);
            await writer.WriteAsync(content);
            await writer.CompleteAsync();
        }

        Assert.False(await partition.ExistsAsync());
        await upload.CommitAsync();

        VolumePartitionInfo info = await partition.GetAsync();
        Assert.Equal((1_200_001L, 3L), (info.Length, info.FileCount));
        Assert.NotNull(info.Owner);
        Assert.Equal(["dir/large", "empty", "文件 1"], await FilesAsync(partition, new ListVolumeFilesOptions { PageSize = 2 }));
        Assert.Equal(["dir/large"], await FilesAsync(partition, new ListVolumeFilesOptions { Prefix = "dir/" }));
        Assert.Equal(large, await ReadAsync(await partition.OpenReadAsync("dir/large", options: options)));
        Assert.Equal(large[700_000..900_000], await ReadAsync(await partition.OpenReadAsync("dir/large", 700_000, 200_000, options)));
        Assert.Empty(await ReadAsync(await partition.OpenReadAsync("empty")));
        Assert.Equal([9], await ReadAsync(await partition.OpenReadAsync("文件 1")));
    }

    [Fact]
    public async Task Session_that_is_not_committed_changes_nothing()
    {
        PartedVolume volume = await _volumes.CreatePartedAsync("uncommitted");
        VolumeUploadSession upload = await volume.Partitions["p1"].CreateUploadSessionAsync();
        await using (VolumeFileWriter writer = await upload.OpenFileWriterAsync("abandoned"))
        {
            await writer.WriteAsync(new byte[100]);
        }

        Assert.False(await volume.Partitions.ExistsAsync("p1"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => upload.CommitAsync());
    }

    [Fact]
    public async Task Partitions_are_listed_and_deleted()
    {
        PartedVolume volume = await _volumes.CreatePartedAsync("parts");
        foreach (string name in new[] { "a1", "a2", "b1" })
        {
            await WriteAsync(volume.Partitions[name], ("f", [1]));
        }

        Assert.Equal(["a1", "a2", "b1"], await PartitionsAsync(volume, new ListVolumePartitionsOptions { PageSize = 2 }));
        Assert.Equal(["a1", "a2"], await PartitionsAsync(volume, new ListVolumePartitionsOptions { Prefix = "a" }));
        await volume.Partitions.DeleteAsync("a1");
        Assert.Equal(["a2", "b1"], await PartitionsAsync(volume, new ListVolumePartitionsOptions()));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Partitions.DeleteAsync("a1"));
    }

    [Fact]
    public async Task Volume_file_can_be_a_resource()
    {
        PartedVolume volume = await _volumes.CreatePartedAsync("for_resource");
        await WriteAsync(volume.Partitions["p1"], ("a.zip", [1]));
        Resource resource = await fixture.Client.Resources.CreateFromVolumeAsync("vol.zip", ResourceType.VolumeArchive, volume.Partitions["p1"].PathOf("a.zip"));
        ResourceInfo info = await resource.GetAsync();
        Assert.Equal((ResourceType.VolumeArchive, $"{fixture.Emulator.Project}/volumes/for_resource/p1/a.zip"), (info.Type, info.VolumePath));
        await resource.UpdateFromVolumeAsync(volume.Partitions["p1"].PathOf("b.zip"), comment: "new");
        info = await resource.GetAsync();
        Assert.Equal((ResourceType.VolumeArchive, $"{fixture.Emulator.Project}/volumes/for_resource/p1/b.zip", "new"), (info.Type, info.VolumePath, info.Comment));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => fixture.Client.Resources["none"].UpdateFromVolumeAsync("p/volumes/v/a/f"));
    }

    [Fact]
    public async Task Volumes_are_listed_with_filters()
    {
        await _volumes.CreatePartedAsync("list_a");
        await _volumes.CreateFileSystemAsync("list_b");
        List<(string, VolumeType?)> found = [];
        await foreach (VolumeInfo item in _volumes.ListAsync(new ListVolumesOptions { Prefix = "list_", Owner = (await _volumes.GetAsync("list_a")).Owner, PageSize = 1 }))
        {
            found.Add((item.Name, item.Type));
        }

        Assert.Equal([("list_a", VolumeType.Parted), ("list_b", VolumeType.FileSystem)], found);
    }

    [Fact]
    public async Task Duplicates_missing_ones_and_bad_names_are_typed_errors()
    {
        PartedVolume volume = await _volumes.CreatePartedAsync("dup");
        FileSystemVolume files = await _volumes.CreateFileSystemAsync("dup_fs");
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _volumes.CreatePartedAsync("dup"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _volumes.GetAsync("missing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _volumes.DeleteAsync("missing"));
        await _volumes.DeleteAsync("missing", new DeleteVolumeOptions { IfExists = true });
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Partitions.GetAsync("missing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Partitions["missing"].OpenReadAsync("f"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _volumes["missing"].AsParted().Partitions["p"].CreateUploadSessionAsync());
        await WriteAsync(volume.Partitions["p1"], ("f", [1]));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Partitions["p1"].OpenReadAsync("g"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => volume.Partitions["p1"].OpenReadAsync("f", 2));
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _volumes.CreatePartedAsync("a b"))).ErrorCode);
        Assert.Equal("NotAcceptableOperation", (await Assert.ThrowsAsync<OdpsServiceException>(() => files.AsParted().Partitions["p"].CreateUploadSessionAsync())).ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => fixture.Client.WithProject("no_such_project").Volumes.ExistsAsync("v"));
    }

    private static async Task WriteAsync(VolumePartition partition, params (string Name, byte[] Content)[] files)
    {
        VolumeUploadSession upload = await partition.CreateUploadSessionAsync();
        foreach ((string name, byte[] content) in files)
        {
            await using VolumeFileWriter writer = await upload.OpenFileWriterAsync(name);
            await writer.WriteAsync(content);
            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            return all.ToArray();
        }
    }

    private static async Task<List<string>> FilesAsync(VolumePartition partition, ListVolumeFilesOptions options)
    {
        List<string> names = [];
        await foreach (VolumeFile file in partition.ListFilesAsync(options))
        {
            names.Add(file.Name);
        }

        return names;
    }

    private static async Task<List<string>> PartitionsAsync(PartedVolume volume, ListVolumePartitionsOptions options)
    {
        List<string> names = [];
        await foreach (VolumePartitionInfo item in volume.Partitions.ListAsync(options))
        {
            names.Add(item.Name);
        }

        return names;
    }
}
