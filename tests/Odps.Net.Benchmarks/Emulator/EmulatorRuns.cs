using System.Diagnostics;
using System.Globalization;
using Odps.Net.Emulator;
using Odps.Net.IntegrationTests.Emulator.Host;

namespace Odps.Net.Benchmarks.Emulator;

/// <summary>What is measured of the emulator: how fast it starts, how it bears crashes, and how it bears many clients.</summary>
internal static class EmulatorRuns
{
    /// <summary>Starts emulators in this process, the first of which pays for everything that is loaded.</summary>
    public static async Task<int> StartupAsync()
    {
        foreach (bool inMemory in (bool[])[false, true])
        {
            for (int i = 0; i < 5; i++)
            {
                GC.Collect();
                long before = WorkingSet();
                long start = Stopwatch.GetTimestamp();
                OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = inMemory });
                double started = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                using (var http = new HttpClient(emulator.CreateHandler()))
                {
                    using HttpResponseMessage response = await http.GetAsync(emulator.Endpoint + "/projects/demo");
                }

                double answered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                long after = WorkingSet();
                Print($"startup transport={(inMemory ? "memory" : "socket")} start={i + 1} started_ms={started:F0} first_answer_ms={answered:F0} working_set_mib={(after - before) / 1048576.0:F1}");
                await emulator.DisposeAsync();
            }
        }

        return 0;
    }

    public static async Task<int> CrashAsync(int kills, int seed)
    {
        string folder = Directory.CreateTempSubdirectory("odps-emulator-").FullName;
        try
        {
            long start = Stopwatch.GetTimestamp();
            var run = new CrashRun(seed, folder);
            await run.RunAsync(kills);
            run.Violations.ForEach(Console.Error.WriteLine);
            Print($"crash kills={run.Kills} seed={seed} answered={run.Answered} not_answered={run.Unanswered} of_which_kept={run.UnansweredKept} violations={run.Violations.Count} seconds={Stopwatch.GetElapsedTime(start).TotalSeconds:F0}");
            return run.Violations.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<int> LoadAsync(int clients, int seconds)
    {
        await using HostProcess host = await HostProcess.StartAsync();
        var load = new LoadRun(host.ClientOptions);
        await load.RunAsync(clients, TimeSpan.FromSeconds(seconds));
        load.Errors.Take(10).ToList().ForEach(Console.Error.WriteLine);
        host.Process.Refresh();
        Print($"load clients={clients} seconds={load.Elapsed.TotalSeconds:F0} rounds={load.Rounds} calls={load.Calls} calls_per_s={load.Calls / load.Elapsed.TotalSeconds:F0} median_ms={load.Percentile(0.5):F0} p99_ms={load.Percentile(0.99):F0} max_ms={load.Percentile(1):F0} errors={load.Errors.Count} host_mib={host.Process.WorkingSet64 / 1048576}");
        return load.Errors.IsEmpty ? 0 : 1;
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
