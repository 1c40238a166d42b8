using Odps.Net.Tests.Security;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.MachineLearning;

/// <summary>What the calls about XFlows send, and how their answers are read.</summary>
public class XFlowRequestTests
{
    private const string Created = "Location: http://h/api/projects/p1/instances/20260304i1";

    [Fact]
    public async Task Listing_goes_from_page_to_page_and_reads_both_names_of_the_items()
    {
        XFlowInfo[] found = [];
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client => found = await client.XFlows.ListAsync(new ListXFlowsOptions { Owner = "ALIYUN$a@b.c" }).ToArrayAsync(),
            (200, "<xflows><Marker>m/1</Marker><MaxItems>1</MaxItems><xflow><Name>a</Name><Owner>o</Owner><CreationTime>Wed, 04 Mar 2026 05:06:07 GMT</CreationTime><New/></xflow></xflows>", ""),
            (200, "<xflows><Marker/><odpsalgo><Name>b</Name></odpsalgo><xflow><Name>b</Name></xflow></xflows>", ""));

        Assert.Equal(
            ["GET /projects/p1/xflows?owner=ALIYUN%24a%40b.c&curr_project=p1", "GET /projects/p1/xflows?owner=ALIYUN%24a%40b.c&marker=m%2F1&curr_project=p1"],
            sent.Select(s => s.Line));
        Assert.Equal(["a", "b"], found.Select(x => x.Name));
        Assert.Equal(("o", new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero)), (found[0].Owner, found[0].CreationTime));
    }

    [Fact]
    public async Task Getting_takes_the_source_from_the_body_and_the_rest_from_headers()
    {
        XFlowInfo? info = null;
        SentRequest sent = await SentRequest.OfAsync(
            async client => info = await client.XFlows.GetAsync("a b"),
            "<xflow name=\"a b\"/>",
            headers: "x-odps-owner: o\nx-odps-creation-time: Wed, 04 Mar 2026 05:06:07 GMT\nLast-Modified: not a time");

        Assert.Equal("GET /projects/p1/xflows/a%20b?curr_project=p1", sent.Line);
        Assert.Equal(("<xflow name=\"a b\"/>", "o", null), (info!.Source, info.Owner, info.LastModifiedTime));
    }

    [Fact]
    public async Task Creating_updating_and_deleting_send_the_source()
    {
        SentRequest created = await SentRequest.OfAsync(client => client.XFlows.CreateAsync("<xflow/>"), status: 201);
        SentRequest updated = await SentRequest.OfAsync(client => client.XFlows["a"].UpdateAsync("<xflow/>"));
        SentRequest deleted = await SentRequest.OfAsync(client => client.XFlows.DeleteAsync("a"), status: 204);

        Assert.Equal(("POST /projects/p1/xflows?curr_project=p1", "application/xml", "<xflow/>"), (created.Line, created.ContentType, created.Body));
        Assert.Equal(("PUT /projects/p1/xflows/a?curr_project=p1", "application/xml", "<xflow/>"), (updated.Line, updated.ContentType, updated.Body));
        Assert.Equal("DELETE /projects/p1/xflows/a?curr_project=p1", deleted.Line);
    }

    [Fact]
    public async Task Missing_XFlow_does_not_exist()
    {
        bool exists = true;
        await SentRequest.OfAsync(async client => exists = await client.XFlows.ExistsAsync("a"), SentRequest.Error("NoSuchObject"), 404);

        Assert.False(exists);
    }

    [Fact]
    public async Task Running_sends_the_document_with_everything()
    {
        var options = new XFlowOptions
        {
            XFlowProject = "algo_public",
            Parameters = new Dictionary<string, string>
            {
                ["modelName"] = "m1", ["inputTableName"] = "train", ["outputTableName"] = "other.out", ["labelColName"] = "a<b", ["x"] = "p/q",
            },
            Hints = new Dictionary<string, string> { ["settings"] = """{"k":"v"}""" },
            Priority = 1,
            UniqueId = "g1",
        };
        XFlowInstance? run = null;
        SentRequest sent = await SentRequest.OfAsync(async client => run = await client.XFlows.SubmitAsync("LogisticRegression", options), status: 201, headers: Created);

        Assert.Equal(("20260304i1", "p1"), (run!.Id, run.Project));
        Assert.Equal("POST /projects/p1/instances?curr_project=p1", sent.Line);
        Assert.Equal("application/xml", sent.ContentType);
        Assert.Equal(
            "<Instance><XflowInstance><Project>algo_public</Project><Xflow>LogisticRegression</Xflow><Guid>g1</Guid><Parameters>"
            + "<Parameter><Key>modelName</Key><Value>p1/offlinemodels/m1</Value></Parameter>"
            + "<Parameter><Key>inputTableName</Key><Value>p1.train</Value></Parameter>"
            + "<Parameter><Key>outputTableName</Key><Value>other.out</Value></Parameter>"
            + "<Parameter><Key>labelColName</Key><Value>a&lt;b</Value></Parameter>"
            + "<Parameter><Key>x</Key><Value>p/q</Value></Parameter></Parameters>"
            + "<Priority>1</Priority><Config><Property><Name>settings</Name><Value>{\"k\":\"v\"}</Value></Property></Config></XflowInstance></Instance>",
            sent.Xml);
    }

    [Fact]
    public async Task Running_with_defaults_sends_the_clients_project_and_empty_parameters()
    {
        SentRequest sent = await SentRequest.OfAsync(client => client.XFlows["a"].SubmitAsync(), status: 201, headers: Created);

        Assert.Equal("<Instance><XflowInstance><Project>p1</Project><Xflow>a</Xflow><Parameters /></XflowInstance></Instance>", sent.Xml);
    }

    [Fact]
    public async Task Run_whose_answer_is_lost_is_repeated_only_with_an_id_of_ones_own()
    {
        SentRequest[] plain = await SentRequest.AllOfAsync(client => Assert.ThrowsAsync<OdpsServiceException>(() => client.XFlows.SubmitAsync("a")), (503, "", ""));
        SentRequest[] named = await SentRequest.AllOfAsync(client => client.XFlows.SubmitAsync("a", new XFlowOptions { UniqueId = "g" }), (503, "", ""), (201, "", Created));

        Assert.Single(plain);
        Assert.Equal(2, named.Length);
    }

    [Fact]
    public async Task Answer_without_the_address_of_the_instance_is_an_error_that_says_so()
    {
        await SentRequest.OfAsync(
            async client =>
            {
                OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => client.XFlows.SubmitAsync("a"));
                Assert.Contains("Location", failure.Message, StringComparison.Ordinal);
            },
            status: 201);
    }

    [Fact]
    public async Task Results_are_read_with_kinds_that_are_not_known()
    {
        IReadOnlyList<XFlowNodeResult> results = [];
        SentRequest sent = await SentRequest.OfAsync(
            async client => results = await client.XFlows.GetInstance("i1").GetResultsAsync(),
            """
            <Xinstance><New/><Actions><Action NodeType="Instance"><InstanceId>i2</InstanceId><Name>train</Name><Result Transform="Base64" Format="text">T0s=</Result></Action>
            <Action NodeType="Tomorrow"><Name>later</Name></Action><Action/></Actions></Xinstance>
            """);

        Assert.Equal("GET /projects/p1/instances/i1?xresult&curr_project=p1", sent.Line);
        Assert.Equal([("train", "Instance", "i2", "OK"), ("later", "Tomorrow", null, ""), ("", "", null, "")], results.Select(r => (r.Name, r.NodeType.Value, r.InstanceId, r.Text)));
    }

    [Fact]
    public async Task Source_of_a_run_is_what_the_service_keeps()
    {
        string? source = null;
        SentRequest sent = await SentRequest.OfAsync(async client => source = await client.XFlows.GetInstance("i1").GetSourceAsync(), "<Instance/>");

        Assert.Equal("GET /projects/p1/instances/i1?xsource&curr_project=p1", sent.Line);
        Assert.Equal("<Instance/>", source);
    }

    [Fact]
    public async Task Sub_instances_of_flows_within_the_flow_are_found_and_a_circle_ends()
    {
        await using var server = LoopbackServer.Start(exchange => exchange.RespondAsync(200, exchange.Target.Split('?')[0] switch
        {
            "/api/projects/p1/instances/i1" => Nodes(("Instance", "a", "n1"), ("SubWorkflow", "w", "i2"), ("Local", "l", "n9")),
            "/api/projects/p1/instances/i2" => Nodes(("Instance", "b", "n2"), ("SubWorkflow", "back", "i1"), ("SubWorkflow", "self", "i2")),
            _ => "<unexpected/>",
        }));
        await using OdpsClient client = SentRequest.Client(server.Endpoint);

        IReadOnlyList<XFlowSubInstance> found = await client.XFlows.GetInstance("i1").GetSubInstancesAsync();

        Assert.Equal([("a", "n1"), ("b", "n2")], found.Select(f => (f.Name, f.Instance.Id)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Endless_flows_within_flows_are_an_error()
    {
        int next = 1;
        await using var server = LoopbackServer.Start(exchange => exchange.RespondAsync(200, Nodes(("SubWorkflow", "w", FormattableString.Invariant($"i{++next}")))));
        await using OdpsClient client = SentRequest.Client(server.Endpoint);

        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => client.XFlows.GetInstance("i1").GetSubInstancesAsync());

        Assert.Contains("flows within each other", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sub_instances_are_given_once_as_they_appear_the_last_one_included()
    {
        // Running with none, with one, with two; then ended with three.
        int looks = 0;
        await using var server = LoopbackServer.Start(exchange =>
        {
            if (exchange.Target.Contains("xresult", StringComparison.Ordinal))
            {
                looks++;
                return exchange.RespondAsync(200, Nodes([.. Enumerable.Range(1, looks - 1).Select(i => ("Instance", $"n{i}", $"i{i}"))]));
            }

            return exchange.RespondAsync(200, $"<Instance><Status>{(looks < 3 ? "Running" : "Terminated")}</Status></Instance>");
        });
        await using OdpsClient client = SentRequest.Client(server.Endpoint);

        XFlowSubInstance[] found = await client.XFlows.GetInstance("r").WatchSubInstancesAsync().ToArrayAsync();

        Assert.Equal(["n1", "n2", "n3"], found.Select(f => f.Name));
        Assert.Equal(4, looks);
    }

    private static string Nodes(params (string Type, string Name, string Id)[] nodes) =>
        $"<Xinstance><Actions>{string.Concat(nodes.Select(n => $"<Action NodeType=\"{n.Type}\"><InstanceId>{n.Id}</InstanceId><Name>{n.Name}</Name></Action>"))}</Actions></Xinstance>";
}
