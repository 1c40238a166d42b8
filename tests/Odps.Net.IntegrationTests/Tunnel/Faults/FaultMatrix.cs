using System.Globalization;
using System.Text;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>Runs transfers under faults against an emulator, one after another, and keeps count of how they ended.</summary>
internal sealed class FaultMatrix : IAsyncDisposable
{
    private readonly SortedDictionary<string, (int Runs, int Succeeded, int Failed, int Unknown)> _counts = new(StringComparer.Ordinal);
    private readonly OdpsEmulator _emulator;
    private readonly OdpsClient _client;
    private readonly OdpsClient _impatient;
    private readonly OdpsClient _clean;
    private readonly TransferScenario[] _scenarios =
    [
        new UploadScenario(UploadManner.Blocks),
        new UploadScenario(UploadManner.Buffered),
        new UploadScenario(UploadManner.Arrow),
        new DownloadScenario(DownloadManner.Single),
        new DownloadScenario(DownloadManner.Ordered),
        new DownloadScenario(DownloadManner.Unordered),
        new DownloadScenario(DownloadManner.Arrow),
        new DownloadScenario(DownloadManner.ArrowOrdered),
        new StreamScenario(StreamDelivery.AtMostOnce),
        new StreamScenario(StreamDelivery.AtLeastOnce),
        new UpsertScenario(),
    ];

    private FaultMatrix(OdpsEmulator emulator)
    {
        _emulator = emulator;
        _clean = new OdpsClient(emulator.ClientOptions);

        // A hundred times as fast. Where the network falls silent on purpose, that is noticed after 0.8 s.
        OdpsClientOptions options = emulator.ClientOptions with { TimeProvider = new ScaledTimeProvider(100), NetworkTimeout = Timeout.InfiniteTimeSpan };
        _client = new OdpsClient(options);
        _impatient = new OdpsClient(options with { NetworkTimeout = TimeSpan.FromSeconds(80) });
    }

    public int Runs { get; private set; }

    public int Succeeded => _counts.Values.Sum(c => c.Succeeded);

    public int Failed => _counts.Values.Sum(c => c.Failed);

    public int Unknown => _counts.Values.Sum(c => c.Unknown);

    public static async Task<FaultMatrix> StartAsync()
    {
        var matrix = new FaultMatrix(await OdpsEmulator.StartAsync());
        foreach (TransferScenario scenario in matrix._scenarios)
        {
            await scenario.PrepareAsync(matrix._clean);
        }

        return matrix;
    }

    /// <summary>Does the run of a seed: the scenario and the kind of fault go round, so that all pairs of them come.</summary>
    public async Task RunAsync(int seed)
    {
        var run = new FaultRun(seed, _scenarios[seed % _scenarios.Length]);
        run.Choose(seed / _scenarios.Length);
        Exception? failure = null;
        int hits;
        using (FaultHandle handle = _emulator.Faults.Add(run.Fault))
        {
            try
            {
                await run.Scenario.TransferAsync(run.IsStall ? _impatient : _client, run).WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (TimeoutException hang)
            {
                throw new FaultMatrixException(run, $"it hangs: {hang.Message}");
            }
            catch (Exception e) when (e is not FaultMatrixException)
            {
                failure = e;
            }

            hits = handle.Hits;
        }

        await run.Scenario.CheckAsync(_clean, run, failure);
        if (failure is not null && (hits == 0 || (run.MustSucceed && !run.Scenario.MayFailAfter(failure))))
        {
            throw new FaultMatrixException(run, $"it met {hits} faults, of a kind that a repeat mends, and failed: {failure}");
        }

        Runs++;
        string key = $"{run.Scenario.Name,-30} {run.FaultName,-34}";
        (int runs, int succeeded, int failed, int unknown) = _counts.GetValueOrDefault(key);
        _counts[key] = failure is null ? (runs + 1, succeeded + 1, failed, unknown)
            : failure is OdpsOutcomeUnknownException ? (runs + 1, succeeded, failed, unknown + 1)
            : (runs + 1, succeeded, failed + 1, unknown);
    }

    /// <summary>Adds the counts of another matrix.</summary>
    public void Add(FaultMatrix other)
    {
        Runs += other.Runs;
        foreach ((string key, var count) in other._counts)
        {
            (int runs, int succeeded, int failed, int unknown) = _counts.GetValueOrDefault(key);
            _counts[key] = (runs + count.Runs, succeeded + count.Succeeded, failed + count.Failed, unknown + count.Unknown);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"transfer",-30} {"fault",-34} {"runs",6} {"whole",6} {"failed",6} {"unknown",7}");
        foreach ((string key, var count) in _counts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{key} {count.Runs,6} {count.Succeeded,6} {count.Failed,6} {count.Unknown,7}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"runs={Runs} whole={Succeeded} failed={Failed} unknown={Unknown}").ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _impatient.DisposeAsync();
        await _clean.DisposeAsync();
        await _emulator.DisposeAsync();
    }
}
