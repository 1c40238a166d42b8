using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Odps.Net.Emulator;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>Starting, stopping, the journal and the HTTP layer itself.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task Several_emulators_live_side_by_side()
    {
        await using EmulatorFixture first = await EmulatorFixture.StartAsync();
        await using EmulatorFixture second = await EmulatorFixture.StartAsync(configure: o => o with { Projects = ["other"] });
        Assert.NotEqual(first.Emulator.Endpoint, second.Emulator.Endpoint);
        Assert.Equal("demo", (await first.XmlAsync("GET", "/projects")).Element("Project")!.Element("Name")!.Value);
        Assert.Equal("other", (await second.XmlAsync("GET", "/projects")).Element("Project")!.Element("Name")!.Value);
    }

    [Fact]
    public async Task Stopping_closes_the_port_and_ends_requests_that_wait()
    {
        EmulatorFixture fixture = await EmulatorFixture.StartAsync((_, cancellationToken) =>
        {
            cancellationToken.WaitHandle.WaitOne();
            throw new OperationCanceledException(cancellationToken);
        });
        using HttpResponseMessage created = await fixture.RestAsync("POST", "/projects/demo/instances", EmulatorFixture.SqlJob("select 1"));
        Task<HttpResponseMessage> waiting = fixture.RestAsync("GET", created.Headers.Location!.AbsolutePath["/api".Length..] + "?instancestatus");
        while (fixture.Emulator.Requests.Count < 2)
        {
            await Task.Yield();
        }

        Uri endpoint = fixture.Emulator.TunnelEndpoint;
        await fixture.Emulator.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, endpoint.Port));
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task Client_options_point_at_the_emulator()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        OdpsClientOptions options = fixture.Emulator.ClientOptions;
        Assert.Equal((fixture.Emulator.Endpoint, "demo"), (options.Endpoint, options.Project));
        OdpsCredentialValue credential = await options.Credential!.GetAsync();
        Assert.Equal(("id", "key"), (credential.AccessKeyId, credential.AccessKeySecret));
    }

    [Fact]
    public async Task Port_in_use_is_an_IOException_and_a_bad_option_is_named()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        int port = fixture.Emulator.Endpoint.Port;
        await Assert.ThrowsAsync<IOException>(() => EmulatorFixture.StartAsync(configure: o => o with { Port = port }));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => OdpsEmulator.StartAsync(new OdpsEmulatorOptions { Projects = [] }));
        Assert.Contains("OdpsEmulatorOptions.Projects", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_keeps_the_requests_in_order_with_their_status()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { JournalCapacity = 2 });
        await fixture.XmlAsync("GET", "/projects");
        await fixture.XmlAsync("GET", "/projects/demo?curr_project=a b");
        await fixture.XmlAsync("GET", "/projects/none", status: 404);
        IReadOnlyList<EmulatorRequest> requests = fixture.Emulator.Requests;
        Assert.Equal(["/api/projects/demo", "/api/projects/none"], requests.Select(r => r.Path));
        Assert.Equal([200, 404], requests.Select(r => r.Status));
        Assert.Equal("a b", requests[0].Query["curr_project"]);
        Assert.StartsWith("ODPS id:", requests[0].Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("NoSuchProject", requests[1].ErrorCode);
        fixture.Emulator.ClearRequests();
        Assert.Empty(fixture.Emulator.Requests);
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public async Task Encoded_slashes_plus_signs_and_flags_with_and_without_value_are_understood()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        fixture.CreateTable("t", "id bigint", "pt string");
        foreach (string target in (string[])
        [
            "/api/projects%2Fdemo%2Ftables/t?partitions=&name",
            "/api/projects/demo/tables/t?name=&partitions",
            "/api/projects/demo/%74ables/t?partitions&name=&",
        ])
        {
            var uri = new Uri(
                fixture.Emulator.TunnelEndpoint.ToString().TrimEnd('/') + target,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using HttpResponseMessage response = await fixture.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri), "/projects/demo/tables/t?name&partitions");
            Assert.Equal(200, (int)response.StatusCode);
        }

        var plus = new Uri(fixture.Emulator.Endpoint + "/projects/demo/tables/t?partition=pt%3D%27a+b%27&partitions");
        using HttpResponseMessage spaced = await fixture.SendAsync(new HttpRequestMessage(HttpMethod.Get, plus), "/projects/demo/tables/t?partition=pt='a b'&partitions");
        Assert.Equal(200, (int)spaced.StatusCode);
    }

    [Fact]
    public async Task Chunked_bodies_expect_continue_and_kept_connections_work_on_a_bare_socket()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { BearerTokens = ["tok"] });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, fixture.Emulator.Endpoint.Port);
        NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        for (int i = 0; i < 2; i++)
        {
            await stream.WriteAsync("PUT /api/projects/demo/logs HTTP/1.1\r\nHost: x\r\nx-odps-bearer-token: tok\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
            Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
            Assert.Equal("", await reader.ReadLineAsync());
            await stream.WriteAsync("2\r\n{}\r\n0\r\n\r\n"u8.ToArray());
            Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }
        }
    }

    [Fact]
    public async Task Sized_bodies_and_a_head_request_share_a_connection_and_the_answer_to_head_has_no_body()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { BearerTokens = ["tok"] });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, fixture.Emulator.Endpoint.Port);
        NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await stream.WriteAsync("PUT /api/projects/demo/logs HTTP/1.1\r\nHost: x\r\nx-odps-bearer-token: tok\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        Assert.Contains("Content-Length: 0", await ReadHeadersAsync(reader));
        await stream.WriteAsync("HEAD /api/projects/demo HTTP/1.1\r\nHost: x\r\nx-odps-bearer-token: tok\r\n\r\n"u8.ToArray());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        string length = Assert.Single(await ReadHeadersAsync(reader), header => header.StartsWith("Content-Length: ", StringComparison.Ordinal));
        Assert.NotEqual("Content-Length: 0", length);

        // What comes next is the next answer, not a body of the last.
        await stream.WriteAsync("GET /api/projects/none HTTP/1.1\r\nHost: x\r\nx-odps-bearer-token: tok\r\n\r\n"u8.ToArray());
        Assert.Equal("HTTP/1.1 404 Not Found", await reader.ReadLineAsync());

        static async Task<List<string>> ReadHeadersAsync(StreamReader reader)
        {
            var headers = new List<string>();
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                headers.Add(line);
            }

            return headers;
        }
    }

    [Theory]
    [InlineData("gzip, deflate", true)]
    [InlineData("br;q=1.0, GZIP;q=0.8", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    public async Task Documents_are_sent_in_gzip_to_clients_that_accept_it(string accepted, bool isCompressed)
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        HttpRequestMessage request = fixture.Request("GET", "/api", "/projects/demo", null);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using HttpResponseMessage response = await fixture.SendAsync(request, "/projects/demo");
        Assert.Equal(isCompressed ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        Stream body = await response.Content.ReadAsStreamAsync();
        using var text = new StreamReader(isCompressed ? new GZipStream(body, CompressionMode.Decompress) : body);
        Assert.Equal("demo", XElement.Parse(await text.ReadToEndAsync()).Element("Name")!.Value);
    }

    [Fact]
    public async Task The_tunnel_reads_gzip_and_does_not_answer_in_it()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        fixture.CreateTable("t", "id bigint");
        ColumnCollection columns = [new("id", OdpsType.BigInt)];
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionMode.Compress))
        {
            gzip.Write(EmulatorFixture.Records(columns, [[1L], [2L]]));
        }

        string upload = (await fixture.TunnelJsonAsync("POST", "/projects/demo/tables/t?uploads")).GetProperty("UploadID").GetString()!;
        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"/projects/demo/tables/t?blockid=0&uploadid={upload}", body.ToArray(), ("Content-Encoding", "gzip"));
        Assert.Equal(200, (int)put.StatusCode);
        await fixture.TunnelJsonAsync("POST", $"/projects/demo/tables/t?uploadid={upload}");
        string download = (await fixture.TunnelJsonAsync("POST", "/projects/demo/tables/t?downloads")).GetProperty("DownloadID").GetString()!;
        string data = $"/projects/demo/tables/t?data&downloadid={download}&rowrange=(0,2)";
        using HttpResponseMessage plain = await fixture.TunnelAsync("GET", data, null, ("Accept-Encoding", "gzip"));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        using HttpResponseMessage deflated = await fixture.TunnelAsync("GET", data, null, ("Accept-Encoding", "gzip, deflate"));
        Assert.Equal(["deflate"], deflated.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Objects_of_a_schema_that_is_not_there_are_an_error_and_not_an_empty_list()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        foreach (string collection in (string[])["registration/functions", "resources"])
        {
            Assert.Equal("NoSuchObject", (await fixture.XmlAsync("GET", $"/projects/demo/{collection}?curr_schema=none", status: 404)).Element("Code")!.Value);
            Assert.Empty((await fixture.XmlAsync("GET", $"/projects/demo/{collection}?curr_schema=default")).Elements("Resource"));
        }
    }

    [Fact]
    public async Task Unexpected_failures_are_500_with_an_error_document()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        fixture.Store.Dispose();
        Assert.Equal("InternalServerError", (await fixture.XmlAsync("GET", "/projects/demo", status: 500)).Element("Code")!.Value);
    }
}
