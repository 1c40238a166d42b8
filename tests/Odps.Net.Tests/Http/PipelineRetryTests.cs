using System.Net;
using System.Net.Sockets;
using System.Text;
using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

public class PipelineRetryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(500)]
    [InlineData(429)]
    public async Task Read_is_repeated_after_a_passing_fault(int status)
    {
        await using var server = LoopbackServer.StartWith((status, "", ""), (status, "", ""), (200, "ok", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        Assert.Equal("ok", await response.ReadTextAsync(default));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Each_attempt_is_signed_with_a_new_date_and_a_fresh_body()
    {
        await using var server = LoopbackServer.StartWith((503, "", "Retry-After: 7"), (200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        int made = 0;
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p"), "update project p", () => new StringContent(FormattableString.Invariant($"body {++made}")));

        await (await pipeline.SendAsync(request, default)).DisposeAsync();

        Assert.Equal(["body 1", "body 2"], server.Requests.Select(r => Encoding.UTF8.GetString(r.Body)));
        Assert.Equal(["Wed, 04 Mar 2026 05:06:07 GMT", "Wed, 04 Mar 2026 05:06:14 GMT"], server.Requests.Select(r => r.Header("Date")));
        Assert.Equal(2, server.Requests.Select(r => r.Header("Authorization")).Distinct().Count());
    }

    [Fact]
    public async Task Retries_end_after_the_configured_number_with_the_last_error()
    {
        await using var server = LoopbackServer.StartWith((503, """{"Code":"ServiceUnavailable","Message":"later","RequestId":"R9"}""", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Retry = new RetryOptions { MaxRetries = 2 } });

        OdpsServiceException failure = await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal("ServiceUnavailable", failure.ErrorCode);
        Assert.Equal("R9", failure.RequestId);
        Assert.True(failure.IsTransient);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Zero_retries_means_one_attempt()
    {
        await using var server = LoopbackServer.StartWith((503, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Retry = new RetryOptions { MaxRetries = 0 } });

        await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Waits_grow_and_stay_below_the_cap()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var server = LoopbackServer.StartWith((503, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            TimeProvider = clock,
            Retry = new RetryOptions { MaxRetries = 12, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(3) },
        });

        await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(12, clock.Waits.Count);
        Assert.All(clock.Waits, w => Assert.InRange(w, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.True(clock.Waits[^1] > clock.Waits[0], string.Join(", ", clock.Waits));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Retry_after_is_waited_for_to_the_second(int status)
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var server = LoopbackServer.StartWith((status, "", "Retry-After: 90"), (status, "", "Retry-After: Wed, 04 Mar 2026 05:08:07 GMT"), (200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { TimeProvider = clock });

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();

        Assert.Equal([TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(30)], clock.Waits);
    }

    [Fact]
    public async Task Retry_after_beyond_the_limit_is_left_to_the_caller()
    {
        await using var server = LoopbackServer.StartWith((429, "", "Retry-After: 3600"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsThrottledException failure = await Assert.ThrowsAsync<OdpsThrottledException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Throttled_write_is_repeated_when_the_service_says_when()
    {
        await using var server = LoopbackServer.StartWith((429, "", "Retry-After: 2"), (201, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.PostInstance, default);

        Assert.Equal(HttpStatusCode.Created, response.Status);
        Assert.Equal(["<Instance/>", "<Instance/>"], server.Requests.Select(r => Encoding.UTF8.GetString(r.Body)));
    }

    [Fact]
    public async Task Throttled_read_without_a_retry_after_is_thrown_when_configured_so()
    {
        await using var server = LoopbackServer.StartWith((429, """{"Code":"FlowExceeded","Message":"flow"}""", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Retry = new RetryOptions { RetryThrottled = false } });

        await Assert.ThrowsAsync<OdpsThrottledException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task Lasting_faults_are_not_repeated(int status)
    {
        await using var server = LoopbackServer.StartWith((status, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsServiceException failure = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(status, (int)failure.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Fault_of_the_caller_that_arrives_as_500_is_not_repeated()
    {
        await using var server = LoopbackServer.StartWith((500, "<Error><Code>InternalServerError</Code><Message>ODPS-0130131:Table not found - table p.t</Message></Error>", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await Assert.ThrowsAsync<OdpsNotFoundException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Post_is_not_repeated_after_an_error_of_the_service(int status)
    {
        await using var server = LoopbackServer.StartWith((status, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.PostInstance, default));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Write_is_not_repeated_after_an_internal_error()
    {
        await using var server = LoopbackServer.StartWith((500, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(OdpsRequest.Delete(RestPath.Project("p"), "delete project p"), default));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Post_is_not_repeated_after_the_connection_broke()
    {
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.ReadBodyAsync();
            exchange.Abort();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsConnectionException failure = await Assert.ThrowsAsync<OdpsConnectionException>(() => pipeline.SendAsync(PipelineFactory.PostInstance, default));

        Assert.Contains("submit an instance to demo_proj", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Whether the service has done it is not known", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Post_marked_as_idempotent_is_repeated()
    {
        await using var server = LoopbackServer.StartWith((503, "", ""), (201, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await (await pipeline.SendAsync(PipelineFactory.PostInstance with { IsIdempotent = true }, default)).DisposeAsync();

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Read_is_repeated_after_the_connection_broke_before_the_answer()
    {
        await using var server = LoopbackServer.Start(exchange =>
        {
            if (exchange.Number == 1)
            {
                exchange.Abort();
                return Task.CompletedTask;
            }

            return exchange.RespondAsync(200, "ok");
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        Assert.Equal("ok", await response.ReadTextAsync(default));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Read_is_repeated_after_the_answer_broke_off()
    {
        await using var server = LoopbackServer.Start(async exchange =>
        {
            if (exchange.Number == 1)
            {
                await exchange.StartAsync(200, "Content-Length: 10");
                await exchange.WriteAsync("half"u8.ToArray());
                exchange.Close();
                return;
            }

            await exchange.RespondAsync(200, "whole body");
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        Assert.Equal("whole body", await response.ReadTextAsync(default));
    }

    [Fact]
    public async Task Streamed_answer_that_breaks_off_is_an_error_of_the_read()
    {
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.StartAsync(200, "Content-Length: 10\nx-odps-request-id: R7");
            await exchange.WriteAsync("half"u8.ToArray());
            exchange.Close();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = true }, default);

        OdpsConnectionException failure = await Assert.ThrowsAsync<OdpsConnectionException>(() => response.Body.CopyToAsync(Stream.Null));

        Assert.Contains("after 4 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("R7", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refused_connection_is_tried_again_for_any_request_and_named(bool post)
    {
        Uri endpoint = LoopbackServer.ClosedEndpoint();
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using OdpsPipeline pipeline = PipelineFactory.Create(endpoint, o => o with { TimeProvider = clock });

        OdpsConnectionException failure = await Assert.ThrowsAsync<OdpsConnectionException>(
            () => pipeline.SendAsync(post ? PipelineFactory.PostInstance : PipelineFactory.GetTable, default));

        Assert.Equal(4, clock.Waits.Count);
        Assert.Contains(endpoint.Authority, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing listens at that address", failure.Message, StringComparison.Ordinal);
        Assert.Contains("OdpsClientOptions.Endpoint", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
        Assert.IsType<SocketException>(failure.GetBaseException());
    }

    [Fact]
    public async Task Body_that_can_be_made_once_is_never_sent_twice()
    {
        await using var server = LoopbackServer.StartWith((503, "", "Retry-After: 1"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        int made = 0;
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p"), "write a block", () =>
        {
            made++;
            return new ByteArrayContent("abc"u8.ToArray());
        }) with { IsContentReplayable = false };

        await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(request, default));

        Assert.Equal(1, made);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Fault_of_the_producer_of_a_body_is_thrown_as_it_is_and_not_repeated()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        int made = 0;
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p"), "write a block", () =>
        {
            made++;
            return new FailingContent();
        });

        InvalidDataException failure = await Assert.ThrowsAsync<InvalidDataException>(() => pipeline.SendAsync(request, default));

        Assert.Equal("the row is wrong", failure.Message);
        Assert.Equal(1, made);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fault_of_the_network_while_a_body_is_sent_is_not_taken_for_one_of_its_producer(bool synchronously)
    {
        await using OdpsPipeline pipeline = PipelineFactory.Create(
            new Uri("http://localhost/api"), o => o with { HttpHandlerFactory = () => new BrokenHandler(synchronously) });

        OdpsConnectionException failure = await Assert.ThrowsAsync<OdpsConnectionException>(() => pipeline.SendAsync(PipelineFactory.PostInstance, default));

        Assert.Contains("the cable is cut", failure.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenHandler(bool synchronously) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(new BrokenStream(synchronously), cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }

    private sealed class BrokenStream(bool synchronously) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            synchronously ? throw new IOException("the cable is cut") : ValueTask.FromException(new IOException("the cable is cut"));
    }

    private sealed class FailingContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[10]);
            throw new InvalidDataException("the row is wrong");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
