using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.MachineLearning;

/// <summary>XFlows and models against a service that remembers.</summary>
public sealed class MachineLearningTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private static readonly WaitOptions Fast = new() { Interval = TimeSpan.FromMilliseconds(5) };

    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task XFlow_is_created_found_updated_and_deleted()
    {
        await _client.XFlows.CreateAsync(Source("flow_a", "A"));

        XFlowInfo info = await _client.XFlows.GetAsync("flow_a");
        Assert.Equal(Source("flow_a", "A"), info.Source);
        Assert.StartsWith("ALIYUN$", info.Owner, StringComparison.Ordinal);
        Assert.NotNull(info.CreationTime);
        Assert.Single(await _client.XFlows.ListAsync(new ListXFlowsOptions { Owner = info.Owner }).ToArrayAsync(), x => x.Name == "flow_a");
        Assert.Empty(await _client.XFlows.ListAsync(new ListXFlowsOptions { Owner = "ALIYUN$nobody" }).ToArrayAsync());
        await _client.XFlows["flow_a"].UpdateAsync(Source("flow_a", "B"));
        Assert.Contains("\"B\"", (await _client.XFlows.GetAsync("flow_a")).Source!, StringComparison.Ordinal);
        await _client.XFlows.DeleteAsync("flow_a");
        Assert.False(await _client.XFlows.ExistsAsync("flow_a"));
    }

    [Fact]
    public async Task Run_of_an_XFlow_leaves_sub_instances_and_a_model_that_can_be_read_copied_and_deleted()
    {
        string table = fixture.NewTableName();
        await _client.Tables.CreateAsync(table, "x double, y bigint");
        XFlowInstance run = await _client.XFlows.SubmitAsync("LogisticRegression", new XFlowOptions
        {
            XFlowProject = "algo_public", Parameters = new Dictionary<string, string> { ["inputTableName"] = table, ["modelName"] = "lr" }, Priority = 1,
        });

        XFlowSubInstance node = Assert.Single(await run.WatchSubInstancesAsync(TimeSpan.FromMilliseconds(5)).ToArrayAsync());
        await run.Instance.WaitForSuccessAsync(Fast);
        await node.Instance.WaitForSuccessAsync(Fast);
        Assert.Equal(node.Instance.Id, Assert.Single(await run.GetResultsAsync()).InstanceId);
        Assert.Equal(node.Instance.Id, Assert.Single(await _client.XFlows.GetInstance(run.Id).GetSubInstancesAsync()).Instance.Id);
        Assert.Contains($"demo.{table}", await run.GetSourceAsync(), StringComparison.Ordinal);

        OfflineModel model = _client.OfflineModels["lr"];
        Assert.StartsWith("ALIYUN$", (await model.GetAsync()).Owner, StringComparison.Ordinal);
        string pmml = await model.GetPmmlAsync();
        Assert.Contains("<PMML", pmml, StringComparison.Ordinal);
        OfflineModel copy = await model.CopyAsync("lr_copy", wait: Fast);
        await (await model.SubmitCopyAsync("lr_later")).WaitForSuccessAsync(Fast);
        Assert.Equal(pmml, await copy.GetPmmlAsync());
        Assert.Equal(["lr", "lr_copy", "lr_later"], (await _client.OfflineModels.ListAsync(new ListOfflineModelsOptions { Prefix = "lr" }).ToArrayAsync()).Select(m => m.Name));
        await copy.DeleteAsync();
        Assert.False(await copy.ExistsAsync());
        await copy.DeleteAsync(ifExists: true);
    }

    [Fact]
    public async Task Run_that_fails_is_an_exception_with_the_services_code()
    {
        await _client.XFlows.CreateAsync(Source("flow_b", "A"));

        OdpsInstanceFailedException failure = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.XFlows.ExecuteAsync(
            "flow_b", new XFlowOptions { Parameters = new Dictionary<string, string> { ["inputTableName"] = "no_such_table" }, Wait = Fast }));

        Assert.Equal(("ODPS-0130131", "flow_b"), (failure.ErrorCode, failure.TaskName));
        await _client.XFlows.ExecuteAsync("flow_b", new XFlowOptions { Wait = Fast });
    }

    [Fact]
    public async Task Same_id_is_the_same_run()
    {
        await _client.XFlows.CreateAsync(Source("flow_c", "A"));
        var options = new XFlowOptions { UniqueId = "run-1" };

        XFlowInstance first = await _client.XFlows["flow_c"].SubmitAsync(options);
        XFlowInstance second = await _client.XFlows["flow_c"].SubmitAsync(options);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Missing_duplicate_and_impossible_ones_have_exceptions_of_their_own()
    {
        await _client.XFlows.CreateAsync(Source("flow_d", "A"));
        await _client.XFlows.ExecuteAsync("any", new XFlowOptions { XFlowProject = "algo_public", Parameters = new Dictionary<string, string> { ["modelName"] = "d" }, Wait = Fast });

        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.XFlows.CreateAsync(Source("flow_d", "A")));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.XFlows.GetAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.XFlows.DeleteAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.XFlows["nothing"].UpdateAsync(Source("nothing", "A")));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.XFlows.SubmitAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.XFlows.GetInstance("nothing").GetResultsAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.WithProject("nothing").XFlows.ExistsAsync("x"));
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _client.XFlows.CreateAsync("<xflow/>"))).ErrorCode);
        Instance sql = await _client.Sql.ExecuteAsync("select 1");
        Assert.Equal("InstanceTypeNotSupported", (await Assert.ThrowsAsync<OdpsServiceException>(() => _client.XFlows.GetInstance(sql.Id).GetSourceAsync())).ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.OfflineModels.GetAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.OfflineModels.DeleteAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.OfflineModels["nothing"].GetPmmlAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.OfflineModels["nothing"].CopyAsync("x"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.OfflineModels["d"].CopyAsync("x", "nothing"));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.OfflineModels["d"].CopyAsync("d"));
    }

    [Fact]
    public async Task Offline_model_is_made_from_files()
    {
        OfflineModel model = await _client.OfflineModels.CreateAsync("from_files", new CreateOfflineModelOptions { ModelPath = "oss://b/m/", Type = "TENSORFLOW" });
        Assert.Equal("TENSORFLOW", (await model.GetAsync()).Type);
        Assert.Contains("oss://b/m/", await model.GetPmmlAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.OfflineModels.SubmitCreateAsync("from_files", new CreateOfflineModelOptions()));
    }

    [Fact]
    public async Task Models_of_the_catalog_are_listed_with_their_versions()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync();
        emulator.Seed(seed => seed.Model("chat", description: "d").Model("chat", "v2").Model("trees", type: "BOOSTED_TREE_CLASSIFIER").Model("other", schema: "s"));
        await using var client = new OdpsClient(emulator.ClientOptions);
        Assert.Equal(["chat", "trees"], (await client.Models.ListAsync().ToArrayAsync()).Select(m => m.Name));
        Assert.Equal(["v1", "v2"], (await client.Models.ListVersionsAsync("chat").ToArrayAsync()).Select(m => m.Version));
        ModelInfo info = await client.Models.GetAsync("chat");
        Assert.Equal(("v2", "v2", "LLM", "default"), (info.Version, info.DefaultVersion, info.Type, info.SchemaName));
        Assert.NotNull(info.CreationTime);
        Assert.True(await client.WithSchema("s").Models.ExistsAsync("other"));
        Assert.False(await client.Models.ExistsAsync("other"));
        Assert.Contains("missing", (await Assert.ThrowsAsync<OdpsNotFoundException>(() => client.Models.GetAsync("missing"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OdpsNotFoundException>(async () => await client.WithProject("nowhere").Models.ListAsync().ToArrayAsync());
    }

    [Fact]
    public async Task Models_in_tables_are_listed_by_the_names_of_their_tables()
    {
        await _client.Tables.CreateAsync("otm_km__centers", "x double", options: new CreateTableOptions { Comment = """{"k":3,"name":"km"}""" });
        await _client.Tables.CreateAsync("otm_km__clusters", "x double");
        await _client.Tables.CreateAsync("otm_km__more__parts", "x double");
        await _client.Tables.CreateAsync("tmp_pyodps_otm_t__a", "x double");
        await _client.Tables.CreateAsync("otm_no_model", "x double");

        Assert.Equal(["km", "km__more", "tmp_pyodps_t"], (await _client.OfflineModels.ListTableModelsAsync().ToArrayAsync()).Select(m => m.Name));
        Assert.Equal(["tmp_pyodps_t"], (await _client.OfflineModels.ListTableModelsAsync("tmp_pyodps_").ToArrayAsync()).Select(m => m.Name));
        TableModel model = _client.OfflineModels.GetTableModel("km");
        Assert.Equal(["centers", "clusters"], (await model.GetTablesAsync()).Keys.Order());
        Assert.Equal("3", (await model.GetParametersAsync())["k"]);
        Assert.Equal(2, await model.DropAsync());
        Assert.False(await model.ExistsAsync());
        Assert.True(await _client.Tables.ExistsAsync("otm_km__more__parts"));
    }

    private static string Source(string name, string start) => $"""<xflow xmlns="odps:xflow:0.1" name="{name}"><workflow><start to="{start}"/></workflow></xflow>""";
}
