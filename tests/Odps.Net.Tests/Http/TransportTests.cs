using System.Net;
using System.Text;
using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

public class TransportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_are_used_again(bool streaming)
    {
        await using var server = LoopbackServer.StartWith((200, "body", ""), (404, "", ""), (200, "body", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        for (int i = 0; i < 6; i++)
        {
            try
            {
                await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = streaming }, default);
                Assert.Equal("body", await response.ReadTextAsync(default));
            }
            catch (OdpsNotFoundException)
            {
                Assert.Equal(1, i);
            }
        }

        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task One_pipeline_serves_many_callers_at_once()
    {
        await using var server = LoopbackServer.Start(e => e.Number % 7 == 0 ? e.RespondAsync(503) : e.RespondAsync(200, e.Target.Split('/')[5].Split('?')[0]));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { MaxConnectionsPerServer = 8, Retry = new RetryOptions { MaxRetries = 50 } });

        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"t{i}")];
        string[] answers = await Task.WhenAll(names.Select(async name =>
        {
            await using OdpsResponse response = await pipeline.SendAsync(OdpsRequest.Get(RestPath.Project("p").Table(name), $"get table {name}"), default);
            return await response.ReadTextAsync(default);
        }));

        Assert.Equal(names, answers);
        Assert.InRange(server.ConnectionCount, 1, 8);
        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task Connect_timeout_names_its_option_and_is_tried_again_for_any_request()
    {
        int connects = 0;
        await using OdpsPipeline pipeline = PipelineFactory.Create(new Uri("https://localhost/api"), o => o with
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(1),
            HttpHandlerFactory = () => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromMilliseconds(1),
                ConnectCallback = async (_, token) =>
                {
                    Interlocked.Increment(ref connects);
                    await Task.Delay(Timeout.Infinite, token);
                    return Stream.Null;
                },
            },
        });

        OdpsTimeoutException timeout = await Assert.ThrowsAsync<OdpsTimeoutException>(() => pipeline.SendAsync(PipelineFactory.PostInstance, default));

        Assert.Contains("OdpsClientOptions.ConnectTimeout", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("https://localhost", timeout.Message, StringComparison.Ordinal);
        Assert.Equal(5, connects);
    }

    [Fact]
    public async Task Server_without_tls_is_reported_as_such()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(new UriBuilder(server.Endpoint) { Scheme = "https" }.Uri, o => o with { Retry = new RetryOptions { MaxRetries = 1 } });

        OdpsConnectionException failure = await Assert.ThrowsAsync<OdpsConnectionException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Contains("scheme", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The request was not sent", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_of_the_options_is_used_and_the_signature_is_made_for_the_endpoint()
    {
        await using var proxy = LoopbackServer.StartWith((200, "through the proxy", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(
            new Uri("http://service.example.com/api"), o => o with { AllowInsecureHttp = true, Proxy = new WebProxy(new Uri(proxy.Endpoint, "/")) });

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        Assert.Equal("through the proxy", await response.ReadTextAsync(default));
        Assert.Equal("http://service.example.com/api/projects/demo_proj/tables/orders?curr_project=demo_proj", Assert.Single(proxy.Requests).Target);
    }

    [Fact]
    public async Task Answer_is_never_decompressed_and_keeps_its_content_encoding()
    {
        await using var server = LoopbackServer.StartWith((200, "not really deflate", "Content-Encoding: deflate"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Headers = [new("Accept-Encoding", "deflate")] }, default);

        Assert.Equal("deflate", response.Header("Content-Encoding"));
        Assert.Equal("not really deflate", await response.ReadTextAsync(default));
        Assert.Equal("deflate", Assert.Single(server.Requests).Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Body_of_unknown_length_is_sent_in_chunks_with_its_type()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("p"), "write a block", () =>
        {
            var content = new StreamContent(new UnknownLengthStream(new byte[300_000]));
            content.Headers.TryAddWithoutValidation("Content-Type", "application/octet-stream");
            return content;
        });

        await (await pipeline.SendAsync(request, default)).DisposeAsync();

        LoopbackExchange exchange = Assert.Single(server.Requests);
        Assert.Equal(300_000, exchange.Body.Length);
        Assert.Equal("chunked", exchange.Header("Transfer-Encoding"));
        Assert.Equal("application/octet-stream", exchange.Header("Content-Type"));
    }

    [Fact]
    public async Task Synchronous_reads_of_a_streamed_body_are_refused()
    {
        await using var server = LoopbackServer.StartWith((200, "body", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { Streaming = true }, default);

        Assert.Throws<NotSupportedException>(() => response.Body.Read(new byte[4], 0, 4));
    }

    [Fact]
    public void Message_in_a_rfc_2047_word_is_decoded()
    {
        Assert.Equal("{\"a\":\"数\"}", EncodedWord.Decode("=?UTF-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes("{\"a\":\"数\"}")) + "?="));
        Assert.Equal("a b=c", EncodedWord.Decode("=?utf-8?Q?a_b=3Dc?="));
        Assert.Equal("ab", EncodedWord.Decode("=?utf-8?b?YQ==?= =?utf-8?b?Yg==?="));
        Assert.Equal("数", EncodedWord.Decode("=?utf-8?b?5pU=?=\r\n =?utf-8?b?sA==?="));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("=?UTF-8?B?not base64!?=")]
    [InlineData("=?UTF-8?X?YQ==?=")]
    [InlineData("=?unknown-charset?B?YQ==?=")]
    [InlineData("=?UTF-8?Q?=4?=")]
    [InlineData("=?UTF-8?B?YQ==")]
    [InlineData("=?UTF-8?B?YQ==?= tail")]
    [InlineData("")]
    public void Text_that_is_no_rfc_2047_word_stays_as_it_is(string text) => Assert.Equal(text, EncodedWord.Decode(text));

    private sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
