using System.Diagnostics;
using System.Globalization;

namespace Odps.Net.Benchmarks.Http;

/// <summary>
/// Transfers between the SDK and a server in another process that only replays or swallows bytes, as a ladder: each rung does what the one below does
/// and something more, so that their quotient is what this costs. The rungs take turns, pass by pass, so that a disturbance of the machine meets all of them.
/// </summary>
internal static class HttpBenchmark
{
    /// <summary>So many passes are not counted, so that the JIT is done with its last tier.</summary>
    private const int WarmUps = 3;

    /// <summary>Prints a line for each rung.</summary>
    public static async Task<int> RunAsync(Report report, string name, long rows, int passes, string? onlyOperation, string? onlyRung, long memoryRows)
    {
        using ReplayProcess server = ReplayProcess.Start();
        await using var transfers = await HttpTransfers.OpenAsync(server.Address, name, rows);
        foreach (IReadOnlyList<HttpRung> ladder in transfers.Ladders)
        {
            HttpRung[] rungs = [.. ladder.Where((rung, place) => onlyRung is null || place == 0 || rung.Name == onlyRung)];
            if (onlyOperation is null || onlyOperation == ladder[0].Operation)
            {
                await MeasureAsync(report, name, rows, passes, rungs, server);
            }
        }

        if (memoryRows > 0)
        {
            // The server holds the Arrow form in memory, so that is shorter.
            foreach (string reader in (string[])["cursor", "records", "parallel-records", "arrow"])
            {
                string count = (reader == "arrow" ? Math.Min(memoryRows, 1_000_000) : memoryRows).ToString(CultureInfo.InvariantCulture);
                string[] line = ReplayProcess.Run("http-memory", "--address", server.Address, "--case", name, "--rows", count, "--reader", reader).Split(' ');
                report.Add([.. line.Select(field => (FormattableString)$"{field}")]);
            }
        }

        return 0;
    }

    /// <summary>Reads many rows in a process of its own and prints by how much its memory grew above what it was after a few.</summary>
    public static async Task<int> RunMemoryAsync(Report report, string address, string name, long rows, string reader)
    {
        await using var transfers = await HttpTransfers.OpenAsync(address, name, rows);
        await transfers.ReadAllAsync(reader, 20_000);
        GC.Collect();
        long baseline = Environment.WorkingSet;
        using var process = Process.GetCurrentProcess();
        await transfers.ReadAllAsync(reader, rows);
        process.Refresh();
        report.Add(
            $"case={name}", $"op=memory", $"rung={reader}", $"rows={rows}", $"baseline_mib={baseline / 1048576.0:F1}",
            $"peak_mib={process.PeakWorkingSet64 / 1048576.0:F1}", $"above_baseline_mib={(process.PeakWorkingSet64 - baseline) / 1048576.0:F1}");
        return 0;
    }

    private static async Task MeasureAsync(Report report, string name, long rows, int passes, HttpRung[] rungs, ReplayProcess server)
    {
        var seconds = new double[rungs.Length][];
        var client = new double[rungs.Length];
        var other = new double[rungs.Length];
        for (int i = 0; i < rungs.Length; i++)
        {
            seconds[i] = new double[passes];
        }

        for (int pass = -WarmUps; pass < passes; pass++)
        {
            for (int i = 0; i < rungs.Length; i++)
            {
                GC.Collect();
                double clientBefore = Environment.CpuUsage.TotalTime.TotalSeconds;
                double otherBefore = server.ProcessorSeconds;
                long start = Stopwatch.GetTimestamp();
                await rungs[i].RunAsync();
                if (pass >= 0)
                {
                    seconds[i][pass] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    client[i] += (Environment.CpuUsage.TotalTime.TotalSeconds - clientBefore) / passes;
                    other[i] += (server.ProcessorSeconds - otherBefore) / passes;
                }
            }
        }

        for (int i = 0; i < rungs.Length; i++)
        {
            double median = Median(seconds[i]);
            double ofBare = Median([.. seconds[0].Zip(seconds[i], (bare, own) => bare / own * rungs[i].Bytes / rungs[0].Bytes)]);
            double best = seconds[i].Min();
            double bestOfBare = seconds[0].Min() / best * rungs[i].Bytes / rungs[0].Bytes;
            report.Add(
                $"case={name}", $"op={rungs[i].Operation}", $"rung={rungs[i].Name}", $"rows={rows}", $"seconds={median:F3}",
                $"rows_per_s={rows / median:F0}", $"mb_per_s={rungs[i].Bytes / median / 1e6:F0}", $"of_bare={ofBare:F2}",
                $"best_mb_per_s={rungs[i].Bytes / best / 1e6:F0}", $"best_of_bare={bestOfBare:F2}",
                $"client_cpu_s={client[i]:F3}", $"server_cpu_s={other[i]:F3}");
        }
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
