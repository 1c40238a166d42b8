using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Functions;

/// <summary>What is sent for each verb of functions, and what is made of the answers.</summary>
public class FunctionRequestTests
{
    private const string Document = """
        <Function><Alias>f_upper</Alias><SchemaName></SchemaName><Owner>o</Owner><CreationTime>Wed, 04 Mar 2026 05:06:07 GMT</CreationTime>
        <ClassType>f_upper.Upper</ClassType><IsSqlFunction>False</IsSqlFunction><IsEmbeddedFunction>true</IsEmbeddedFunction><ProgramLanguage>python</ProgramLanguage>
        <Code>x</Code><FileName>f.py</FileName><Tomorrow a="b"><Y/></Tomorrow>
        <Resources><ResourceName>p1/resources/f_upper.py</ResourceName><ResourceName>p2/schemas/s1/resources/dict.txt</ResourceName><ResourceName>bare.txt</ResourceName></Resources></Function>
        """;

    [Fact]
    public async Task Create_names_own_resources_bare_and_others_in_full()
    {
        await using var service = new ScriptedRest { Status = 201 };
        OdpsClient client = service.Client;
        Function function = await client.Functions.CreateAsync(
            "f_upper", "f_upper.Upper", [client.Resources["f_upper.py"], client.WithProject("p2").Resources["dict.txt"], client.WithSchema("s").Resources["x<y.txt"]]);

        Assert.Equal(["POST /projects/p/registration/functions?curr_project=p"], service.Lines);
        Assert.Equal("application/xml", service.Last.Header("Content-Type"));
        Assert.Equal(
            "<Function><Alias>f_upper</Alias><ClassType>f_upper.Upper</ClassType><Resources><ResourceName>f_upper.py</ResourceName>"
            + "<ResourceName>p2/resources/dict.txt</ResourceName><ResourceName>p/schemas/s/resources/x&lt;y.txt</ResourceName></Resources></Function>",
            ScriptedRest.Xml(service.Last));
        Assert.Equal("p.f_upper", function.ToString());
    }

    [Fact]
    public async Task Create_in_a_schema_with_an_owner()
    {
        await using var service = new ScriptedRest { Status = 201 };
        await service.Client.Functions.CreateAsync("p9.s9.f", "c.D", options: new CreateFunctionOptions { Owner = "ALIYUN$o" });
        Assert.Equal(["POST /projects/p9/registration/functions?curr_project=p&curr_schema=s9"], service.Lines);
        Assert.Equal("<Function><Alias>f</Alias><Owner>ALIYUN$o</Owner><ClassType>c.D</ClassType><Resources /></Function>", ScriptedRest.Xml(service.Last));
    }

    [Fact]
    public async Task Get_reads_all_elements_and_passes_over_what_it_does_not_know()
    {
        await using var service = new ScriptedRest { Body = Document };
        FunctionInfo info = await service.Client.Functions.GetAsync("f_upper");

        Assert.Equal(["GET /projects/p/registration/functions/f_upper?curr_project=p"], service.Lines);
        Assert.Equal(("f_upper", "o", "f_upper.Upper"), (info.Name, info.Owner, info.ClassType));
        Assert.Equal((false, true, "python", "x", "f.py"), (info.IsSqlFunction, info.IsEmbeddedFunction, info.ProgramLanguage, info.Code, info.FileName));
        Assert.Equal(["p1/resources/f_upper.py", "p2/schemas/s1/resources/dict.txt", "bare.txt"], info.ResourceNames);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), info.CreationTime);
    }

    [Fact]
    public async Task Resources_become_handles_and_a_bare_name_is_of_the_functions_own_project()
    {
        await using var service = new ScriptedRest { Body = Document };
        IReadOnlyList<Resource> resources = await service.Client.Functions["p7.f_upper"].GetResourcesAsync();
        Assert.Equal(["p1/resources/f_upper.py", "p2/schemas/s1/resources/dict.txt", "p7/resources/bare.txt"], resources.Select(r => r.ToString()));
    }

    [Fact]
    public async Task Update_sends_the_whole_document_and_asks_only_for_what_is_to_stay()
    {
        await using var service = new ScriptedRest { Body = Document };
        Function function = service.Client.Functions["f_upper"];
        await function.UpdateAsync("new.Class", [service.Client.Resources["n.py"]]);
        await function.UpdateAsync("other.Class");
        await function.UpdateAsync(resources: []);

        Assert.Equal(
            [
                "PUT /projects/p/registration/functions/f_upper?curr_project=p",
                "GET /projects/p/registration/functions/f_upper?curr_project=p", "PUT /projects/p/registration/functions/f_upper?curr_project=p",
                "GET /projects/p/registration/functions/f_upper?curr_project=p", "PUT /projects/p/registration/functions/f_upper?curr_project=p",
            ],
            service.Lines);
        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Contains("<ClassType>new.Class</ClassType><Resources><ResourceName>n.py</ResourceName></Resources>", ScriptedRest.Xml(requests[0]), StringComparison.Ordinal);
        Assert.Contains("<ClassType>other.Class</ClassType><Resources><ResourceName>p1/resources/f_upper.py</ResourceName>", ScriptedRest.Xml(requests[2]), StringComparison.Ordinal);
        Assert.Contains("<ClassType>f_upper.Upper</ClassType><Resources />", ScriptedRest.Xml(requests[4]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_in_sql_has_no_class_to_keep()
    {
        await using var service = new ScriptedRest { Body = "<Function><Alias>f</Alias><IsSqlFunction>true</IsSqlFunction><SqlDefinitionText>select 1</SqlDefinitionText></Function>" };
        Assert.Equal((true, "select 1"), (await service.Client.Functions.GetAsync("f") is { } info ? (info.IsSqlFunction, info.SqlDefinition) : default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Client.Functions["f"].UpdateAsync(resources: []));
    }

    [Fact]
    public async Task Delete_and_change_of_owner_are_one_request_each()
    {
        await using var service = new ScriptedRest();
        await service.Client.WithSchema("s").Functions.DeleteAsync("f");
        await service.Client.Functions["p2:f"].ChangeOwnerAsync("ALIYUN$n");
        Assert.Equal(["DELETE /projects/p/registration/functions/f?curr_project=p&curr_schema=s", "PUT /projects/p2/registration/functions/f?curr_project=p&updateowner"], service.Lines);
        Assert.Equal("ALIYUN$n", service.Last.Header("x-odps-owner"));
    }

    [Fact]
    public async Task Listing_sends_its_filters_and_reads_all_pages()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => exchange.RespondAsync(200, exchange.HasMarker()
            ? "<Functions><MaxItems>9</MaxItems></Functions>"
            : $"<Functions><Marker>m</Marker>{Document}</Functions>");
        List<string> names = [];
        await foreach (FunctionInfo item in service.Client.Functions.ListAsync(new ListFunctionsOptions { Prefix = "f", Owner = "o" }))
        {
            names.Add(item.Name);
        }

        Assert.Equal(["f_upper"], names);
        Assert.Equal(
            ["GET /projects/p/registration/functions?curr_project=p&expectmarker=true&name=f&owner=o", "GET /projects/p/registration/functions?curr_project=p&expectmarker=true&marker=m&name=f&owner=o"],
            service.Lines);
    }

    [Theory]
    [InlineData(404, "NoSuchObject", typeof(OdpsNotFoundException))]
    [InlineData(409, "ObjectAlreadyExists", typeof(OdpsAlreadyExistsException))]
    [InlineData(403, "NoPermission", typeof(OdpsPermissionException))]
    [InlineData(400, "InvalidParameter", typeof(OdpsServiceException))]
    public async Task Refusals_are_typed_and_name_the_function(int status, string code, Type type)
    {
        await using var service = new ScriptedRest { Status = status, Body = ScriptedRest.Error(code) };
        FunctionCollection functions = service.Client.Functions;
        Func<Task>[] calls =
        [
            () => functions.GetAsync("f1"),
            () => functions.DeleteAsync("f1"),
            () => functions["f1"].GetResourcesAsync(),
            () => functions["f1"].ChangeOwnerAsync("o"),
            () => functions["f1"].UpdateAsync("c"),
            () => functions.CreateAsync("f1", "c"),
        ];
        foreach (Func<Task> call in calls)
        {
            var error = (OdpsServiceException)await Assert.ThrowsAsync(type, call);
            Assert.Equal(code, error.ErrorCode);
            Assert.Contains("p.f1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Existence_is_false_only_for_what_is_not_there()
    {
        await using var service = new ScriptedRest { Status = 404, Body = ScriptedRest.Error("NoSuchObject") };
        Assert.False(await service.Client.Functions.ExistsAsync("f"));
        await service.Client.Functions.DeleteAsync("f", ifExists: true);
        service.Body = ScriptedRest.Error("NoSuchProject");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => service.Client.Functions.ExistsAsync("f"));
    }

    [Fact]
    public async Task Bad_names_are_refused_before_anything_is_sent()
    {
        await using var service = new ScriptedRest();
        Assert.Throws<ArgumentException>(() => service.Client.Functions[" "]);
        Assert.Throws<ArgumentException>(() => service.Client.Functions["a.b.c.d"]);
        await Assert.ThrowsAsync<ArgumentException>(() => service.Client.Functions.CreateAsync("f", ""));
        Assert.Empty(service.Server.Requests);
    }
}
