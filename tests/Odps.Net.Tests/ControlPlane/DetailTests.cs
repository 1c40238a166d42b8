using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.ControlPlane;

/// <summary>What is read from the answers about tenants, tags, streams and models, and what goes on from page to page.</summary>
public sealed class DetailTests
{
    [Fact]
    public async Task Tenant_is_read_in_the_forms_of_all_services()
    {
        await using var service = new ScriptedRest
        {
            Body = """{"Tenant":{"Name":"n","OwnerId":"1","TenantId":"2","TenantState":"normal","CreateTime":1767225600,"UpdateTime":1767225700000,"TenantMeta":"{}","Parameters":{"odps.namespace.schema":"true"}}}""",
        };
        TenantInfo info = await service.Client.Tenant.GetAsync();
        Assert.Equal(("n", "1", "2", TenantState.Normal, "{}"), (info.Name, info.OwnerId, info.Id, info.State!.Value, info.Metadata));
        Assert.Equal((1767225600L, 1767225700L), (info.CreationTime!.Value.ToUnixTimeSeconds(), info.LastModifiedTime!.Value.ToUnixTimeSeconds()));
        Assert.Equal("true", info.Parameters["odps.namespace.schema"]);
        service.Body = """{"Tenant":{"State":"SUSPENDED"}}""";
        Assert.Equal(TenantState.Suspended, (await service.Client.Tenant.GetAsync()).State);
        service.Body = "[]";
        await Assert.ThrowsAsync<OdpsDataException>(() => service.Client.Tenant.GetAsync());
        service.Body = """{"Policy":"{\"Version\":\"1\"}"}""";
        Assert.Equal("""{"Version":"1"}""", (await service.Client.Tenant.GetRolePolicyAsync("r"))!.Text);
        service.Body = """{"Response":"[\"a\"]"}""";
        using System.Text.Json.JsonDocument roles = (await service.Client.Tenant.RunQueryAsync("list tenant roles")).ToJsonDocument();
        Assert.Equal("a", roles.RootElement[0].GetString());
    }

    [Fact]
    public async Task Classifications_and_tags_go_on_at_the_token()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => exchange.RespondAsync(200, exchange.Target.Contains("NextPageToken", StringComparison.Ordinal)
            ? """{"Classifications":[{"Name":"b"}],"Tags":[{"Name":"y"}]}"""
            : """{"Classifications":[{"DatabaseName":"p9","Name":"a","Owner":"o","CreateTime":1772600767000}],"Tags":[{"Name":"x","TagValues":{"n":"1"},"ExtendedInfo":{"Policy":"{}"}}],"NextPageToken":"n1"}""");
        List<ClassificationInfo> classifications = [];
        await foreach (ClassificationInfo item in service.Client.Classifications.ListAsync())
        {
            classifications.Add(item);
        }

        List<TagInfo> tags = [];
        await foreach (TagInfo item in service.Client.Classifications["k"].Tags.ListAsync())
        {
            tags.Add(item);
        }

        Assert.Equal([("p9", "a"), ("p", "b")], classifications.Select(c => (c.Project, c.Name)));
        Assert.Equal(1772600767L, classifications[0].CreationTime!.Value.ToUnixTimeSeconds());
        Assert.Equal([("k", "x", "{}"), ("k", "y", null)], tags.Select(t => (t.Classification, t.Name, t.Policy)));
        Assert.Equal("1", tags[0].Attributes["n"]);
        Assert.Equal("GET /projects/p/classifications?NextPageToken=n1&curr_project=p", service.Lines[1]);
    }

    [Fact]
    public async Task Tags_of_an_object_are_read_by_column_and_category()
    {
        await using var service = new ScriptedRest
        {
            Body = """
                {"ObjectTagInfo":{"Tag":{"Tags":{"k":["a","b"]},"ColumnTags":{"id":{"k":["c"]}},"UpdateTime":1},
                "SimpleTag":{"Tags":{"cat":[{"TagCategory":"cat","TagName":"n","TagValue":"v"}]},"ColumnTags":{"id":{"cat":[{"TagName":"m","TagValue":"w"}]}}}}}
                """,
        };
        ObjectTagInfo info = await service.Client.Tables["t"].Tags.GetAsync();
        Assert.Equal(["a", "b"], info.Tags["k"]);
        Assert.Equal(["c"], info.ColumnTags["id"]["k"]);
        Assert.Equal("v", info.SimpleTags["cat"]["n"]);
        Assert.Equal("w", info.SimpleColumnTags["id"]["cat"]["m"]);
    }

    [Fact]
    public async Task Misuse_of_tags_and_streams_is_refused_before_anything_is_sent()
    {
        await using var service = new ScriptedRest();
        OdpsClient client = service.Client;
        await Assert.ThrowsAsync<ArgumentException>(() => client.Classifications["k"].AddAttributeAsync("a", new TagAttribute { IsRequired = true }));
        await Assert.ThrowsAsync<ArgumentException>(() => Task.Run(() => client.Tables["t"].Tags.SetSimpleAsync("c", new Dictionary<string, string>())));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Task.Run(() => client.TableStreams.CreateAsync("s", client.Tables["t"], new CreateTableStreamOptions { Version = 1, From = DateTimeOffset.UnixEpoch })));
        Assert.Throws<ArgumentException>(() => TableAlteration.MergePartitions([], "dt=1"));
        Assert.Empty(service.Server.Requests);
    }

    [Fact]
    public async Task Model_is_read_with_its_features()
    {
        await using var service = new ScriptedRest(options => options with { CatalogEndpoint = new Uri(options.Endpoint!.GetLeftPart(UriPartial.Authority)) });
        service.Body = """
            {"modelName":"m","versionName":"v2","defaultVersion":"v1","createTime":"1772600767000","updateTime":"1772600768000","modelType":"llm","sourceType":"IMPORT","description":"d","expirationDays":7,
            "path":"oss://b/m","tasks":["text-generation"],"options":{"a":1},"labels":{"l":"x"},"featureColumns":{"fields":[{"fieldName":"f","sqlTypeDefinition":"BIGINT","mode":"REQUIRED","description":"c"},
            {"fieldName":"g","sqlTypeDefinition":"STRING","mode":"NULLABLE","defaultValueExpression":"'x'"}]}}
            """;
        ModelInfo info = await service.Client.Models.GetAsync("m");
        Assert.Equal(["GET /catalog/v1alpha/projects/p/schemas/default/models/m?curr_project=p"], service.Lines);
        Assert.Equal(("m", "v2", "v1", "LLM", "IMPORT", "d"), (info.Name, info.Version, info.DefaultVersion, info.Type, info.SourceType, info.Description));
        Assert.Equal((1772600767L, 7, "oss://b/m"), (info.CreationTime!.Value.ToUnixTimeSeconds(), info.ExpirationDays, info.Path));
        Assert.Equal([("f", OdpsType.BigInt, false), ("g", OdpsType.String, true)], info.Features.Select(f => (f.Name, f.Type, f.IsNullable)));
        Assert.Equal(("text-generation", "1", "x"), (info.Tasks[0], info.Options["a"], info.Labels["l"]));
        (service.Status, service.Body) = (404, """{"message":"no such model","reason":"NotFound"}""");
        Assert.False(await service.Client.Models.ExistsAsync("m"));
        Assert.Contains("no such model", (await Assert.ThrowsAsync<OdpsNotFoundException>(() => service.Client.Models.GetAsync("m"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_of_the_catalog_is_asked_once_and_a_text_that_is_none_is_an_error()
    {
        await using var service = new ScriptedRest { OnRequest = VerbAnswers.AnswerAsync };
        await service.Client.Models.ExistsAsync("a");
        await service.Client.Models.ExistsAsync("b");
        Assert.Single(service.Lines, line => line.Contains("/catalogapi", StringComparison.Ordinal));
        await using var other = new ScriptedRest { Body = "no address at all" };
        Assert.Contains("CatalogEndpoint", (await Assert.ThrowsAsync<OdpsDataException>(() => other.Client.Models.GetAsync("m"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purged_project_gives_a_job_and_the_token_that_may_look_at_it()
    {
        await using var service = new ScriptedRest { Status = 202, Headers = "Location: http://h/api/projects/admin_task_project/instances/i9\nx-odps-instance-token: secret-token" };
        ProjectPurge purge = (await service.Client.Projects.PurgeAsync("p2"))!;
        Assert.Equal(("admin_task_project", "i9"), (purge.Project, purge.InstanceId));
        Assert.DoesNotContain("secret-token", purge.ToString(), StringComparison.Ordinal);
        (service.Status, service.Headers) = (200, "");
        Assert.Null(await service.Client.Projects.PurgeAsync("p2"));
    }

    [Fact]
    public async Task Many_tables_are_asked_for_by_hundreds()
    {
        await using var service = new ScriptedRest { Body = """<Tables><Table><Project>p</Project><Name>t1</Name><SchemaName>default</SchemaName><Schema>{"columns":[]}</Schema></Table></Tables>""" };
        IReadOnlyList<TableInfo> found = await service.Client.Tables.GetManyAsync(Enumerable.Range(0, 101).Select(i => $"t{i}"));
        Assert.Equal(2, service.Lines.Length);

        // The service names a schema also where the name that was asked for has none.
        Assert.Equal([("p", null, "t1"), ("p", "default", "t1")], found.Select(t => (t.Project, t.SchemaName, t.Name)));
        Assert.Empty(await service.Client.Tables.GetManyAsync([]));
        Assert.Equal(2, service.Lines.Length);
    }

    [Theory]
    [InlineData("dt=20260101/region=c n", "dt='20260101',region='c n'")]
    [InlineData("dt=it's, so/r=a\"b", "dt='it\\'s, so',r='a\\\"b'")]
    [InlineData("dt=a/b/r=1=2", "dt='a/b',r='1=2'")]
    public async Task Specs_of_partitions_are_read_as_paths(string path, string spec)
    {
        await using var service = new ScriptedRest { Body = $"<Partitions><Partition><Name>{path}</Name></Partition></Partitions>" };
        List<string> found = [];
        await foreach (PartitionSpec item in service.Client.Tables["t"].Partitions.ListSpecsAsync())
        {
            found.Add(item.ToString());
        }

        Assert.Equal([spec], found);
        service.Body = "<Partitions><Partition><Name>nothing</Name></Partition></Partitions>";
        await Assert.ThrowsAsync<OdpsDataException>(async () => await service.Client.Tables["t"].Partitions.ListSpecsAsync().GetAsyncEnumerator().MoveNextAsync());
    }
}
