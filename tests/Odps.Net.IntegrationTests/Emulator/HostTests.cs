using System.Globalization;
using Odps.Net.IntegrationTests.Emulator.Host;
using Xunit.Abstractions;

namespace Odps.Net.IntegrationTests.Emulator;

/// <summary>The host as a process: it stops when it is told to, and a crash leaves the old state or the new one.</summary>
public sealed class HostTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_host_stops_cleanly_when_it_is_told_to()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        await using HostProcess host = await HostProcess.StartAsync("--log");
        await using var client = new OdpsClient(host.ClientOptions);
        Assert.True(await client.Projects.ExistsAsync(HostProcess.Project));
        Assert.Equal(0, await host.StopAsync());
        string log = await host.Process.StandardError.ReadToEndAsync();
        Assert.Contains("GET /api/projects/demo", log, StringComparison.Ordinal);
        Assert.DoesNotContain("ODPS id:", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_arguments_are_named_and_end_the_host()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => HostProcess.StartAsync("--max-sessions", "many"));
        Assert.Contains("'many' is no value for it", error.Message, StringComparison.Ordinal);
    }

    /// <summary>More kills with the environment variable ODPS_NET_KILLS.</summary>
    [Fact]
    public async Task A_host_that_is_killed_while_batches_are_committed_has_each_of_them_whole_or_not_at_all()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("ODPS_NET_KILLS") ?? "8", CultureInfo.InvariantCulture);
        string folder = Directory.CreateTempSubdirectory("odps-emulator-").FullName;
        try
        {
            var run = new CrashRun(seed: 20260101, folder);
            await run.RunAsync(kills);
            output.WriteLine($"seed 20260101, {run.Kills} kills, {run.Answered} batches answered, {run.Unanswered} not answered, of which {run.UnansweredKept} were there");
            Assert.Empty(run.Violations);
            Assert.Equal(kills, run.Kills);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
