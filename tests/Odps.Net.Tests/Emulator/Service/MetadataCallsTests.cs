using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>Projects, tables, partitions and what clients ask on the side.</summary>
public sealed class MetadataCallsTests
{
    [Fact]
    public async Task Project_has_the_headers_and_elements_that_clients_need()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        using HttpResponseMessage response = await fixture.RestAsync("GET", "/projects/demo");
        var project = XElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("ALIYUN$emulator@example.com", response.Headers.GetValues("x-odps-owner").Single());
        Assert.Single(response.Headers.GetValues("x-odps-creation-time"));
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.NotEmpty(response.Headers.GetValues("x-odps-request-id").Single());
        Assert.Equal("demo", project.Element("Name")!.Value);
        Assert.NotNull(project.Element("Properties"));
    }

    [Fact]
    public async Task Missing_objects_are_404_with_their_codes()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        fixture.CreateTable("t", "id bigint", "pt string");
        foreach ((string resource, string code) in ((string, string)[])
        [
            ("/projects/none", "NoSuchProject"),
            ("/projects/demo/tables/none", "NoSuchTable"),
            ("/projects/none/tables/t", "NoSuchProject"),
            ("/projects/demo/tables/t?partition=pt='x'", "NoSuchPartition"),
            ("/projects/demo/instances/none", "NoSuchObject"),
            ("/projects/demo/schemas/none", "NoSuchObject"),
        ])
        {
            XElement error = await fixture.XmlAsync("GET", resource, status: 404);
            Assert.Equal(code, error.Element("Code")!.Value);
        }
    }

    [Fact]
    public async Task Calls_that_are_not_there_and_methods_that_do_not_fit_are_told_apart()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        Assert.Equal("NotImplemented", (await fixture.XmlAsync("GET", "/projects/demo/nothing", status: 501)).Element("Code")!.Value);
        Assert.Equal("MethodNotAllowed", (await fixture.XmlAsync("DELETE", "/projects", status: 405)).Element("Code")!.Value);
        Assert.Equal("NotImplemented", (await fixture.TunnelJsonAsync("GET", "/nothing", 501)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Lists_come_in_pages_with_a_marker_on_each()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        for (int i = 0; i < 5; i++)
        {
            fixture.CreateTable($"t{i}", "id bigint");
        }

        fixture.CreateTable("other", "id bigint");
        var names = new List<string>();
        string marker = "";
        int pages = 0;
        do
        {
            XElement page = await fixture.XmlAsync("GET", $"/projects/demo/tables?expectmarker=true&marker={marker}&maxitems=2&name=t");
            Assert.Equal("Tables", page.Name.LocalName);
            Assert.Equal("2", page.Element("MaxItems")!.Value);
            names.AddRange(page.Elements("Table").Select(t => t.Element("Name")!.Value));
            marker = page.Element("Marker")!.Value;
            pages++;
        }
        while (marker.Length > 0);

        Assert.Equal(["t0", "t1", "t2", "t3", "t4"], names);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Table_document_holds_the_schema_as_json()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        fixture.CreateTable("t", "id bigint not null comment 'key ]]> <&>', v array<struct<a:int,`b c`:decimal(10,2)>>", "pt string");
        XElement table = await fixture.XmlAsync("GET", "/projects/demo/tables/t?curr_project=demo&curr_schema=");
        JsonElement schema = JsonDocument.Parse(table.Element("Schema")!.Value).RootElement;
        Assert.Equal("MANAGED_TABLE", table.Element("Type")!.Value);
        Assert.Equal(JsonValueKind.Number, schema.GetProperty("createTime").ValueKind);
        JsonElement[] columns = [.. schema.GetProperty("columns").EnumerateArray()];
        Assert.Equal(("id", "bigint", false), (columns[0].GetProperty("name").GetString(), columns[0].GetProperty("type").GetString(), columns[0].GetProperty("isNullable").GetBoolean()));
        Assert.Equal("key ]]> <&>", columns[0].GetProperty("comment").GetString());
        Assert.Equal("array<struct<a:int,`b c`:decimal(10,2)>>", columns[1].GetProperty("type").GetString());
        Assert.Equal("pt", schema.GetProperty("partitionKeys")[0].GetProperty("name").GetString());

        XElement extended = await fixture.XmlAsync("GET", "/projects/demo/tables/t?extended");
        JsonElement more = JsonDocument.Parse(extended.Element("Schema")!.Value).RootElement;
        JsonElement reserved = JsonDocument.Parse(more.GetProperty("Reserved").GetString()!).RootElement;
        Assert.Equal("false", reserved.GetProperty("Transactional").GetString());
    }

    [Fact]
    public async Task Partitions_are_listed_filtered_reversed_and_read_one_by_one()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        TableDefinition table = fixture.CreateTable("t", "id bigint", "pt string, region string");
        foreach (string spec in (string[])["pt=a,region=cn", "pt=a,region=us", "pt=b,region=cn"])
        {
            fixture.Store.CreatePartition(table, PartitionSpec.Parse(spec), ifNotExists: false);
        }

        fixture.Store.Write(table, PartitionSpec.Parse("pt=a,region=us"), [[1L], [2L]], overwrite: false);
        Assert.Equal(["a/cn", "a/us", "b/cn"], await ListAsync(fixture, "/projects/demo/tables/t?expectmarker=true&partitions"));
        Assert.Equal(["b/cn", "a/us", "a/cn"], await ListAsync(fixture, "/projects/demo/tables/t?partitions&reverse"));
        Assert.Equal(["a/cn", "a/us"], await ListAsync(fixture, "/projects/demo/tables/t?partition=pt='a'&partitions"));

        XElement first = await fixture.XmlAsync("GET", "/projects/demo/tables/t?maxitems=2&partitions&reverse");
        Assert.Equal(["a/cn"], await ListAsync(fixture, $"/projects/demo/tables/t?marker={first.Element("Marker")!.Value}&maxitems=2&partitions&reverse"));

        XElement names = await fixture.XmlAsync("GET", "/projects/demo/tables/t?name&partitions");
        Assert.Equal(["pt=a/region=cn", "pt=a/region=us", "pt=b/region=cn"], names.Elements("Partition").Select(p => p.Element("Name")!.Value));

        XElement one = await fixture.XmlAsync("GET", "/projects/demo/tables/t?partition=pt='a',region='us'");
        Assert.Equal(2, JsonDocument.Parse(one.Element("Schema")!.Value).RootElement.GetProperty("partitionRecordNum").GetInt64());
        XElement extended = await fixture.XmlAsync("GET", "/projects/demo/tables/t?extended&partition=pt='a',region='us'");
        Assert.Equal(-1, JsonDocument.Parse(extended.Element("Schema")!.Value).RootElement.GetProperty("LifeCycle").GetInt32());
        XElement part = await fixture.XmlAsync("GET", "/projects/demo/tables/t?partition=pt='a'", status: 400);
        Assert.Equal("InvalidPartitionSpec", part.Element("Code")!.Value);
    }

    [Fact]
    public async Task Preview_is_csv_with_the_partition_columns_behind_the_others()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        TableDefinition table = fixture.CreateTable("t", "id bigint, name string", "pt string");
        fixture.Store.CreatePartition(table, PartitionSpec.Parse("pt=a"), ifNotExists: false);
        fixture.Store.Write(table, PartitionSpec.Parse("pt=a"), [[1L, "x \"y\", z"], [2L, null], [3L, ""]], overwrite: false);
        using HttpResponseMessage all = await fixture.RestAsync("GET", "/projects/demo/tables/t?data&linenum=2");
        Assert.Equal("\"id\",\"name\",\"pt\"\n1,\"x \"\"y\"\", z\",\"a\"\n2,\\N,\"a\"\n", await all.Content.ReadAsStringAsync());
        using HttpResponseMessage some = await fixture.RestAsync("GET", "/projects/demo/tables/t?cols=name&data&linenum=1&partition=pt='a'");
        Assert.Equal("\"name\"\n\"x \"\"y\"\", z\"\n", await some.Content.ReadAsStringAsync());
        XElement error = await fixture.XmlAsync("GET", "/projects/demo/tables/t?data&linenum=0", status: 400);
        Assert.Contains("'linenum' must be bigger than zero", error.Element("Message")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Side_requests_are_answered()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        foreach (string path in (string[])["/logview/host", "/webconsole/host", "/catalogapi"])
        {
            using HttpResponseMessage host = await fixture.RestAsync("GET", path);
            Assert.StartsWith("http://127.0.0.1:", await host.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using HttpResponseMessage tunnel = await fixture.RestAsync("GET", "/projects/demo/tunnel?service");
        Assert.Equal(fixture.Emulator.TunnelEndpoint.Authority, await tunnel.Content.ReadAsStringAsync());
        using HttpResponseMessage tenants = await fixture.RestAsync("GET", "/tenants");
        JsonElement tenant = (await EmulatorFixture.JsonAsync(tenants)).GetProperty("Tenant");
        Assert.Equal("false", tenant.GetProperty("Parameters").GetProperty("odps.namespace.schema").GetString());
        using HttpResponseMessage logs = await fixture.RestAsync("PUT", "/projects/demo/logs", "{}");
        Assert.Equal(200, (int)logs.StatusCode);
        XElement who = await fixture.XmlAsync(
            "POST", "/projects/demo/authorization", "<Authorization><Query>whoami</Query><ResponseInJsonFormat>true</ResponseInJsonFormat></Authorization>");
        Assert.Equal("ALIYUN$emulator@example.com", JsonDocument.Parse(who.Element("Result")!.Value).RootElement.GetProperty("DisplayName").GetString());
    }

    [Fact]
    public async Task Head_gives_the_length_and_no_body()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        using HttpResponseMessage get = await fixture.RestAsync("GET", "/projects/demo");
        using HttpResponseMessage head = await fixture.RestAsync("HEAD", "/projects/demo");
        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    private static async Task<string[]> ListAsync(EmulatorFixture fixture, string resource)
    {
        XElement page = await fixture.XmlAsync("GET", resource);
        return [.. page.Elements("Partition").Select(p => string.Join('/', p.Elements("Column").Select(c => c.Attribute("Value")!.Value)))];
    }
}
