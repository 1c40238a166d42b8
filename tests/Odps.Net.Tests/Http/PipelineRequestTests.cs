using System.Net;
using System.Security.Cryptography;
using System.Text;
using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

/// <summary>What goes over the wire, and what comes back from it, for requests that succeed.</summary>
public class PipelineRequestTests
{
    [Fact]
    public async Task Request_line_and_headers_are_what_the_service_expects()
    {
        await using var server = LoopbackServer.StartWith((200, "ok", "x-odps-request-id: R1"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { UserAgentSuffix = "my-app/1.2", DefaultHeaders = new Dictionary<string, string> { ["x-odps-namespace-id"] = "ns1" } });

        await using OdpsResponse response = await pipeline.SendAsync(
            PipelineFactory.GetTable with { Query = new QueryParameters { "extended", { "name", "a b+c" }, { "empty", "" }, { "absent", (string?)null } } }, default);

        LoopbackExchange exchange = Assert.Single(server.Requests);
        Assert.Equal("GET", exchange.Method);
        Assert.Equal("/api/projects/demo_proj/tables/orders?extended&name=a%20b%2Bc&empty=&curr_project=demo_proj", exchange.Target);
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", exchange.Header("Date"));
        Assert.Equal("ns1", exchange.Header("x-odps-namespace-id"));
        Assert.EndsWith(" my-app/1.2", exchange.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(exchange.Header("User-Agent"), exchange.Header("x-odps-user-agent"));
        Assert.Null(exchange.Header("Accept-Encoding"));
        Assert.Equal("R1", response.RequestId);
        Assert.Equal("ok", await response.ReadTextAsync(default));
    }

    [Theory]
    [InlineData("plain", "v")]
    [InlineData("a b+c%41/d?e#f&g=h", "x y+z%41/&=?#'\",:;~*()")]
    [InlineData("数据 表", "值=1,名='二'")]
    [InlineData("..a", "..")]
    [InlineData("%2e%2e", "%2F")]
    [InlineData("\ud83d\ude00", "\ud83d\ude00")]
    [InlineData("back\\slash", "back\\slash")]
    public async Task Signature_can_be_verified_from_the_bytes_on_the_wire(string name, string value)
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        OdpsRequest request = OdpsRequest.Put(RestPath.Project("demo_proj").Resource(name), "put a resource", RequestContent.Bytes("abc"u8.ToArray(), "application/octet-stream")) with
        {
            Query = new QueryParameters { { "x-odps-trace", value }, { "b", value }, { "B", value }, "flag" },
            Headers = [new("x-odps-comment", "注释 c"), new("X-ODPS-Resource-Name", "n"), new("Content-MD5", "900150983cd24fb0d6963f7d28e17f72"), new("Content-Disposition", "attachment")],
        };

        await using OdpsResponse response = await pipeline.SendAsync(request, default);

        LoopbackExchange exchange = Assert.Single(server.Requests);
        Assert.Equal("abc"u8.ToArray(), exchange.Body);
        Assert.Equal(SignatureOf(exchange), exchange.Header("Authorization"));
        string path = Uri.UnescapeDataString(exchange.Target["/api".Length..exchange.Target.IndexOf('?', StringComparison.Ordinal)]);
        Assert.Equal("/projects/demo_proj/resources/" + name, path);
    }

    [Fact]
    public async Task Project_and_schema_of_a_request_replace_those_of_the_client()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { Schema = "s1" });

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();
        await (await pipeline.SendAsync(PipelineFactory.GetTable with { CurrentProject = "p2", CurrentSchema = "s2" }, default)).DisposeAsync();
        await (await pipeline.SendAsync(PipelineFactory.GetTable with { Query = new QueryParameters { { "curr_schema", "s3" } } }, default)).DisposeAsync();
        await (await pipeline.SendAsync(PipelineFactory.GetTable with { Endpoint = new Uri(server.Endpoint, "/") }, default)).DisposeAsync();

        Assert.Equal(
            [
                "/api/projects/demo_proj/tables/orders?curr_project=demo_proj&curr_schema=s1",
                "/api/projects/demo_proj/tables/orders?curr_project=p2&curr_schema=s2",
                "/api/projects/demo_proj/tables/orders?curr_schema=s3&curr_project=demo_proj",
                "/projects/demo_proj/tables/orders?curr_project=demo_proj",
            ],
            server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task Trailing_slash_of_the_endpoint_does_not_matter()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(new Uri(server.Endpoint + "/"));

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();

        Assert.StartsWith("/api/projects/demo_proj/tables/orders?", Assert.Single(server.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_outside_2xx_is_an_answer_only_when_the_request_accepts_it()
    {
        await using var server = LoopbackServer.StartWith((308, "", "odps-tunnel-routed-server: 10.0.0.1:80"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable with { AcceptStatus = [HttpStatusCode.PermanentRedirect] }, default);
        OdpsServiceException refused = await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.Status);
        Assert.Equal("10.0.0.1:80", response.RequiredHeader("odps-tunnel-routed-server"));
        Assert.Equal(HttpStatusCode.PermanentRedirect, refused.StatusCode);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_the_message_says_so()
    {
        await using var server = LoopbackServer.StartWith((302, "", "Location: /elsewhere"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsServiceException refused = await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Contains("redirects are not followed", refused.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Non_ascii_headers_of_an_answer_are_read_as_utf8()
    {
        await using var server = LoopbackServer.StartWith((200, "", "x-odps-comment: 注释"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        Assert.Equal("注释", response.Header("X-ODPS-Comment"));
        Assert.Null(response.Header("absent"));
        OdpsDataException missing = Assert.Throws<OdpsDataException>(() => response.RequiredHeader("absent"));
        Assert.Contains("get table demo_proj.orders", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_break_in_a_header_is_refused_before_anything_is_sent()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => pipeline.SendAsync(PipelineFactory.GetTable with { Headers = [new("x-odps-comment", "a\r\nAuthorization: x")] }, default));

        Assert.Contains("x-odps-comment", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Body_over_its_cap_is_refused_and_not_repeated()
    {
        await using var server = LoopbackServer.StartWith((200, new string('x', 1001), ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsDataException refused = await Assert.ThrowsAsync<OdpsDataException>(() => pipeline.SendAsync(PipelineFactory.GetTable with { MaxBodyBytes = 1000 }, default));
        await using OdpsResponse exact = await pipeline.SendAsync(PipelineFactory.GetTable with { MaxBodyBytes = 1001 }, default);

        Assert.Contains("1000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1001, (await exact.ReadBytesAsync(2000, default)).Length);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Head_has_no_body()
    {
        await using var server = LoopbackServer.StartWith((200, "not sent", "x-odps-owner: o"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await using OdpsResponse response = await pipeline.SendAsync(OdpsRequest.Head(RestPath.Project("demo_proj"), "look for project demo_proj"), default);

        Assert.Equal("o", response.Header("x-odps-owner"));
        Assert.Equal("", await response.ReadTextAsync(default));
    }

    [Fact]
    public async Task Disposed_pipeline_says_so()
    {
        OdpsPipeline pipeline = PipelineFactory.Create(LoopbackServer.ClosedEndpoint());
        await pipeline.DisposeAsync();
        await pipeline.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));
    }

    [Fact]
    public async Task Transport_can_be_supplied_and_belongs_to_the_pipeline()
    {
        var handler = new InMemoryHandler();
        OdpsPipeline pipeline = PipelineFactory.Create(new Uri("http://localhost/api"), o => o with { HttpHandlerFactory = () => handler });

        await using (OdpsResponse response = await pipeline.SendAsync(PipelineFactory.PostInstance, default))
        {
            Assert.Equal("POST /api/projects/demo_proj/instances?curr_project=demo_proj application/xml <Instance/>", await response.ReadTextAsync(default));
        }

        await pipeline.DisposeAsync();
        Assert.True(handler.Disposed);
    }

    /// <summary>Rebuilds the signature as a server would, with nothing of the product's code.</summary>
    private static string SignatureOf(LoopbackExchange exchange)
    {
        string target = exchange.Target["/api".Length..];
        string[] halves = target.Split('?', 2);
        var query = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string item in halves[1].Split('&'))
        {
            string[] pair = item.Split('=', 2);
            query[Uri.UnescapeDataString(pair[0])] = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        }

        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in exchange.Headers)
        {
            if (name.StartsWith("x-odps-", StringComparison.OrdinalIgnoreCase))
            {
                signed[name.ToLowerInvariant()] = value;
            }
        }

        foreach ((string key, string value) in query)
        {
            if (key.StartsWith("x-odps-", StringComparison.Ordinal))
            {
                signed[key] = value;
            }
        }

        string text = exchange.Method + "\n" + exchange.Header("Content-MD5") + "\n" + exchange.Header("Content-Type") + "\n" + exchange.Header("Date") + "\n"
            + string.Concat(signed.Select(s => s.Key + ":" + s.Value + "\n"))
            + Uri.UnescapeDataString(halves[0]) + "?" + string.Join('&', query.Select(q => q.Value.Length == 0 ? q.Key : q.Key + "=" + q.Value));
#pragma warning disable CA5350 // The service's own definition.
        byte[] hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(PipelineFactory.AccessKeySecret), Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        return $"ODPS {PipelineFactory.AccessKeyId}:{Convert.ToBase64String(hash)}";
    }

    private sealed class InMemoryHandler : HttpMessageHandler
    {
        public bool Disposed { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($"{request.Method} {request.RequestUri!.PathAndQuery} {request.Content.Headers.ContentType} {body}"),
            };
        }

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }
}
