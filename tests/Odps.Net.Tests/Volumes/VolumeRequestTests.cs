using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Volumes;

/// <summary>What is sent for each verb of volumes, their partitions and their items, and what is made of the answers.</summary>
public class VolumeRequestTests
{
    private const string Meta = """
        <Meta><Name>v</Name><Owner>o</Owner><Comment>c</Comment><Type>external</Type><Length>7</Length><FileNumber>2</FileNumber>
        <CreationTime>Wed, 04 Mar 2026 05:06:07 GMT</CreationTime><Lifecycle>9</Lifecycle><Tomorrow><X/></Tomorrow>
        <Properties>{"external.location":"oss://e/b/d/","odps.properties.rolearn":"acs:ram::1:role/r","n":5,"deep":{"a":[1]}}</Properties></Meta>
        """;

    private const string Item = """
        <Item><Project>p</Project><Volume>v</Volume><Path>/v/d/f</Path><Isdir>false</Isdir><permission>rw</permission><BlockReplications>3</BlockReplications><Length>5</Length>
        <Quota>-1</Quota><BlockSize>64</BlockSize><Owner>o</Owner><Group>g</Group><Symlink>s</Symlink><AccessTime>Wed, 04 Mar 2026 05:06:07 GMT</AccessTime><New/></Item>
        """;

    [Fact]
    public async Task Each_kind_is_created_by_its_type()
    {
        await using var service = new ScriptedRest { Status = 201 };
        VolumeCollection volumes = service.Client.Volumes;
        await volumes.CreatePartedAsync("v1", new CreateVolumeOptions { Comment = "a & b" });
        await service.Client.WithSchema("s").Volumes.CreateFileSystemAsync("v2");
        await volumes.CreateExternalAsync("v3", "oss://e/b/d/", new CreateExternalVolumeOptions { RoleArn = "acs:ram::1:role/r", CreateDirectory = true, Accelerate = true });

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal(
            ["POST /projects/p/volumes?curr_project=p", "POST /projects/p/volumes?curr_project=p&curr_schema=s", "POST /projects/p/volumes?accelerate=&autoMkDir=&curr_project=p"],
            service.Lines);
        Assert.All(requests, r => Assert.Equal("application/xml", r.Header("Content-Type")));
        Assert.Equal("<Meta><Name>v1</Name><Comment>a &amp; b</Comment><Type>OLD</Type></Meta>", ScriptedRest.Xml(requests[0]));
        Assert.Equal("<Meta><Name>v2</Name><Type>NEW</Type></Meta>", ScriptedRest.Xml(requests[1]));
        Assert.Equal(
            """<Meta><Name>v3</Name><Type>EXTERNAL</Type><Properties>{"external.location":"oss://e/b/d/","odps.properties.rolearn":"acs:ram::1:role/r"}</Properties></Meta>""",
            ScriptedRest.Xml(requests[2]));
    }

    [Fact]
    public async Task Meta_is_read_and_what_is_not_known_is_passed_over()
    {
        await using var service = new ScriptedRest { Body = Meta };
        VolumeInfo info = await service.Client.Volumes.GetAsync("v");

        Assert.Equal(["GET /projects/p/volumes/v?curr_project=p&meta"], service.Lines);
        Assert.Equal(("v", VolumeType.External, "o", "c"), (info.Name, info.Type, info.Owner, info.Comment));
        Assert.Equal((7L, 2L, 9), (info.Length, info.FileCount, info.LifecycleDays));
        Assert.Equal(("oss://e/b/d/", "acs:ram::1:role/r"), (info.Location, info.RoleArn));
        Assert.Equal(("5", """{"a":[1]}"""), (info.Properties["n"], info.Properties["deep"]));
    }

    [Theory]
    [InlineData("<Meta><Type>CRYSTAL</Type><Length>much</Length><Properties>not json</Properties></Meta>", "CRYSTAL")]
    [InlineData("<Meta><Properties>[1]</Properties></Meta>", null)]
    [InlineData("<Anything/>", null)]
    public async Task New_types_and_strange_values_do_not_fail(string document, string? type)
    {
        await using var service = new ScriptedRest { Body = document };
        VolumeInfo info = await service.Client.Volumes.GetAsync("v");
        Assert.Equal((type, null, "v"), (info.Type?.Value, info.Length, info.Name));
        Assert.Empty(info.Properties);
    }

    [Fact]
    public async Task Volumes_are_listed_with_filters_and_pages()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => exchange.RespondAsync(200, exchange.HasMarker()
            ? "<Volumes><Marker/><Volume><Name>v2</Name><Type>NEW</Type></Volume></Volumes>"
            : "<Volumes><Marker>m</Marker><MaxItems>1</MaxItems><Volume><Name>v1</Name><Type>old</Type></Volume></Volumes>");
        List<(string, VolumeType?)> found = [];
        await foreach (VolumeInfo item in service.Client.Volumes.ListAsync(new ListVolumesOptions { Prefix = "v", Owner = "o", PageSize = 1 }))
        {
            found.Add((item.Name, item.Type));
        }

        Assert.Equal([("v1", VolumeType.Parted), ("v2", VolumeType.FileSystem)], found);
        Assert.Equal("GET /projects/p/volumes?curr_project=p&expectmarker=true&marker=m&maxitems=1&name=v&owner=o", service.Lines[1]);
    }

    [Fact]
    public async Task Delete_says_what_goes_with_the_volume()
    {
        await using var service = new ScriptedRest();
        await service.Client.Volumes.DeleteAsync("v");
        await service.Client.Volumes.DeleteAsync("v", new DeleteVolumeOptions { RemoveDirectory = true, Recursive = true });
        Assert.Equal(["DELETE /projects/p/volumes/v?curr_project=p", "DELETE /projects/p/volumes/v?autoRmDir=&curr_project=p&recursive=true"], service.Lines);
    }

    [Fact]
    public async Task Lifecycle_is_put_as_a_document()
    {
        await using var service = new ScriptedRest();
        await service.Client.Volumes["v"].SetLifecycleAsync(7);
        Assert.Equal(["PUT /projects/p/volumes/v?curr_project=p"], service.Lines);
        Assert.Equal("<Meta><Lifecycle>7</Lifecycle></Meta>", ScriptedRest.Xml(service.Last));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => service.Client.Volumes["v"].SetLifecycleAsync(0));
    }

    [Fact]
    public async Task Partitions_are_listed_got_with_their_size_and_deleted()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => exchange.RespondAsync(200, exchange.Target.Contains("expectmarker", StringComparison.Ordinal)
            ? "<Volume><Marker/><MaxItems>1</MaxItems><Partitions><Partition><Name>p1</Name><Owner>o</Owner><Type>OLD</Type></Partition><Partition><Name>p2</Name></Partition></Partitions></Volume>"
            : exchange.Target.Contains("meta", StringComparison.Ordinal) ? "<Meta><Length>12</Length><FileNumber>3</FileNumber></Meta>" : "<Meta><Name>p1</Name><Owner>o</Owner></Meta>");
        PartedVolume volume = service.Client.WithSchema("s").Volumes["v"].AsParted();
        List<string> names = [];
        await foreach (VolumePartitionInfo item in volume.Partitions.ListAsync(new ListVolumePartitionsOptions { Prefix = "p", Owner = "o" }))
        {
            names.Add(item.Name);
        }

        VolumePartitionInfo info = await volume.Partitions.GetAsync("p1");
        Assert.True(await volume.Partitions.ExistsAsync("p1"));
        await volume.Partitions.DeleteAsync("p1");

        Assert.Equal(["p1", "p2"], names);
        Assert.Equal(("p1", "o", 12L, 3L), (info.Name, info.Owner, info.Length, info.FileCount));
        Assert.Equal(
            [
                "GET /projects/p/volumes/v?curr_project=p&curr_schema=s&expectmarker=true&name=p&owner=o",
                "GET /projects/p/volumes/v/p1?curr_project=p&curr_schema=s",
                "GET /projects/p/volumes/v/p1?curr_project=p&curr_schema=s&meta",
                "GET /projects/p/volumes/v/p1?curr_project=p&curr_schema=s",
                "DELETE /projects/p/volumes/v/p1?curr_project=p&curr_schema=s",
            ],
            service.Lines);
    }

    [Fact]
    public async Task Files_of_a_partition_are_listed()
    {
        await using var service = new ScriptedRest { Body = "<Items><Marker/><Item><Name>a/f1</Name><Length>3</Length></Item><Item><Name>f2</Name></Item></Items>" };
        VolumePartition partition = service.Client.Volumes["v"].AsParted().Partitions["p1"];
        List<VolumeFile> files = [];
        await foreach (VolumeFile file in partition.ListFilesAsync(new ListVolumeFilesOptions { Prefix = "a", PageSize = 5 }))
        {
            files.Add(file);
        }

        Assert.Equal([new VolumeFile("a/f1", 3), new VolumeFile("f2", null)], files);
        Assert.Equal(["GET /projects/p/volumes/v/p1?curr_project=p&expectmarker=true&maxitems=5&name=a&path="], service.Lines);
        Assert.Equal("p/volumes/v/p1/a/f1", partition.PathOf("a//f1"));
    }

    [Fact]
    public async Task Schema_of_a_volume_goes_with_its_tunnel_requests()
    {
        await using var service = new ScriptedRest { Body = """{"UploadID":"u","Status":"normal"}""" };
        await service.Client.WithSchema("s").Volumes["v"].AsParted().Partitions["p1"].CreateUploadSessionAsync();
        Assert.Equal(["POST /projects/p/tunnel/uploads?curr_project=p&curr_schema=s&target=p/v/p1/&type=volumefile"], service.Lines);
    }

    [Fact]
    public async Task Items_are_named_by_a_header()
    {
        await using var service = new ScriptedRest { Body = Item };
        VolumeItemCollection items = service.Client.Volumes["v"].AsFileSystem().Items;
        VolumeItemInfo info = await items.GetAsync("/d//./x/../f");
        await items.DeleteAsync("d/f");
        await items.DeleteAsync("d", recursive: true);
        VolumeItem moved = await items["d/f"].MoveAsync("e/g", replication: 2);
        await items["d/f"].SetReplicationAsync(3);

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal(
            [
                "GET /projects/p/volumes/v?curr_project=p&meta",
                "DELETE /projects/p/volumes/v?curr_project=p&recursive=false",
                "DELETE /projects/p/volumes/v?curr_project=p&recursive=true",
                "PUT /projects/p/volumes/v?curr_project=p&meta",
                "PUT /projects/p/volumes/v?curr_project=p&meta",
            ],
            service.Lines);
        Assert.Equal(["/v/d/f", "/v/d/f", "/v/d", "/v/d/f", "/v/d/f"], requests.Select(r => r.Header("x-odps-volume-fs-path")));
        Assert.Equal("<Item><Path>/v/e/g</Path><Replication>2</Replication></Item>", ScriptedRest.Xml(requests[3]));
        Assert.Equal("<Item><Replication>3</Replication></Item>", ScriptedRest.Xml(requests[4]));
        Assert.Equal("application/xml", requests[4].Header("Content-Type"));
        Assert.Equal(("d/f", "f", false, 5L, 3), (info.Path, info.Name, info.IsDirectory, info.Length, info.Replication));
        Assert.Equal(("rw", 64L, -1L, "g", "s"), (info.Permission, info.BlockSize, info.Quota, info.Group, info.SymbolicLink));
        Assert.Equal(("e/g", "/v/e/g"), (moved.Path, moved.ResourcePath));
    }

    [Fact]
    public async Task Directory_is_created_by_a_document_and_listed_by_a_header()
    {
        await using var service = new ScriptedRest { Body = "<Items><Marker/><Item><Path>/v/d/e</Path><Isdir>True</Isdir></Item><Item><Path>/v/d/f</Path><Isdir>0</Isdir></Item></Items>" };
        VolumeItem directory = await service.Client.Volumes["v"].AsFileSystem().Items.CreateDirectoryAsync("d");
        List<(string, bool)> found = [];
        await foreach (VolumeItemInfo item in directory.ListAsync(new ListVolumeItemsOptions { PageSize = 3 }))
        {
            found.Add((item.Path, item.IsDirectory));
        }

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal(["POST /projects/p/volumes/v?curr_project=p", "GET /projects/p/volumes/v?curr_project=p&expectmarker=true&maxitems=3"], service.Lines);
        Assert.Equal("<Item><Type>directory</Type><Path>/v/d</Path></Item>", ScriptedRest.Xml(requests[0]));
        Assert.Equal((null, "/v/d"), (requests[0].Header("x-odps-volume-fs-path"), requests[1].Header("x-odps-volume-fs-path")));
        Assert.Equal([("d/e", true), ("d/f", false)], found);
        Assert.Equal("d/e/g", directory["e/g"].Path);
    }

    [Fact]
    public async Task Root_is_the_volume_and_cannot_be_changed()
    {
        await using var service = new ScriptedRest { Body = Meta };
        VolumeItemCollection items = service.Client.Volumes["v"].AsFileSystem().Items;
        Assert.True((await items.GetAsync("/")).IsDirectory);
        Assert.Null(service.Last.Header("x-odps-volume-fs-path"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => items.DeleteAsync(""));
        await Assert.ThrowsAsync<InvalidOperationException>(() => items[""].MoveAsync("x"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => items[""].OpenWriteAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => items["a"].MoveAsync("/a/"));
        Assert.Throws<ArgumentException>(() => items["a/../../b"]);
        Assert.Single(service.Server.Requests);
    }

    [Fact]
    public async Task Reading_asks_for_the_length_first_and_a_range_ends_with_the_file()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = async exchange =>
        {
            if (exchange.Method == "GET" && exchange.Header("Range") is null)
            {
                await exchange.RespondAsync(200, Item);
                return;
            }

            await exchange.StartAsync(200, "Content-Length: 13");
            await exchange.WriteAsync(Convert.FromHexString("0008000068656C6C6FC5DE5E80"));
        };
        VolumeItem file = service.Client.Volumes["v"].AsFileSystem().Items["d/f"];
        await using Stream stream = await file.OpenReadAsync(0, 100);
        using var reader = new StreamReader(stream);

        Assert.Equal("hello", await reader.ReadToEndAsync());
        Assert.Equal("bytes=0-4", service.Last.Header("Range"));
        Assert.Equal("/projects/p/volumes/v", service.Last.Target.Split('?')[0]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => file.OpenReadAsync(6));
    }

    [Fact]
    public async Task Directory_cannot_be_read()
    {
        await using var service = new ScriptedRest { Body = "<Item><Path>/v/d</Path><Isdir>true</Isdir></Item>" };
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Client.Volumes["v"].AsFileSystem().Items["d"].OpenReadAsync());
    }

    [Theory]
    [InlineData(404, "NoSuchVolume", typeof(OdpsNotFoundException))]
    [InlineData(404, "NoSuchPath", typeof(OdpsNotFoundException))]
    [InlineData(409, "PathAlreadyExists", typeof(OdpsAlreadyExistsException))]
    [InlineData(409, "ObjectAlreadyExists", typeof(OdpsAlreadyExistsException))]
    [InlineData(403, "NoPermission", typeof(OdpsPermissionException))]
    [InlineData(409, "DeleteConflict", typeof(OdpsServiceException))]
    public async Task Refusals_are_typed_and_name_the_volume(int status, string code, Type type)
    {
        await using var service = new ScriptedRest { Status = status, Body = ScriptedRest.Error(code) };
        VolumeCollection volumes = service.Client.Volumes;
        PartedVolume parted = volumes["v1"].AsParted();
        FileSystemVolume files = volumes["v1"].AsFileSystem();
        Func<Task>[] calls =
        [
            () => volumes.GetAsync("v1"),
            () => volumes.DeleteAsync("v1"),
            () => volumes.CreatePartedAsync("v1"),
            () => volumes["v1"].SetLifecycleAsync(1),
            () => parted.Partitions.GetAsync("p1"),
            () => parted.Partitions.DeleteAsync("p1"),
            () => parted.Partitions["p1"].OpenReadAsync("f"),
            () => parted.Partitions["p1"].CreateUploadSessionAsync(),
            () => files.Items.GetAsync("f"),
            () => files.Items.CreateDirectoryAsync("d"),
            () => files.Items.DeleteAsync("f"),
            () => files.Items["f"].MoveAsync("g"),
            () => files.Items["f"].SetReplicationAsync(1),
            () => files.Items["f"].OpenReadAsync(),
        ];
        foreach (Func<Task> call in calls)
        {
            var error = (OdpsServiceException)await Assert.ThrowsAsync(type, call);
            Assert.Equal(code, error.ErrorCode);
            Assert.Contains("p.v1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Existence_is_false_only_for_what_is_not_there()
    {
        await using var service = new ScriptedRest { Status = 404, Body = ScriptedRest.Error("NoSuchPath") };
        Assert.False(await service.Client.Volumes.ExistsAsync("v"));
        Assert.False(await service.Client.Volumes["v"].AsParted().Partitions.ExistsAsync("p"));
        Assert.False(await service.Client.Volumes["v"].AsFileSystem().Items.ExistsAsync("f"));
        await service.Client.Volumes.DeleteAsync("v", new DeleteVolumeOptions { IfExists = true });
        service.Body = ScriptedRest.Error("NoSuchVolume");
        Assert.False(await service.Client.Volumes.ExistsAsync("v"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => service.Client.Volumes["v"].AsParted().Partitions.ExistsAsync("p"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => service.Client.Volumes["v"].AsFileSystem().Items.ExistsAsync("f"));
    }

    [Fact]
    public async Task Bad_names_are_refused_before_anything_is_sent()
    {
        await using var service = new ScriptedRest();
        Assert.Throws<ArgumentException>(() => service.Client.Volumes["a/b"]);
        Assert.Throws<ArgumentException>(() => service.Client.Volumes[""]);
        Assert.Throws<ArgumentException>(() => service.Client.Volumes["v"].AsParted().Partitions["a/b"]);
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Volumes.CreateExternalAsync("v", " "));
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Volumes["v"].AsParted().Partitions["p"].OpenReadAsync("/f"));
        Assert.Empty(service.Server.Requests);
    }
}
