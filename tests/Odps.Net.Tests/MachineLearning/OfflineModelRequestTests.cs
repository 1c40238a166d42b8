using Odps.Net.Tests.Security;

namespace Odps.Net.Tests.MachineLearning;

/// <summary>What the calls about offline models send, and how their answers are read.</summary>
public class OfflineModelRequestTests
{
    private const string Created = "Location: http://h/api/projects/p1/instances/20260304i1/";

    [Fact]
    public async Task Listing_sends_the_filters_and_goes_from_page_to_page()
    {
        OfflineModelInfo[] found = [];
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client => found = await client.OfflineModels.ListAsync(new ListOfflineModelsOptions { Prefix = "m", Owner = "o" }).ToArrayAsync(),
            (200, "<OfflineModels><Marker>k</Marker><MaxItems>1</MaxItems><OfflineModel><Name>m1</Name><Owner>o</Owner><CreationTime>Wed, 04 Mar 2026 05:06:07 GMT</CreationTime></OfflineModel></OfflineModels>", ""),
            (200, "<OfflineModels><OfflineModel><Name>m2</Name><Type>pmml</Type><New/></OfflineModel></OfflineModels>", ""));

        Assert.Equal(
            [
                "GET /projects/p1/offlinemodels?expectmarker=true&name=m&owner=o&curr_project=p1",
                "GET /projects/p1/offlinemodels?expectmarker=true&name=m&owner=o&marker=k&curr_project=p1",
            ],
            sent.Select(s => s.Line));
        Assert.Equal([("m1", "o", null), ("m2", null, "pmml")], found.Select(m => (m.Name, m.Owner, m.Type)));
    }

    [Fact]
    public async Task Getting_looking_and_reading_ask_for_the_model()
    {
        SentRequest got = await SentRequest.OfAsync(client => client.OfflineModels.GetAsync("m1"), "<OfflineModel><Name>m1</Name></OfflineModel>");
        string? pmml = null;
        SentRequest read = await SentRequest.OfAsync(async client => pmml = await client.OfflineModels["m1"].GetPmmlAsync(), "<PMML/>");
        bool exists = true;
        await SentRequest.OfAsync(async client => exists = await client.OfflineModels.ExistsAsync("m1"), SentRequest.Error("NoSuchObject"), 404);

        Assert.Equal("GET /projects/p1/offlinemodels/m1?curr_project=p1", got.Line);
        Assert.Equal("GET /projects/p1/offlinemodels/m1?data&curr_project=p1", read.Line);
        Assert.Equal("<PMML/>", pmml);
        Assert.False(exists);
    }

    [Fact]
    public async Task Deleting_a_model_that_is_not_there_is_an_error_unless_asked_otherwise()
    {
        SentRequest sent = await SentRequest.OfAsync(
            client => Assert.ThrowsAsync<OdpsNotFoundException>(() => client.OfflineModels.DeleteAsync("m1")), SentRequest.Error("NoSuchObject"), 404);
        await SentRequest.OfAsync(client => client.OfflineModels.DeleteAsync("m1", ifExists: true), SentRequest.Error("NoSuchObject"), 404);
        await SentRequest.OfAsync(
            client => Assert.ThrowsAsync<OdpsNotFoundException>(() => client.OfflineModels.DeleteAsync("m1", ifExists: true)), SentRequest.Error("NoSuchProject"), 404);

        Assert.Equal("DELETE /projects/p1/offlinemodels/m1?curr_project=p1", sent.Line);
    }

    [Fact]
    public async Task Copying_sends_both_names_and_gives_the_instance()
    {
        Instance? instance = null;
        SentRequest sent = await SentRequest.OfAsync(
            async client => instance = await client.OfflineModels["m1"].SubmitCopyAsync("m2", "p2"), status: 201, headers: Created);

        Assert.Equal("20260304i1", instance!.Id);
        Assert.Equal(("POST /projects/p1/offlinemodels?curr_project=p1", "application/xml"), (sent.Line, sent.ContentType));
        Assert.Equal(
            "<Offlinemodel><Name /><ModelPath /><SrcProject>p1</SrcProject><SrcModel>m1</SrcModel><DestProject>p2</DestProject><DestModel>m2</DestModel></Offlinemodel>",
            sent.Xml);
    }

    [Fact]
    public async Task Copying_waits_for_the_instance()
    {
        OfflineModel? copy = null;
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client => copy = await client.OfflineModels["m1"].CopyAsync("m2"),
            (201, "", Created),
            (200, "<Instance><Status>Terminated</Status></Instance>", ""),
            (200, "<Instance><Tasks><Task><Name>t</Name><Status>Success</Status></Task></Tasks></Instance>", ""));

        Assert.Equal(("p1", "m2"), (copy!.Project, copy.Name));
        Assert.Equal(3, sent.Length);
        Assert.Contains("<DestProject>p1</DestProject>", sent[0].Xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("otm_m__item", "m")]
    [InlineData("otm_a__b__item", "a__b")]
    [InlineData("tmp_pyodps_otm_m__item", "tmp_pyodps_m")]
    [InlineData("otm_m", null)]
    [InlineData("otm___item", null)]
    [InlineData("other__item", null)]
    [InlineData("", null)]
    public void Name_of_a_model_is_found_in_the_name_of_its_table(string table, string? model) => Assert.Equal(model, TableModel.NameOf(table));

    [Theory]
    [InlineData("", "otm_,tmp_pyodps_otm_")]
    [InlineData("tmp", "otm_tmp,tmp_pyodps_otm_")]
    [InlineData("m", "otm_m")]
    [InlineData("tmp_pyodps_m", "tmp_pyodps_otm_m")]
    public void Prefix_of_models_becomes_prefixes_of_tables(string prefix, string tables) => Assert.Equal(tables, string.Join(',', TableModel.TablePrefixes(prefix)));
}
