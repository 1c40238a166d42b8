using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Resources;

/// <summary>What is sent for each verb of resources, and what is made of the answers.</summary>
public class ResourceRequestTests
{
    private const string Meta = """
        x-odps-resource-type: PY
        x-odps-resource-name: f.py
        x-odps-resource-size: 15
        x-odps-resource-istemp: true
        x-odps-owner: ALIYUN$o@example.com
        x-odps-updator: ALIYUN$u@example.com
        x-odps-comment: =?UTF-8?B?5pWw5o2u?=
        x-odps-creation-time: Wed, 04 Mar 2026 05:06:07 GMT
        Last-Modified: Wed, 04 Mar 2026 05:06:08 GMT
        Content-MD5: d41d8cd98f00b204e9800998ecf8427e
        x-odps-resource-of-tomorrow: 1
        """;

    [Fact]
    public async Task Small_content_is_one_request_with_its_headers_and_raw_bytes()
    {
        await using var service = new ScriptedRest { Status = 201 };
        Resource resource = await service.Client.Resources.CreateAsync(
            "new.py", ResourceType.Py, new MemoryStream("print(1)"u8.ToArray()), new ResourceOptions { Comment = "c1", IsTemporary = true });

        LoopbackExchange request = Assert.Single(service.Server.Requests);
        Assert.Equal(["POST /projects/p/resources?curr_project=p"], service.Lines);
        Assert.Equal("print(1)", ScriptedRest.Text(request));
        Assert.Equal("application/octet-stream", request.Header("Content-Type"));
        Assert.Equal("attachment;filename=new.py", request.Header("Content-Disposition"));
        Assert.Equal("py", request.Header("x-odps-resource-type"));
        Assert.Equal("new.py", request.Header("x-odps-resource-name"));
        Assert.Equal("c1", request.Header("x-odps-comment"));
        Assert.Equal("true", request.Header("x-odps-resource-istemp"));
        Assert.Equal("p/resources/new.py", resource.ToString());
    }

    [Fact]
    public async Task Resource_that_is_not_temporary_and_has_no_comment_sends_neither_header()
    {
        await using var service = new ScriptedRest { Status = 201 };
        await service.Client.Resources.CreateAsync("e.txt", ResourceType.File, Stream.Null);

        Assert.Empty(service.Last.Body);
        Assert.Equal("0", service.Last.Header("Content-Length"));
        Assert.Null(service.Last.Header("x-odps-comment"));
        Assert.Null(service.Last.Header("x-odps-resource-istemp"));
    }

    [Fact]
    public async Task Table_and_partition_stand_in_a_header()
    {
        await using var service = new ScriptedRest { Status = 201 };
        Table table = service.Client.Tables["other.sale_detail"];
        await service.Client.Resources.CreateFromTableAsync("r1", table, PartitionSpec.Parse("pt='20260101'"), "c");
        await service.Client.Resources.CreateFromTableAsync("r2", service.Client.WithSchema("s").Tables["t"]);
        await service.Client.Resources.CreateFromVolumeAsync("r3", ResourceType.VolumeArchive, "p/volumes/v/pt/a.zip");

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.All(service.Lines, line => Assert.Equal("POST /projects/p/resources?curr_project=p", line));
        Assert.All(requests, r => Assert.Equal(("text/plain", "0"), (r.Header("Content-Type"), r.Header("Content-Length"))));
        Assert.Equal("other.sale_detail partition(pt='20260101')", requests[0].Header("x-odps-copy-table-source"));
        Assert.Equal(("table", "r1", "c"), (requests[0].Header("x-odps-resource-type"), requests[0].Header("x-odps-resource-name"), requests[0].Header("x-odps-comment")));
        Assert.Equal("p.s.t", requests[1].Header("x-odps-copy-table-source"));
        Assert.Equal(("volumearchive", "p/volumes/v/pt/a.zip"), (requests[2].Header("x-odps-resource-type"), requests[2].Header("x-odps-copy-file-source")));
    }

    [Fact]
    public async Task Meta_is_read_from_headers_and_what_is_not_known_is_passed_over()
    {
        await using var service = new ScriptedRest { Headers = Meta };
        ResourceInfo info = await service.Client.WithSchema("s").Resources.GetAsync("f.py");

        Assert.Equal(["GET /projects/p/resources/f.py?curr_project=p&curr_schema=s&meta"], service.Lines);
        Assert.Equal(new ResourceInfo
        {
            Project = "p",
            SchemaName = "s",
            Name = "f.py",
            Type = ResourceType.Py,
            Size = 15,
            IsTemporary = true,
            Owner = "ALIYUN$o@example.com",
            LastUpdatedBy = "ALIYUN$u@example.com",
            Comment = "数据",
            CreationTime = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            LastModifiedTime = new DateTimeOffset(2026, 3, 4, 5, 6, 8, TimeSpan.Zero),
            ContentMD5 = "d41d8cd98f00b204e9800998ecf8427e",
        }, info);
    }

    [Fact]
    public async Task Answer_without_any_of_the_headers_and_a_new_type_do_not_fail()
    {
        await using var service = new ScriptedRest();
        Assert.Null((await service.Client.Resources.GetAsync("f")).Type);
        service.Headers = "x-odps-resource-type: HOLOGRAM\nx-odps-resource-size: many\nLast-Modified: yesterday";
        ResourceInfo info = await service.Client.Resources.GetAsync("f");
        Assert.Equal(("hologram", null, null), (info.Type?.Value, info.Size, info.LastModifiedTime));
    }

    [Fact]
    public async Task Listing_sends_its_filters_and_reads_all_pages()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => exchange.RespondAsync(200, exchange.HasMarker()
            ? "<Resources><Marker/><MaxItems>2</MaxItems><Resource><Name>t_res</Name><ResourceType>TABLE</ResourceType><TableName>p1.t partition(pt='1')</TableName><Later><X/></Later></Resource></Resources>"
            : "<Resources><Marker>m1</Marker><Resource><Name>f.py</Name><SchemaName>s2</SchemaName><Owner>o</Owner><LastUpdator>u</LastUpdator><Comment>c</Comment><ResourceType>py</ResourceType><ResourceSize>15</ResourceSize></Resource></Resources>");
        List<ResourceInfo> items = [];
        await foreach (ResourceInfo item in service.Client.Resources.ListAsync(new ListResourcesOptions { Prefix = "f", Owner = "o", PageSize = 2 }))
        {
            items.Add(item);
        }

        Assert.Equal(
            ["GET /projects/p/resources?curr_project=p&expectmarker=true&maxitems=2&name=f&owner=o", "GET /projects/p/resources?curr_project=p&expectmarker=true&marker=m1&maxitems=2&name=f&owner=o"],
            service.Lines);
        Assert.Equal([("f.py", "py", 15L), ("t_res", "table", null)], items.Select(i => (i.Name, i.Type!.Value.Value, i.Size)));
        Assert.Equal(("s2", "u", "p1.t partition(pt='1')"), (items[0].SchemaName, items[0].LastUpdatedBy, items[1].TableSource));
    }

    [Fact]
    public async Task Update_keeps_type_comment_and_lifetime_that_are_there()
    {
        await using var service = new ScriptedRest { Headers = Meta };
        await service.Client.Resources["f.py"].UpdateAsync(new MemoryStream([1]));

        Assert.Equal(["GET /projects/p/resources/f.py?curr_project=p&meta", "PUT /projects/p/resources/f.py?curr_project=p"], service.Lines);
        Assert.Equal(("py", "数据", "true"), (service.Last.Header("x-odps-resource-type"), service.Last.Header("x-odps-comment"), service.Last.Header("x-odps-resource-istemp")));
        Assert.Equal([1], service.Last.Body);
    }

    [Fact]
    public async Task Delete_and_change_of_owner_are_one_request_each()
    {
        await using var service = new ScriptedRest { Status = 204 };
        await service.Client.Resources.DeleteAsync("p2/schemas/s2/resources/数据 v1.py");
        await service.Client.Resources["a.jar"].ChangeOwnerAsync("ALIYUN$n@example.com");

        Assert.Equal(["DELETE /projects/p2/resources/数据 v1.py?curr_project=p&curr_schema=s2", "PUT /projects/p/resources/a.jar?curr_project=p&updateowner"], service.Lines);
        Assert.Contains("/projects/p2/resources/%E6%95%B0%E6%8D%AE%20v1.py?", service.Server.Requests.First().Target, StringComparison.Ordinal);
        Assert.Equal(("ALIYUN$n@example.com", "0"), (service.Last.Header("x-odps-owner"), service.Last.Header("Content-Length")));
    }

    [Fact]
    public async Task Table_resource_finds_its_table_and_is_updated_by_reference()
    {
        await using var service = new ScriptedRest { Headers = "x-odps-resource-type: table\nx-odps-copy-table-source: p2.s2.t2 partition(pt='a,b',h='1')\nx-odps-comment: kept" };
        TableResource resource = service.Client.WithSchema("s").Resources["r"].AsTable();
        TableResourceSource source = await resource.GetSourceAsync();
        await resource.UpdateAsync(service.Client.Tables["t3"]);

        Assert.Equal(("p2.s2.t2", "pt='a,b',h='1'"), (source.Table.ToString(), source.Partition!.ToString()));
        Assert.Equal("PUT /projects/p/resources/r?curr_project=p&curr_schema=s", service.Lines[^1]);
        Assert.Equal(("table", "p.t3", "kept"), (service.Last.Header("x-odps-resource-type"), service.Last.Header("x-odps-copy-table-source"), service.Last.Header("x-odps-comment")));
    }

    [Theory]
    [InlineData("p2.t", "p2.t", null)]
    [InlineData("bare", "p.bare", null)]
    [InlineData("p2.s.t partition(pt='1')", "p2.s.t", "pt='1'")]
    public async Task Source_of_two_parts_is_a_project_and_a_table_whatever_the_schema_of_the_client(string text, string table, string? partition)
    {
        await using var service = new ScriptedRest { Headers = $"x-odps-copy-table-source: {text}" };
        TableResourceSource source = await service.Client.WithSchema("mine").Resources["r"].AsTable().GetSourceAsync();
        Assert.Equal((table, partition), (source.Table.ToString(), source.Partition?.ToString()));
    }

    [Fact]
    public async Task Source_that_is_no_table_is_an_error_that_quotes_it()
    {
        await using var service = new ScriptedRest { Headers = "x-odps-copy-table-source: p.t partition(pt=" };
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => service.Client.Resources["r"].AsTable().GetSourceAsync());
        Assert.Contains("'p.t partition(pt='", error.Message, StringComparison.Ordinal);
        service.Headers = "x-odps-resource-type: jar";
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Client.Resources["r"].AsTable().GetSourceAsync());
    }

    [Theory]
    [InlineData(404, "NoSuchObject", typeof(OdpsNotFoundException))]
    [InlineData(409, "ObjectAlreadyExists", typeof(OdpsAlreadyExistsException))]
    [InlineData(403, "NoPermission", typeof(OdpsPermissionException))]
    [InlineData(400, "InvalidParameter", typeof(OdpsServiceException))]
    public async Task Refusals_are_typed_and_name_the_resource(int status, string code, Type type)
    {
        await using var service = new ScriptedRest { Status = status, Body = ScriptedRest.Error(code) };
        ResourceCollection resources = service.Client.Resources;
        Func<Task>[] calls =
        [
            () => resources.GetAsync("r1"),
            () => resources.DeleteAsync("r1"),
            () => resources["r1"].ChangeOwnerAsync("o"),
            () => resources["r1"].OpenReadAsync(),
            () => resources["r1"].OpenAsync(FileMode.Open),
            () => resources["r1"].UpdateAsync(Stream.Null),
            () => resources.CreateAsync("r1", ResourceType.File, Stream.Null),
            () => resources.CreateFromTableAsync("r1", service.Client.Tables["t"]),
        ];
        foreach (Func<Task> call in calls)
        {
            var error = (OdpsServiceException)await Assert.ThrowsAsync(type, call);
            Assert.Equal(code, error.ErrorCode);
            Assert.Contains("p/resources/r1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Existence_is_false_only_for_what_is_not_there()
    {
        await using var service = new ScriptedRest { Status = 404, Body = ScriptedRest.Error("NoSuchObject") };
        Assert.False(await service.Client.Resources.ExistsAsync("r"));
        await service.Client.Resources.DeleteAsync("r", ifExists: true);
        service.Body = ScriptedRest.Error("NoSuchProject");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => service.Client.Resources.ExistsAsync("r"));
        service.Status = 403;
        service.Body = ScriptedRest.Error("NoPermission");
        await Assert.ThrowsAsync<OdpsPermissionException>(() => service.Client.Resources.ExistsAsync("r"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("p/resources/")]
    [InlineData("/resources/r")]
    [InlineData("p/schemas//resources/r")]
    public async Task Bad_names_are_refused_before_anything_is_sent(string name)
    {
        await using var service = new ScriptedRest();
        Assert.Throws<ArgumentException>(() => service.Client.Resources[name]);
        Assert.Empty(service.Server.Requests);
    }

    [Fact]
    public async Task Comment_with_a_line_break_cannot_be_a_header()
    {
        await using var service = new ScriptedRest();
        await Assert.ThrowsAsync<ArgumentException>(
            () => service.Client.Resources.CreateAsync("r", ResourceType.File, Stream.Null, new ResourceOptions { Comment = "a\r\nx-odps-owner: b" }));
        Assert.Empty(service.Server.Requests);
    }
}
