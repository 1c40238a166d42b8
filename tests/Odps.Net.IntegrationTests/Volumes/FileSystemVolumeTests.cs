using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Volumes;

/// <summary>Volumes that are file systems, and external ones, against a service that remembers them.</summary>
public sealed class FileSystemVolumeTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private static int _count;

    private readonly VolumeCollection _volumes = fixture.Client.Volumes;

    public static TheoryData<bool> Kinds => [false, true];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Directories_and_files_live_from_creation_to_deletion(bool isExternal)
    {
        FileSystemVolume volume = await CreateAsync(isExternal);
        VolumeItem directory = await volume.Items.CreateDirectoryAsync("数据 dir");
        byte[] content = new byte[1_200_000];
        new Random(9).NextBytes(content);
        await WriteAsync(directory["f1"], content);
        await WriteAsync(directory["empty"], []);
        await WriteAsync(volume.Items["deep/er/f2"], [1, 2, 3]);

        Assert.Equal(["deep", "数据 dir"], await NamesAsync(volume, ""));
        Assert.Equal(["数据 dir/empty", "数据 dir/f1"], await NamesAsync(volume, "/数据 dir/"));
        VolumeItemInfo info = await volume.Items.GetAsync("数据 dir/f1");
        Assert.Equal((false, 1_200_000L, "f1"), (info.IsDirectory, info.Length, info.Name));
        Assert.True((await directory.GetAsync()).IsDirectory);
        Assert.Equal(content, await ReadAsync(await directory["f1"].OpenReadAsync()));
        Assert.Equal(content[600_000..700_000], await ReadAsync(await directory["f1"].OpenReadAsync(600_000, 100_000)));
        Assert.Equal(content[1_199_990..], await ReadAsync(await directory["f1"].OpenReadAsync(1_199_990)));
        Assert.Empty(await ReadAsync(await directory["empty"].OpenReadAsync()));

        await WriteAsync(directory["f1"], [7]);
        Assert.Equal([7], await ReadAsync(await directory["f1"].OpenReadAsync()));
        Assert.Equal("DeleteConflict", (await Assert.ThrowsAsync<OdpsServiceException>(() => directory.DeleteAsync())).ErrorCode);
        await directory["f1"].DeleteAsync();
        Assert.False(await directory["f1"].ExistsAsync());
        await volume.Items.DeleteAsync("deep", recursive: true);
        Assert.False(await volume.Items.ExistsAsync("deep/er/f2"));
        Assert.Equal(["数据 dir"], await NamesAsync(volume, ""));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Moving_takes_all_that_is_below(bool isExternal)
    {
        FileSystemVolume volume = await CreateAsync(isExternal);
        await WriteAsync(volume.Items["a/b/f"], [1]);
        await volume.Items.CreateDirectoryAsync("c");
        VolumeItem moved = await volume.Items["a/b"].MoveAsync("c/d");
        Assert.Equal([1], await ReadAsync(await moved["f"].OpenReadAsync()));
        Assert.False(await volume.Items.ExistsAsync("a/b"));
        Assert.True(await volume.Items.ExistsAsync("a"));

        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Items["missing"].MoveAsync("x"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Items["c/d/f"].MoveAsync("no/where"));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => volume.Items["c"].MoveAsync("a"));
        Assert.Equal("InvalidPath", (await Assert.ThrowsAsync<OdpsServiceException>(() => volume.Items["c"].MoveAsync("c/d/e"))).ErrorCode);
        Assert.Equal("ParentNotDirectory", (await Assert.ThrowsAsync<OdpsServiceException>(() => volume.Items["a"].MoveAsync("c/d/f/g"))).ErrorCode);
    }

    [Fact]
    public async Task Replication_is_set_when_writing_moving_and_later()
    {
        FileSystemVolume volume = await CreateAsync(isExternal: false);
        await using (VolumeFileWriter writer = await volume.Items["f"].OpenWriteAsync(replication: 2, new VolumeSessionOptions { Compression = TunnelCompression.Deflate() }))
        {
            await writer.WriteAsync("hello"u8.ToArray());
            await writer.CompleteAsync();
        }

        Assert.Equal(2, (await volume.Items.GetAsync("f")).Replication);
        VolumeItem moved = await volume.Items["f"].MoveAsync("g", replication: 5);
        Assert.Equal(5, (await moved.GetAsync()).Replication);
        await moved.SetReplicationAsync(1);
        Assert.Equal(1, (await moved.GetAsync()).Replication);
        Assert.Equal("hello"u8.ToArray(), await ReadAsync(await moved.OpenReadAsync(options: new VolumeSessionOptions { Compression = TunnelCompression.Deflate() })));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task File_that_is_not_completed_is_not_there(bool isExternal)
    {
        FileSystemVolume volume = await CreateAsync(isExternal);
        await using (VolumeFileWriter writer = await volume.Items["f"].OpenWriteAsync())
        {
            await writer.WriteAsync(new byte[10]);
        }

        Assert.False(await volume.Items.ExistsAsync("f"));
    }

    [Fact]
    public async Task Listing_gives_pages()
    {
        FileSystemVolume volume = await CreateAsync(isExternal: false);
        for (int i = 0; i < 5; i++)
        {
            await volume.Items.CreateDirectoryAsync($"d{i}");
        }

        List<int> pages = [];
        await foreach (Page<VolumeItemInfo> page in volume.Items.ListAsync(options: new ListVolumeItemsOptions { PageSize = 2 }).AsPagesAsync())
        {
            pages.Add(page.Items.Count);
        }

        Assert.Equal([2, 2, 1], pages);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Duplicates_and_missing_ones_are_typed_errors(bool isExternal)
    {
        FileSystemVolume volume = await CreateAsync(isExternal);
        await WriteAsync(volume.Items["f"], [1]);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Items.GetAsync("missing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Items["missing"].OpenReadAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => volume.Items.DeleteAsync("missing"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => volume.Items["f"].OpenReadAsync(2));
        OdpsServiceException error = await Assert.ThrowsAsync<OdpsServiceException>(() => WriteAsync(volume.Items["f/below"], [1]));
        Assert.Equal("ParentNotDirectory", error.ErrorCode);
        if (!isExternal)
        {
            await volume.Items.CreateDirectoryAsync("d");
            await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => volume.Items.CreateDirectoryAsync("d"));
            await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => WriteAsync(volume.Items["d"], [1]));
        }

        FileSystemVolume missing = _volumes["no_such_volume"].AsFileSystem();
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => missing.Items.ExistsAsync("f"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => WriteAsync(missing.Items["f"], [1]));
    }

    [Fact]
    public async Task External_volume_says_where_it_is_and_its_files_outlive_it()
    {
        ExternalVolume volume = await _volumes.CreateExternalAsync("ext", "oss://endpoint/bucket/outlive/", new CreateExternalVolumeOptions { RoleArn = "acs:ram::1:role/r", Comment = "c" });
        VolumeInfo info = await volume.GetAsync();
        Assert.Equal((VolumeType.External, "oss://endpoint/bucket/outlive/", "acs:ram::1:role/r", "c"), (info.Type, info.Location, info.RoleArn, info.Comment));
        await WriteAsync(volume.Items["f"], [1]);
        await volume.DeleteAsync();
        ExternalVolume again = await _volumes.CreateExternalAsync("ext_again", "oss://endpoint/bucket/outlive");
        Assert.Equal([1], await ReadAsync(await again.Items["f"].OpenReadAsync()));
        Assert.Equal("DeleteConflict", (await Assert.ThrowsAsync<OdpsServiceException>(() => again.DeleteAsync(new DeleteVolumeOptions { RemoveDirectory = true }))).ErrorCode);
        await again.DeleteAsync(new DeleteVolumeOptions { RemoveDirectory = true, Recursive = true });
        await _volumes.CreateExternalAsync("ext_again", "oss://endpoint/bucket/outlive");
        Assert.False(await again.Items.ExistsAsync("f"));
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _volumes.CreateExternalAsync("bad", "http://x"))).ErrorCode);
    }

    [Fact]
    public async Task Signed_address_works_without_a_credential_for_its_own_object_and_method_only()
    {
        var volume = (ExternalVolume)await CreateAsync(isExternal: true);
        await WriteAsync(volume.Items["f"], "data"u8.ToArray());
        Uri address = await volume.GetReadUriAsync("f", TimeSpan.FromMinutes(1));
        using var http = new HttpClient();
        Assert.Equal("data", await http.GetStringAsync(address));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await http.PutAsync(address, new ByteArrayContent([1]))).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await http.GetAsync(new Uri(address.AbsoluteUri.Replace("key=f", "key=g", StringComparison.Ordinal)))).StatusCode);
        Assert.DoesNotContain(fixture.Emulator.Requests, r => r.Path.StartsWith("/object-store", StringComparison.Ordinal) && r.Headers.ContainsKey("Authorization"));
    }

    private static async Task WriteAsync(VolumeItem file, byte[] content)
    {
        await using VolumeFileWriter writer = await file.OpenWriteAsync();
        await writer.WriteAsync(content);
        await writer.CompleteAsync();
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

    private static async Task<List<string>> NamesAsync(FileSystemVolume volume, string directory)
    {
        List<string> names = [];
        await foreach (VolumeItemInfo item in volume.Items.ListAsync(directory))
        {
            names.Add(item.Path);
        }

        return names;
    }

    private async Task<FileSystemVolume> CreateAsync(bool isExternal)
    {
        int number = Interlocked.Increment(ref _count);
        return isExternal
            ? await _volumes.CreateExternalAsync($"x{number}", $"oss://endpoint/bucket/{number}/")
            : await _volumes.CreateFileSystemAsync($"n{number}");
    }
}
