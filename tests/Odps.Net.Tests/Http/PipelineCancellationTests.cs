using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

/// <summary>A cancellation is the caller's and carries the caller's token; a timeout is ours and never looks like one.</summary>
public class PipelineCancellationTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Cancelled_token_sends_nothing()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.SendAsync(PipelineFactory.GetTable, source.Token));

        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_while_the_answer_is_awaited_carries_the_callers_token(bool streaming)
    {
        var arrived = new TaskCompletionSource();
        await using var server = LoopbackServer.Start(exchange =>
        {
            arrived.TrySetResult();
            return exchange.StaySilentAsync();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = new ManualTimeProvider(), NetworkTimeout = Idle });
        using var source = new CancellationTokenSource();

        Task<OdpsResponse> sending = pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = streaming }, source.Token);
        await arrived.Task;
        await source.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Cancelling_while_a_body_is_read_whole_carries_the_callers_token(int status)
    {
        using var source = new CancellationTokenSource();
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.StartAsync(status, "Content-Length: 10");
            await exchange.WriteAsync("half"u8.ToArray());
            await exchange.StaySilentAsync();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            HttpHandlerFactory = () => new SignallingHandler(source.Cancel),
        });

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.SendAsync(PipelineFactory.GetTable, source.Token));

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Cancelling_a_read_of_a_streamed_body_carries_the_token_of_that_read()
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.StartAsync(200, "Content-Length: 10");
            await exchange.WriteAsync("half"u8.ToArray());
            await exchange.StaySilentAsync();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock, NetworkTimeout = Idle });
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = true }, default);
        await response.Body.ReadExactlyAsync(new byte[4]);
        using var source = new CancellationTokenSource();

        Task<int> reading = response.Body.ReadAsync(new byte[4], source.Token).AsTask();
        await clock.TimerArmedAsync(Idle);
        await source.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Cancelling_during_the_wait_before_a_repeat_carries_the_callers_token()
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.StartWith((503, "", "Retry-After: 60"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock });
        using var source = new CancellationTokenSource();

        Task<OdpsResponse> sending = pipeline.SendAsync(PipelineFactory.GetTable, source.Token);
        await clock.TimerArmedAsync(TimeSpan.FromSeconds(60));
        await source.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_the_wait_for_a_credential_carries_the_callers_token()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<OdpsCredentialValue>();
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            Credential = OdpsCredential.FromProvider(_ =>
            {
                asked.SetResult();
                return new ValueTask<OdpsCredentialValue>(never.Task);
            }),
        });
        using var source = new CancellationTokenSource();

        Task<OdpsResponse> sending = pipeline.SendAsync(PipelineFactory.GetTable, source.Token);
        await asked.Task;
        await source.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Silence_before_the_answer_is_a_timeout_that_names_option_and_operation()
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.Start(exchange => exchange.StaySilentAsync());
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock, NetworkTimeout = Idle, Retry = new RetryOptions { MaxRetries = 0 } });

        Task<OdpsResponse> sending = pipeline.SendAsync(PipelineFactory.GetTable, default);
        await clock.TimerArmedAsync(Idle);
        clock.Advance(Idle);

        OdpsTimeoutException timeout = await Assert.ThrowsAsync<OdpsTimeoutException>(() => sending);
        Assert.Contains("NetworkTimeout", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("get table demo_proj.orders", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("100 s", timeout.Message, StringComparison.Ordinal);
        Assert.True(timeout.IsTransient);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Timeout_is_repeated_for_reads_only(bool post, int attempts)
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.Start(exchange => exchange.Number == 1 ? exchange.StaySilentAsync() : exchange.RespondAsync(200, "ok"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            TimeProvider = clock,
            NetworkTimeout = Idle,
            Retry = new RetryOptions { Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero },
        });

        Task<OdpsResponse> sending = pipeline.SendAsync(post ? PipelineFactory.PostInstance : PipelineFactory.GetTable, default);
        await clock.TimerArmedAsync(Idle);
        while (server.Requests.IsEmpty)
        {
            await Task.Yield();
        }

        clock.Advance(Idle);

        if (post)
        {
            await Assert.ThrowsAsync<OdpsTimeoutException>(() => sending);
        }
        else
        {
            await (await sending).DisposeAsync();
        }

        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task Silence_within_a_body_is_a_timeout()
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.StartAsync(200, "Content-Length: 10\nx-odps-request-id: R5");
            await exchange.WriteAsync("half"u8.ToArray());
            await exchange.StaySilentAsync();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock, NetworkTimeout = Idle });
        using var unused = new CancellationTokenSource();
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = true }, unused.Token);
        await response.Body.ReadExactlyAsync(new byte[4], unused.Token);

        Task<int> reading = response.Body.ReadAsync(new byte[4], unused.Token).AsTask();
        await clock.TimerArmedAsync(Idle);
        clock.Advance(Idle);

        OdpsTimeoutException timeout = await Assert.ThrowsAsync<OdpsTimeoutException>(() => reading);
        Assert.Contains("after 4 bytes", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("R5", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_body_that_stays_alive_may_last_longer_than_the_timeout()
    {
        var clock = new ManualTimeProvider();
        using var next = new SemaphoreSlim(0);
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.StartAsync(200, "Content-Length: 6");
            for (byte i = 0; i < 6; i++)
            {
                await next.WaitAsync(exchange.Stopped);
                await exchange.WriteAsync([i]);
            }
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock, NetworkTimeout = Idle });
        DateTimeOffset start = clock.GetUtcNow();
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = true }, default);

        byte[] one = new byte[1];
        for (int i = 0; i < 6; i++)
        {
            Task<int> reading = response.Body.ReadAsync(one).AsTask();
            await clock.TimerArmedAsync(Idle);
            clock.Advance(Idle - TimeSpan.FromSeconds(1));
            next.Release();
            Assert.Equal(1, await reading);
            Assert.Equal(i, one[0]);
        }

        Assert.Equal(0, await response.Body.ReadAsync(one));
        Assert.Equal(6 * 99, (clock.GetUtcNow() - start).TotalSeconds);
    }

    [Fact]
    public async Task Time_that_the_caller_spends_between_reads_does_not_count()
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.StartWith((200, "ab", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock, NetworkTimeout = Idle });
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = true }, default);
        byte[] one = new byte[1];

        Assert.Equal(1, await response.Body.ReadAsync(one));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await response.Body.ReadAsync(one));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await response.Body.ReadAsync(one));
    }

    [Fact]
    public async Task Time_that_the_producer_of_an_upload_spends_does_not_count()
    {
        var clock = new ManualTimeProvider();
        await using var server = LoopbackServer.Start(exchange => exchange.RespondAsync(200));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock, NetworkTimeout = Idle, Retry = new RetryOptions { MaxRetries = 0 } });
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p"), "write a block", () => new SlowContent(clock, TimeSpan.FromDays(1)));

        await (await pipeline.SendAsync(request, default)).DisposeAsync();

        Assert.Equal(20, Assert.Single(server.Requests).Body.Length);
    }

    [Fact]
    public async Task Upload_that_the_service_stops_taking_is_a_timeout()
    {
        var clock = new ManualTimeProvider();
        var transport = new StuckHandler();
        await using OdpsPipeline pipeline = PipelineFactory.Create(
            new Uri("http://localhost/api"), o => o with { TimeProvider = clock, NetworkTimeout = Idle, HttpHandlerFactory = () => transport });
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p"), "write a block", () => new ByteArrayContent(new byte[10])) with { IsContentReplayable = false };

        Task<OdpsResponse> sending = pipeline.SendAsync(request, default);
        await transport.Writing;
        await clock.TimerArmedAsync(Idle);
        clock.Advance(Idle);

        OdpsTimeoutException timeout = await Assert.ThrowsAsync<OdpsTimeoutException>(() => sending);
        Assert.Contains("write a block", timeout.Message, StringComparison.Ordinal);
    }

    private sealed class SlowContent(ManualTimeProvider clock, TimeSpan pause) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(new byte[10]);
            await stream.FlushAsync();
            clock.Advance(pause);
            await stream.WriteAsync(new byte[10]);
            clock.Advance(pause);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A transport whose peer never takes a byte of the body.</summary>
    private sealed class StuckHandler : HttpMessageHandler
    {
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Writing => _writing.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(new StuckStream(_writing), cancellationToken);
            throw new InvalidOperationException("The body cannot have been written.");
        }
    }

    private sealed class StuckStream(TaskCompletionSource writing) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            writing.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    /// <summary>Calls back when the head of an answer has arrived.</summary>
    private sealed class SignallingHandler(Action answered) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            answered();
            return response;
        }
    }
}
