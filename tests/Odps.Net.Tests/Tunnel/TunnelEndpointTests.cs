using Odps.Net.Http;
using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel;

/// <summary>Where the tunnel of a project is, and how often the service is asked for it.</summary>
public class TunnelEndpointTests
{
    [Fact]
    public async Task Service_is_asked_once_for_each_project_and_quota_however_many_ask_together()
    {
        await using var server = LoopbackServer.StartWith((200, "127.0.0.1:5", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        var endpoints = new TunnelEndpoints(pipeline, pipeline.Options);

        Uri[] found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => endpoints.GetAsync("p1", null, default).AsTask()));
        await endpoints.GetAsync("p1", null, default);
        await endpoints.GetAsync("p1", "q 1", default);
        await endpoints.GetAsync("p2", null, default);

        Assert.All(found, uri => Assert.Equal("http://127.0.0.1:5/", uri.AbsoluteUri));
        Assert.Equal(
            [
                "/api/projects/p1/tunnel?service&curr_project=demo_proj",
                "/api/projects/p1/tunnel?service&quotaName=q%201&curr_project=demo_proj",
                "/api/projects/p2/tunnel?service&curr_project=demo_proj",
            ],
            server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task Failure_is_not_kept()
    {
        await using var server = LoopbackServer.StartWith((404, "<Error><Code>NoSuchProject</Code><Message>m</Message><RequestId>R</RequestId><HostId>h</HostId></Error>", ""), (200, "127.0.0.1:5", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        var endpoints = new TunnelEndpoints(pipeline, pipeline.Options);

        await Assert.ThrowsAsync<OdpsNotFoundException>(() => endpoints.GetAsync("p1", null, default).AsTask());

        Assert.Equal(5, (await endpoints.GetAsync("p1", null, default)).Port);
    }

    [Fact]
    public async Task One_caller_that_gives_up_leaves_the_question_to_the_others()
    {
        var answer = new TaskCompletionSource();
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await answer.Task;
            await exchange.RespondAsync(200, "127.0.0.1:5");
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        var endpoints = new TunnelEndpoints(pipeline, pipeline.Options);
        using var source = new CancellationTokenSource();
        Task<Uri> impatient = endpoints.GetAsync("p1", null, source.Token).AsTask();
        Task<Uri> patient = endpoints.GetAsync("p1", null, default).AsTask();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        answer.SetResult();

        Assert.Equal(5, (await patient).Port);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Configured_address_is_used_as_it_is()
    {
        await using var server = LoopbackServer.StartWith((200, "127.0.0.1:5", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TunnelEndpoint = new Uri("http://127.0.0.1:7") });

        Assert.Equal(7, (await new TunnelEndpoints(pipeline, pipeline.Options).GetAsync("p1", null, default)).Port);
        Assert.Empty(server.Requests);
    }
}
