using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Storage;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>Each kind of fault as a bare HTTP client on a socket meets it.</summary>
public sealed class FaultTests
{
    private const string Path = "/projects/demo/tables/t";
    private const int RowCount = 5000;

    private static readonly ColumnCollection Columns = [new("id", OdpsType.BigInt), new("name", OdpsType.String)];

    [Fact]
    public async Task A_refused_request_is_not_done_and_the_next_one_goes_well()
    {
        await using EmulatorFixture fixture = await StartAsync();
        using FaultHandle fault = fixture.Emulator.Faults.Add(Fault.Refuse().When(RequestMatch.UploadCreation));
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => fixture.TunnelAsync("POST", $"{Path}?uploads", []));
        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        Assert.Null(fixture.Emulator.Requests.Single().Status);
        await fixture.TunnelJsonAsync("POST", $"{Path}?uploads");
        Assert.Equal((2, 1), (fault.Calls, fault.Hits));
    }

    public static TheoryData<Fault> Resets => [Fault.ResetBeforeBody(), Fault.ResetDuringBody(100), Fault.ResetAfterBody()];

    [Theory]
    [MemberData(nameof(Resets))]
    public async Task A_block_whose_connection_is_reset_does_not_count(Fault fault)
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        FaultHandle handle = fixture.Emulator.Faults.Add(fault.When(RequestMatch.BlockUpload(0)));
        byte[] block = EmulatorFixture.Records(Columns, Rows());
        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", block));
        JsonElement session = await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={upload}");
        Assert.Empty(session.GetProperty("UploadedBlockList").EnumerateArray());
        using HttpResponseMessage again = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", block);
        Assert.Equal((HttpStatusCode.OK, 2, 1), (again.StatusCode, handle.Calls, handle.Hits));
    }

    [Fact]
    public async Task A_reset_comes_when_so_many_bytes_of_the_body_are_read()
    {
        await using EmulatorFixture fixture = await StartAsync();
        FaultHandle handle = fixture.Emulator.Faults.Add(Fault.ResetDuringBody(100));
        using Socket socket = await ConnectAsync(fixture);
        await socket.SendAsync(Encoding.ASCII.GetBytes("PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"));
        await socket.SendAsync(new byte[99]);
        while (handle.Hits == 0)
        {
            await Task.Yield();
        }

        await socket.SendAsync(new byte[1]);
        SocketException error = await Assert.ThrowsAsync<SocketException>(() => socket.ReceiveAsync(new byte[100]));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Theory]
    [InlineData(ConnectionEnd.Reset)]
    [InlineData(ConnectionEnd.Close)]
    public async Task A_commit_whose_answer_is_dropped_is_done(ConnectionEnd end)
    {
        await using EmulatorFixture fixture = await StartAsync(rows: 0);
        string upload = await CreateUploadAsync(fixture);
        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", EmulatorFixture.Records(Columns, [1L, "a"]));
        fixture.Emulator.Faults.Add(Fault.DropAnswer(end).When(RequestMatch.UploadCommit));
        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.TunnelAsync("POST", $"{Path}?uploadid={upload}", []));
        Assert.Equal(1, fixture.Store.CountRows(fixture.Store.FindTable("demo", null, "t")!, null));
        Assert.Equal("closed", (await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={upload}")).GetProperty("Status").GetString());
    }

    [Theory]
    [InlineData(429, "FlowExceeded")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_status_has_the_error_document_of_its_surface(int status, string code)
    {
        await using EmulatorFixture fixture = await StartAsync();
        fixture.Emulator.Faults.Add(Fault.Status(status, retryAfter: TimeSpan.FromMilliseconds(1500)).Times(2));
        using HttpResponseMessage tunnel = await fixture.TunnelAsync("POST", $"{Path}?uploads");
        Assert.Equal(code, (await EmulatorFixture.JsonAsync(tunnel, status)).GetProperty("Code").GetString());
        Assert.Equal(TimeSpan.FromSeconds(2), tunnel.Headers.RetryAfter!.Delta);
        Assert.Equal(code, (await fixture.XmlAsync("GET", "/projects/demo", status: status)).Element("Code")!.Value);
        Assert.Equal((status, code), (fixture.Emulator.Requests[0].Status, fixture.Emulator.Requests[0].ErrorCode));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_gateway_answers_a_page_without_Retry_After(int status)
    {
        await using EmulatorFixture fixture = await StartAsync();
        fixture.Emulator.Faults.Add(Fault.Status(status));
        using HttpResponseMessage response = await fixture.TunnelAsync("POST", $"{Path}?uploads");
        Assert.Equal((status, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Null(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(70_000)]
    [InlineData(-1)]
    public async Task A_body_that_is_closed_early_has_just_so_many_bytes_and_no_end(long bytes)
    {
        await using EmulatorFixture fixture = await StartAsync();
        byte[] whole = await WholeBodyAsync(fixture);
        FaultHandle fault = fixture.Emulator.Faults.Add(Fault.CutAfter(bytes, ConnectionEnd.Close).When(RequestMatch.DownloadData));
        (byte[] read, Exception? error) = await ReadAsync(fixture);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error).HttpRequestError);
        Assert.Equal(whole[..(int)(bytes < 0 ? whole.Length + bytes : bytes)], read);
        Assert.Equal(1, fault.Hits);
        (byte[] again, _) = await ReadAsync(fixture);
        Assert.Equal(whole, again);
    }

    [Fact]
    public async Task All_bytes_without_the_end_of_the_chunks_are_a_cut_and_one_behind_them_is_not()
    {
        await using EmulatorFixture fixture = await StartAsync();
        byte[] whole = await WholeBodyAsync(fixture);
        FaultHandle at = fixture.Emulator.Faults.Add(Fault.CutAfter(whole.Length, ConnectionEnd.Close).When(RequestMatch.DownloadData));
        (byte[] read, Exception? error) = await ReadAsync(fixture);
        Assert.IsType<HttpIOException>(error);
        Assert.Equal(whole, read);
        FaultHandle behind = fixture.Emulator.Faults.Add(Fault.CutAfter(whole.Length + 1).When(RequestMatch.DownloadData));
        (read, error) = await ReadAsync(fixture);
        Assert.Null(error);
        Assert.Equal(whole, read);
        Assert.Equal((1, 0, 1), (at.Hits, behind.Hits, behind.Calls));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(70_000)]
    public async Task A_body_that_is_reset_fails_the_read_after_a_part_of_it(long bytes)
    {
        await using EmulatorFixture fixture = await StartAsync();
        byte[] whole = await WholeBodyAsync(fixture);
        fixture.Emulator.Faults.Add(Fault.CutAfter(bytes).When(RequestMatch.DownloadData));
        (byte[] read, Exception? error) = await ReadAsync(fixture);
        Assert.IsAssignableFrom<IOException>(error);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error!.InnerException).SocketErrorCode);
        Assert.True(read.Length <= bytes && whole.AsSpan().StartsWith(read));
    }

    [Fact]
    public async Task A_body_that_ends_early_is_complete_for_HTTP()
    {
        await using EmulatorFixture fixture = await StartAsync();
        byte[] whole = await WholeBodyAsync(fixture);
        fixture.Emulator.Faults.Add(Fault.EndAfter(-5).When(RequestMatch.DownloadData));
        (byte[] read, Exception? error) = await ReadAsync(fixture);
        Assert.Null(error);
        Assert.Equal(whole[..^5], read);
    }

    [Fact]
    public async Task A_body_with_a_length_is_cut_and_shortened_too()
    {
        await using EmulatorFixture fixture = await StartAsync();
        fixture.Emulator.Faults.Add(Fault.CutAfter(20, ConnectionEnd.Close).When(RequestMatch.UploadCreation));
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => fixture.TunnelAsync("POST", $"{Path}?uploads"));
        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        fixture.Emulator.Faults.Add(Fault.EndAfter(20).When(RequestMatch.UploadCreation));
        using HttpResponseMessage response = await fixture.TunnelAsync("POST", $"{Path}?uploads");
        Assert.Equal((20, 20L), ((await response.Content.ReadAsByteArrayAsync()).Length, response.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task A_byte_of_the_answer_is_another()
    {
        await using EmulatorFixture fixture = await StartAsync();
        byte[] whole = await WholeBodyAsync(fixture);
        fixture.Emulator.Faults.Add(Fault.CorruptByte(66_000, 0x80).When(RequestMatch.DownloadData));
        fixture.Emulator.Faults.Add(Fault.CorruptByte(-1).When(RequestMatch.DownloadData));
        (byte[] read, Exception? error) = await ReadAsync(fixture);
        Assert.Null(error);
        whole[66_000] ^= 0x80;
        whole[^1] ^= 1;
        Assert.Equal(whole, read);
    }

    [Fact]
    public async Task A_byte_of_the_request_is_another()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        byte[] block = EmulatorFixture.Records(Columns, [1L, "a"]);
        fixture.Emulator.Faults.Add(Fault.CorruptRequestByte(4).When(RequestMatch.BlockUpload()));
        using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", block);
        Assert.Equal("CorruptedDataStream", (await EmulatorFixture.JsonAsync(put, 400)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task A_body_that_stalls_stays_open_until_the_client_gives_up()
    {
        await using EmulatorFixture fixture = await StartAsync();
        FaultHandle fault = fixture.Emulator.Faults.Add(Fault.StallAfter(10).When(RequestMatch.DownloadData));
        string download = (await fixture.TunnelJsonAsync("POST", $"{Path}?downloads")).GetProperty("DownloadID").GetString()!;
        using HttpResponseMessage response = await fixture.OpenAsync("GET", $"{Path}?data&downloadid={download}");
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[10]);
        using var patience = new CancellationTokenSource();
        ValueTask<int> next = body.ReadAsync(new byte[1], patience.Token);
        Assert.False(next.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        Assert.Equal(1, fault.Hits);
    }

    [Fact]
    public async Task Delays_pass_on_the_emulators_clock()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await StartAsync(clock: clock);
        foreach (Fault fault in (Fault[])[Fault.Delay(TimeSpan.FromMinutes(10)), Fault.DelayAnswer(TimeSpan.FromMinutes(10))])
        {
            fixture.Emulator.Faults.Add(fault.When(RequestMatch.UploadCreation));
            Task<JsonElement> creation = fixture.TunnelJsonAsync("POST", $"{Path}?uploads");
            await clock.TimerArmedAsync(TimeSpan.FromMinutes(10));
            Assert.False(creation.IsCompleted);
            clock.Advance(TimeSpan.FromMinutes(10));
            await creation;
        }
    }

    [Fact]
    public async Task Skipped_calls_repetitions_and_removal()
    {
        await using EmulatorFixture fixture = await StartAsync();
        FaultHandle fault = fixture.Emulator.Faults.Add(Fault.Status(503).When(RequestMatch.UploadCreation).OnCall(2).Times(2));
        Assert.Equal((int[])[200, 503, 503, 200], await StatusesAsync(fixture, 4));
        FaultHandle always = fixture.Emulator.Faults.Add(Fault.Status(500).When(RequestMatch.UploadCreation).Always());
        Assert.Equal((int[])[500, 500], await StatusesAsync(fixture, 2));
        always.Dispose();
        Assert.Equal((int[])[200], await StatusesAsync(fixture, 1));
        fixture.Emulator.Faults.Add(Fault.Status(500).Always());
        Assert.Equal(2, fixture.Emulator.Faults.Count);
        fixture.Emulator.Faults.Clear();
        Assert.Equal((int[])[200], await StatusesAsync(fixture, 1));
        Assert.Equal((7, 2), (fault.Calls, fault.Hits));
    }

    [Fact]
    public async Task A_seed_picks_the_same_calls_every_time()
    {
        await using EmulatorFixture fixture = await StartAsync();
        FaultHandle first = fixture.Emulator.Faults.Add(Fault.Status(503).When(RequestMatch.UploadCreation).Sometimes(0.5, seed: 11));
        int[] statuses = await StatusesAsync(fixture, 40);
        first.Dispose();
        fixture.Emulator.Faults.Add(Fault.Status(503).When(RequestMatch.UploadCreation).Sometimes(0.5, seed: 11));
        Assert.Equal(statuses, await StatusesAsync(fixture, 40));
        Assert.InRange(first.Hits, 10, 30);
    }

    [Fact]
    public async Task A_session_that_is_expired_by_a_fault_stays_expired()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string upload = await CreateUploadAsync(fixture);
        FaultHandle fault = fixture.Emulator.Faults.Add(Fault.ExpireSession().When(RequestMatch.BlockUpload()));
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage put = await fixture.TunnelAsync("PUT", $"{Path}?blockid=0&uploadid={upload}", EmulatorFixture.Records(Columns));
            Assert.Equal("NoSuchUpload", (await EmulatorFixture.JsonAsync(put, 404)).GetProperty("Code").GetString());
        }

        Assert.Equal("expired", (await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={upload}")).GetProperty("Status").GetString());
        Assert.Equal(1, fault.Hits);
        await CreateUploadAsync(fixture);

        string download = (await fixture.TunnelJsonAsync("POST", $"{Path}?downloads")).GetProperty("DownloadID").GetString()!;
        fixture.Emulator.Faults.Add(Fault.ExpireSession().When(RequestMatch.DownloadData));
        Assert.Equal("NoSuchDownload", (await fixture.TunnelJsonAsync("GET", $"{Path}?data&downloadid={download}", 404)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Connections_inside_the_process_have_the_same_faults()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true, BearerTokens = ["tok"] });
        using var http = new HttpClient(emulator.CreateHandler());
        Fault[] faults = [Fault.CutAfter(20, ConnectionEnd.Close), Fault.CutAfter(20), Fault.Refuse()];
        foreach (Fault fault in faults)
        {
            FaultHandle handle = emulator.Faults.Add(fault);

            // Without a content the client would send the refused request again by itself.
            using var request = new HttpRequestMessage(HttpMethod.Get, emulator.Endpoint + "/projects/demo") { Content = new ByteArrayContent([]), Headers = { { "x-odps-bearer-token", "tok" } } };
            await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request));
            Assert.Equal(1, handle.Hits);
        }

        using var after = new HttpRequestMessage(HttpMethod.Get, emulator.Endpoint + "/projects/demo") { Headers = { { "x-odps-bearer-token", "tok" } } };
        using HttpResponseMessage response = await http.SendAsync(after);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_the_counting_of_a_fault()
    {
        await using EmulatorFixture fixture = await StartAsync();
        FaultHandle fault = fixture.Emulator.Faults.Add(Fault.Status(503).When(RequestMatch.UploadCreation).OnCall(11).Times(20));
        int[] statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using HttpResponseMessage response = await fixture.TunnelAsync("POST", $"{Path}?uploads");
            return (int)response.StatusCode;
        }));
        Assert.Equal((20, 40, 20), (statuses.Count(s => s == 503), fault.Calls, fault.Hits));
    }

    [Fact]
    public void A_fault_says_what_it_is() => Assert.Equal(
        "Cut { Bytes = 5, Manner = Reset } for PUT **/tables/*?blockid=1&uploadid, from call 2, 3 times",
        Fault.CutAfter(5).When(RequestMatch.BlockUpload(1)).OnCall(2).Times(3).ToString());

    private static IEnumerable<object?[]> Rows(int count = RowCount) => Enumerable.Range(0, count).Select(i => (object?[])[(long)i, $"name of row {i}"]);

    private static async Task<EmulatorFixture> StartAsync(int rows = RowCount, TimeProvider? clock = null)
    {
        EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { Clock = clock ?? TimeProvider.System });
        TableDefinition table = fixture.CreateTable("t", "id bigint, name string");
        fixture.Store.Write(table, null, Rows(rows), overwrite: false);
        return fixture;
    }

    private static async Task<string> CreateUploadAsync(EmulatorFixture fixture) =>
        (await fixture.TunnelJsonAsync("POST", $"{Path}?uploads")).GetProperty("UploadID").GetString()!;

    private static async Task<Socket> ConnectAsync(EmulatorFixture fixture)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, fixture.Emulator.Endpoint.Port);
        return socket;
    }

    private static async Task<byte[]> WholeBodyAsync(EmulatorFixture fixture)
    {
        (byte[] body, Exception? error) = await ReadAsync(fixture);
        Assert.Null(error);
        Assert.True(body.Length > 100_000);
        return body;
    }

    /// <summary>What could be read of a download, and the error that ended it.</summary>
    private static async Task<(byte[] Body, Exception? Error)> ReadAsync(EmulatorFixture fixture)
    {
        string download = (await fixture.TunnelJsonAsync("POST", $"{Path}?downloads")).GetProperty("DownloadID").GetString()!;
        using var read = new MemoryStream();
        try
        {
            using HttpResponseMessage response = await fixture.OpenAsync("GET", $"{Path}?data&downloadid={download}");
            await using Stream body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(read);
            return (read.ToArray(), null);
        }
        catch (IOException e)
        {
            return (read.ToArray(), e);
        }
    }

    private static async Task<int[]> StatusesAsync(EmulatorFixture fixture, int count)
    {
        var statuses = new int[count];
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage response = await fixture.TunnelAsync("POST", $"{Path}?uploads");
            statuses[i] = (int)response.StatusCode;
        }

        return statuses;
    }
}
