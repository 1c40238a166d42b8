using System.Net;
using System.Text;
using System.Xml.Linq;
using Odps.Net.Tests.Emulator.Service;

namespace Odps.Net.Tests.Emulator.Objects;

/// <summary>What other clients need of the answers about resources, functions and volumes.</summary>
public sealed class ObjectCallsTests
{
    [Fact]
    public async Task Writes_of_resources_are_answered_with_201_and_meta_has_the_headers_that_clients_need()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        Assert.Equal(HttpStatusCode.Created, await WriteAsync(fixture, "POST", "/projects/demo/resources", "r.py", "py", "1"));
        Assert.Equal(HttpStatusCode.Created, await WriteAsync(fixture, "PUT", "/projects/demo/resources/r.py", "r.py", "py", "22"));
        using HttpResponseMessage meta = await fixture.RestAsync("GET", "/projects/demo/resources/r.py?meta");
        Assert.Equal("py", meta.Headers.GetValues("x-odps-resource-type").Single());
        Assert.Equal("r.py", meta.Headers.GetValues("x-odps-resource-name").Single());
        Assert.Equal("2", meta.Headers.GetValues("x-odps-resource-size").Single());
        Assert.Single(meta.Headers.GetValues("x-odps-creation-time"));
        Assert.NotNull(meta.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("202cb962ac59075b964b07152d234b70|r.part.1,r.part.2", "3", HttpStatusCode.Created)]
    [InlineData("202cb962ac59075b964b07152d234b71|r.part.1,r.part.2", "3", HttpStatusCode.BadRequest)]
    [InlineData("202cb962ac59075b964b07152d234b70|r.part.1,r.part.2", "4", HttpStatusCode.BadRequest)]
    [InlineData("202cb962ac59075b964b07152d234b70|r.part.1,r.part.9", "3", HttpStatusCode.NotFound)]
    [InlineData("202cb962ac59075b964b07152d234b70|r.part.1,lasting", "3", HttpStatusCode.BadRequest)]
    [InlineData("202cb962ac59075b964b07152d234b70", "3", HttpStatusCode.BadRequest)]
    public async Task Merge_checks_its_parts_and_drops_them(string body, string total, HttpStatusCode status)
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        foreach ((string part, string content) in new[] { ("r.part.1", "1"), ("r.part.2", "9"), ("r.part.2", "23") })
        {
            Assert.Equal(HttpStatusCode.Created, await WriteAsync(fixture, "POST", "/projects/demo/resources?rIsPart=true", part, "file", content, ("x-odps-resource-istemp", "true")));
        }

        await WriteAsync(fixture, "POST", "/projects/demo/resources", "lasting", "file", "23");
        Assert.Equal(HttpStatusCode.Conflict, await WriteAsync(fixture, "POST", "/projects/demo/resources?rIsPart=true", "lasting", "file", "x", ("x-odps-resource-istemp", "true")));
        Assert.Equal(status, await WriteAsync(fixture, "POST", "/projects/demo/resources?rOpMerge=true", "r", "file", body, ("x-odps-resource-merge-total-bytes", total)));

        XElement list = await fixture.XmlAsync("GET", "/projects/demo/resources");
        string[] names = [.. list.Elements("Resource").Select(r => r.Element("Name")!.Value)];
        Assert.Equal(status == HttpStatusCode.Created ? ["lasting", "r"] : ["lasting", "r.part.1", "r.part.2"], names);
        Assert.NotNull(list.Element("Marker"));
    }

    [Fact]
    public async Task Functions_are_found_under_an_escaped_slash_and_in_the_form_with_several_wrappers()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        await WriteAsync(fixture, "POST", "/projects/demo/resources", "a.py", "py", "1");
        await WriteAsync(fixture, "POST", "/projects/demo/resources", "b.py", "py", "1");
        const string Document = """
            <Function><Alias>f</Alias><ClassType>a.A</ClassType><Resources><ResourceName>a.py</ResourceName></Resources>
            <Resources><ResourceName>demo/resources/b.py</ResourceName></Resources></Function>
            """;
        HttpRequestMessage request = fixture.Request("POST", "/api", "/projects/demo/registration/functions", Document);
        request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri.Replace("registration/functions", "registration%2Ffunctions", StringComparison.Ordinal));
        using HttpResponseMessage response = await fixture.SendAsync(request, "/projects/demo/registration/functions");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        XElement function = await fixture.XmlAsync("GET", "/projects/demo/registration/functions/f");
        Assert.Equal(["demo/resources/a.py", "demo/resources/b.py"], function.Elements("Resources").Elements("ResourceName").Select(r => r.Value));
    }

    [Fact]
    public async Task Objects_survive_a_restart_with_their_content()
    {
        string directory = Directory.CreateTempSubdirectory("odps-objects-").FullName;
        try
        {
            await using (EmulatorFixture fixture = await EmulatorFixture.StartWithSqlAsync(directory))
            {
                await WriteAsync(fixture, "POST", "/projects/demo/resources", "r.txt", "file", "kept");
                using HttpResponseMessage volume = await fixture.RestAsync("POST", "/projects/demo/volumes", "<Meta><Name>v</Name><Type>new</Type></Meta>");
                Assert.True(volume.IsSuccessStatusCode);
            }

            await using (EmulatorFixture fixture = await EmulatorFixture.StartWithSqlAsync(directory))
            {
                using HttpResponseMessage content = await fixture.RestAsync("GET", "/projects/demo/resources/r.txt");
                Assert.Equal("kept", await content.Content.ReadAsStringAsync());
                Assert.Equal("NEW", (await fixture.XmlAsync("GET", "/projects/demo/volumes/v?meta")).Element("Type")!.Value);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<HttpStatusCode> WriteAsync(
        EmulatorFixture fixture, string method, string resource, string name, string type, string content, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = fixture.Request(method, "/api", resource, null);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        request.Headers.Add("x-odps-resource-name", name);
        request.Headers.Add("x-odps-resource-type", type);
        foreach ((string header, string value) in headers)
        {
            request.Headers.Add(header, value);
        }

        using HttpResponseMessage response = await fixture.SendAsync(request, resource);
        return response.StatusCode;
    }
}
