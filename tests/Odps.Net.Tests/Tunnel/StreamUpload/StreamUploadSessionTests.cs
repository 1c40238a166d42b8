using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.StreamUpload;

/// <summary>Making, finding, looking at and giving up stream upload sessions.</summary>
public class StreamUploadSessionTests
{
    [Fact]
    public async Task Session_is_created_with_all_that_was_asked_for()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.Client.Tunnel.CreateStreamUploadSessionAsync(service.Table, "pt=a", new StreamUploadOptions
        {
            CreatePartition = true,
            ZOrderColumns = ["k", "v"],
            SchemaVersion = 7,
            AllowSchemaMismatch = false,
            DynamicPartition = true,
            SlotCount = 2,
            QuotaName = "q",
            Tags = ["a", "b"],
        });

        LoopbackExchange request = Assert.Single(service.Server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/projects/p/tables/t/streams", request.Path());
        Assert.Equal(
            "check_latest_schema=true&create_partition=&curr_project=p&dynamic_partition=true&partition=pt=a&quotaName=q&schema_version=7&zorder_columns=k,v", request.Query());
        Assert.Equal("0", request.Header("Content-Length"));
        Assert.Equal("2", request.Header("odps-tunnel-slot-num"));
        Assert.Equal("2", request.Header("odps-slot-num"));
        Assert.Equal("6", request.Header("x-odps-tunnel-version"));
        Assert.Equal("v1", request.Header("odps-tunnel-date-transform"));
        Assert.Equal("true", request.Header("odps-tunnel-sdk-support-schema-evolution"));
        Assert.Equal("a,b", request.Header("odps-tunnel-tags"));
        Assert.Equal("s1", session.Id);
        Assert.Equal(StreamService.Columns, session.Columns);
        Assert.Equal(7, session.SchemaVersion);
        Assert.Equal(2, session.SlotCount);
        Assert.Equal(17, session.LastBatchId);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000123), session.LastBatchCommitTime);
        Assert.Equal("default", session.QuotaName);
    }

    [Fact]
    public async Task Session_by_default_takes_the_schema_version_of_the_service()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.OpenAsync();

        Assert.Equal("check_latest_schema=false&curr_project=p", service.Server.Requests.Single().Query());
        Assert.Equal(3, session.SchemaVersion);
    }

    [Fact]
    public async Task Session_in_a_schema_has_it_in_its_path()
    {
        await using var service = new StreamService();
        await service.Client.Tunnel.CreateStreamUploadSessionAsync(service.Client.WithSchema("s").Tables["t"]);

        Assert.Equal("/projects/p/schemas/s/tables/t/streams", service.Server.Requests.Single().Path());
    }

    [Fact]
    public async Task Session_is_found_again_by_its_id()
    {
        await using var service = new StreamService();
        StreamUploadSession session = await service.Client.Tunnel.GetStreamUploadSessionAsync(service.Table, "pt=a", "s1");
        await session.ReloadAsync();

        Assert.Equal(["GET", "GET"], service.Server.Requests.Select(r => r.Method));
        Assert.Equal(["curr_project=p&partition=pt=a&uploadid=s1", "curr_project=p&partition=pt=a&schema_version=3&uploadid=s1"], service.Server.Requests.Select(r => r.Query()));
    }

    [Fact]
    public async Task Session_that_is_being_prepared_is_waited_for()
    {
        await using var service = new StreamService();
        service.OnSession = exchange => exchange.Number <= 2 ? exchange.RespondAsync(200, service.SessionJson("init")) : null;
        StreamUploadSession session = await service.OpenAsync();

        Assert.Equal(TunnelSessionStatus.Normal, session.Status);
        Assert.Equal(["POST", "GET", "GET"], service.Server.Requests.Select(r => r.Method));
    }

    [Theory]
    [InlineData("""[[0,"10.0.0.1"]]""", "address")]
    [InlineData("""[[0,":80"]]""", "address")]
    [InlineData("""[[0]]""", "pair")]
    [InlineData("[]", "without slots")]
    public async Task Session_with_slots_that_make_no_sense_is_refused(string slots, string fault)
    {
        await using var service = new StreamService { Slots = slots };
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => service.OpenAsync());
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abort_names_the_session_and_a_slot_and_bears_that_it_is_gone()
    {
        await using var service = new StreamService();
        service.OnSession = exchange => exchange.HasParameter("uploadid") ? exchange.RespondAsync(404, TunnelScript.Error("StreamSessionNotFound")) : null;
        StreamUploadSession session = await service.OpenAsync();
        await session.AbortAsync();

        LoopbackExchange request = service.Server.Requests.Last();
        Assert.Equal("POST", request.Method);
        Assert.Equal("curr_project=p&uploadid=s1", request.Query());
        Assert.Contains(request.Header("odps-tunnel-routed-server"), (string?[])["10.0.0.1:8082", "10.0.0.2:8082"]);
    }

    [Fact]
    public async Task Newest_schema_is_asked_for_and_waited_for_until_the_tunnel_knows_it()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var service = new StreamService(clock);
        service.OnSession = exchange => exchange.Method == "GET"
            ? exchange.RespondAsync(200, $$"""<Table><Schema><![CDATA[{"Reserved":"{\"schema_version\":\"{{exchange.Number}}\"}"}]]></Schema></Table>""")
            : exchange.Number < 6 ? exchange.RespondAsync(404, TunnelScript.Error("NoSuchSchema")) : null;

        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { AllowSchemaMismatch = false });

        Assert.Equal(["GET", "POST", "GET", "POST", "GET", "POST"], service.Server.Requests.Select(r => r.Method));
        Assert.All(service.Reloads, r => Assert.True(r.HasParameter("extended")));
        Assert.Equal(["1", "3", "5"], service.Server.Requests.Where(r => r.Method == "POST").Select(r => r.Parameter("schema_version")));
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)], clock.Waits);
        Assert.Equal(3, session.SchemaVersion);
    }

    [Fact]
    public async Task Waiting_for_a_schema_version_has_an_end()
    {
        await using var service = new StreamService();
        service.OnSession = exchange => exchange.Method == "GET"
            ? exchange.RespondAsync(200, """<Table><Schema><![CDATA[{"Reserved":"{\"schema_version\":\"9\"}"}]]></Schema></Table>""")
            : exchange.RespondAsync(404, TunnelScript.Error("NoSuchSchema"));

        OdpsTimeoutException failure = await Assert.ThrowsAsync<OdpsTimeoutException>(
            () => service.OpenAsync(new StreamUploadOptions { AllowSchemaMismatch = false, SchemaVersionTimeout = TimeSpan.FromSeconds(20) }));

        Assert.Contains("schema version 9", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SchemaVersionTimeout", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, service.Server.Requests.Count(r => r.Method == "POST"));
    }
}
