using System.Net;
using System.Xml.Linq;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Schemas;

public sealed class SchemaRequestTests
{
    private const string Rfc1123 = "Wed, 04 Mar 2026 05:06:07 GMT";

    private readonly ScriptedService _service = new();

    [Fact]
    public async Task Get_reads_the_document_and_the_headers()
    {
        _service.Answers(
            "<Schema><Name>s1</Name><Project>p1</Project><Type>NEW</Type><Description>d</Description></Schema>", HttpStatusCode.OK, ("x-odps-owner", "o"), ("x-odps-creation-time", Rfc1123), ("Last-Modified", Rfc1123));
        SchemaInfo info = await _service.Client.Schemas.GetAsync("s1");
        Assert.Equal(("GET", "/api/projects/p1/schemas/s1"), (_service.Request.Method, _service.Request.Path));
        Assert.Equal(("s1", "p1", "NEW", "d", "o"), (info.Name, info.Project, info.Type, info.Comment, info.Owner));
        Assert.Equal(2026, info.CreationTime!.Value.Year);
        Assert.NotNull(info.LastModifiedTime);
    }

    [Fact]
    public async Task List_has_all_filters()
    {
        _service.Answers("<Schemas><Marker/><Schema><Name>a</Name><ModifyTime>never</ModifyTime></Schema></Schemas>");
        SchemaInfo info = await _service.Client.Schemas.ListAsync(new ListSchemasOptions { Prefix = "a", Owner = "o", PageSize = 3 }).SingleAsync();
        Assert.Equal(("a", "p1", null), (info.Name, info.Project, info.LastModifiedTime));
        Assert.Equal("/api/projects/p1/schemas", _service.Request.Path);
        Assert.Equal(["expectmarker=true", "maxitems=3", "name=a", "owner=o"], _service.Request.Parameters);
    }

    [Fact]
    public async Task Create_and_delete_are_one_request_each()
    {
        _service.Answers("", HttpStatusCode.Created).Answers("", HttpStatusCode.Created).Answers("");
        await _service.Client.Schemas.CreateAsync("s1");
        await _service.Client.Schemas.CreateAsync("s2", "c", ifNotExists: true);
        await _service.Client.Schemas.DeleteAsync("s1");
        Assert.Equal(("POST", "/api/projects/p1/schemas", "application/xml"), (_service.Requests[0].Method, _service.Requests[0].Path, _service.Requests[0].ContentType));
        Assert.Equal("<Schema><Name>s1</Name><Project>p1</Project></Schema>", XElement.Parse(_service.Requests[0].Body).ToString(SaveOptions.DisableFormatting));
        Assert.Equal(
            "<Schema><Name>s2</Name><Project>p1</Project><Comment>c</Comment><IfNotExists>true</IfNotExists></Schema>", XElement.Parse(_service.Requests[1].Body).ToString(SaveOptions.DisableFormatting));
        Assert.Equal(("DELETE", "/api/projects/p1/schemas/s1"), (_service.Requests[2].Method, _service.Requests[2].Path));
    }

    [Fact]
    public async Task Service_without_calls_for_schemas_gets_statements()
    {
        _service.Fails(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", "no").Runs()
            .Fails(HttpStatusCode.BadRequest, "InvalidParameter", "no").Runs();
        await _service.Client.Schemas.CreateAsync("s 1", "c", ifNotExists: true);
        await _service.Client.Schemas.DeleteAsync("s1");
        string[] queries = [.. _service.Requests.Where(r => r.Path.EndsWith("/instances", StringComparison.Ordinal)).Select(r => XElement.Parse(r.Body).Descendants("Query").Single().Value)];
        Assert.Equal(["CREATE SCHEMA IF NOT EXISTS p1.`s 1` COMMENT 'c';", "DROP SCHEMA p1.`s1`;"], queries);
    }

    [Fact]
    public async Task Bad_credentials_are_not_taken_for_a_service_without_calls_for_schemas()
    {
        _service.Fails(HttpStatusCode.BadRequest, "InvalidParameter", "ODPS-0410051:Invalid credentials");
        await Assert.ThrowsAsync<OdpsAuthenticationException>(() => _service.Client.Schemas.DeleteAsync("s1"));
        Assert.Single(_service.Requests);
    }

    [Theory]
    [InlineData("NoSuchSchema", false)]
    [InlineData("NoSuchObject", false)]
    [InlineData("NoSuchProject", true)]
    public async Task Missing_schema_does_not_exist_and_missing_project_is_an_error(string code, bool isError)
    {
        _service.Fails(HttpStatusCode.NotFound, code, "x");
        if (isError)
        {
            await Assert.ThrowsAsync<OdpsNotFoundException>(() => _service.Client.Schemas.ExistsAsync("s"));
        }
        else
        {
            Assert.False(await _service.Client.Schemas.ExistsAsync("s"));
        }
    }
}
