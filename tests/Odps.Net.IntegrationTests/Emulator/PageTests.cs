using System.Diagnostics;
using System.Net;
using Odps.Net.Emulator;
using Odps.Net.Tests.Support;

namespace Odps.Net.IntegrationTests.Emulator;

/// <summary>The pages for people: what they show, to whom, and that whatever users write in them stays text.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script>\"'&";

    private OdpsEmulator _emulator = null!;
    private OdpsClient _client = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync();
        _emulator.Seed(seed => seed.Table("people", "id bigint, name string", "dt string").Partition("dt=1", [1L, Hostile], [2L, null]));
        _client = new OdpsClient(_emulator.ClientOptions);
        _browser = new HttpClient { BaseAddress = _emulator.TunnelEndpoint };
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _client.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task The_log_view_address_of_an_instance_opens_its_page()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select name, id from people where dt = '1' order by id limit 10");
        Uri address = await instance.GetLogViewUriAsync();
        string page = await GetAsync(address.ToString());
        Assert.Contains(instance.Id, page, StringComparison.Ordinal);
        Assert.Contains("select name, id from people", page, StringComparison.Ordinal);
        Assert.Contains("Success", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains(">NULL<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stages_of_an_instance_have_their_part_of_its_time()
    {
        var clock = new ManualTimeProvider();
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true, Clock = clock, ShowPagesToAll = true });
        emulator.Instances.Behave(new InstanceBehavior { RunTime = TimeSpan.FromMinutes(2), Stages = ["M1_first", "R2_second"], WorkersPerStage = 4 });
        await using var client = new OdpsClient(emulator.ClientOptions with { TimeProvider = clock });
        Instance instance = await client.Sql.SubmitAsync("select 1");
        using var browser = new HttpClient(emulator.CreateHandler()) { BaseAddress = emulator.TunnelEndpoint };
        await clock.TimerArmedAsync(TimeSpan.FromMinutes(2));
        clock.Advance(TimeSpan.FromSeconds(90));
        string running = await browser.GetStringAsync(new Uri($"/logview/?p=demo&i={instance.Id}", UriKind.Relative));
        string start = clock.GetUtcNow().AddSeconds(-90).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        string middle = clock.GetUtcNow().AddSeconds(-30).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Matches($"M1_first</td><td>TERMINATED</td>.*100 %</td><td class=\"t\">[^<]*{start}[^<]*</td><td class=\"t\">[^<]*{middle}", running);
        Assert.Matches($"R2_second</td><td>RUNNING</td>.*50 %</td><td class=\"t\">[^<]*{middle}[^<]*</td><td class=\"t\"></td>", running);
    }

    [Fact]
    public async Task A_failed_instance_shows_its_error_and_its_statement_as_text()
    {
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _client.Sql.ExecuteAsync("select '<b>' from no_such_table"));
        string page = await GetAsync($"/logview/?p=demo&i={error.InstanceId}");
        Assert.Contains("ODPS-0130131", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Failed", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_lists_tables_instances_requests_stubs_and_faults()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select 1");
        _emulator.Faults.Add(Fault.DropAnswer().When(RequestMatch.UploadCommit));
        _emulator.Stubs.Add(Stub.Answer(500).When(RequestMatch.Get("/api/nowhere")));
        string page = await GetAsync("/");
        Assert.Contains("people", page, StringComparison.Ordinal);
        Assert.Contains(instance.Id, page, StringComparison.Ordinal);
        Assert.Contains("/api/projects/demo/instances", page, StringComparison.Ordinal);
        Assert.Contains("/api/nowhere", page, StringComparison.Ordinal);
        Assert.Contains("uploadid", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_emulator.AccessKey, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_shows_columns_partitions_and_rows()
    {
        string page = await GetAsync("/logview/table?project=demo&schema=default&name=people");
        Assert.Contains("BIGINT", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("dt=", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_too()
    {
        using HttpResponseMessage response = await _browser.GetAsync(new Uri($"/logview/?p=demo&i={Uri.EscapeDataString(Hostile)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("<script", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name_of_this_machine_gets_no_page_unless_the_options_say_so()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Host = "attacker.example";
        using HttpResponseMessage refused = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await using OdpsEmulator open = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { ShowPagesToAll = true, InMemory = true });
        using var browser = new HttpClient(open.CreateHandler()) { BaseAddress = new Uri("http://emulator.example") };
        using HttpResponseMessage shown = await browser.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }

    [Fact]
    public async Task Pages_may_load_and_run_nothing()
    {
        using HttpResponseMessage response = await _browser.GetAsync(new Uri("/", UriKind.Relative));
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [SkippableFact]
    public async Task A_browser_shows_the_page_of_an_instance()
    {
        string? chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Skip.If(chromium is null, "There is no Chromium on this machine.");
        Instance instance = await _client.Sql.ExecuteAsync("select name from people where dt = '1' order by id limit 10");
        Uri address = await instance.GetLogViewUriAsync();
        string profile = Directory.CreateTempSubdirectory("odps-chromium-").FullName;
        try
        {
            var start = new ProcessStartInfo(chromium) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", $"--user-data-dir={profile}", "--dump-dom", address.ToString(),
            ])
            {
                start.ArgumentList.Add(argument);
            }

            using Process browser = Process.Start(start)!;
            Task<string> errors = browser.StandardError.ReadToEndAsync();
            string dom = await browser.StandardOutput.ReadToEndAsync();
            await browser.WaitForExitAsync();
            Assert.True(dom.Contains($"Instance {instance.Id}", StringComparison.Ordinal), $"The browser shows: {dom}\n{await errors}");

            // The text of the row is shown as text: the tree has no script element.
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", dom, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", dom, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private async Task<string> GetAsync(string address)
    {
        using HttpResponseMessage response = await _browser.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
        string page = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {(int)response.StatusCode} {page}");
        return page;
    }
}
