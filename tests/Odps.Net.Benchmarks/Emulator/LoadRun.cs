using System.Collections.Concurrent;
using System.Diagnostics;
using Odps.Net.Tunnel;

namespace Odps.Net.Benchmarks.Emulator;

/// <summary>Many clients at a time, each with connections of its own: each makes a table, and in rounds uploads, counts, queries and lists.</summary>
internal sealed class LoadRun(OdpsClientOptions options)
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private double[]? _sorted;
    private long _rounds;

    public ConcurrentQueue<string> Errors { get; } = [];

    public long Rounds => _rounds;

    public long Calls => _milliseconds.Count;

    public TimeSpan Elapsed { get; private set; }

    public async Task RunAsync(int clients, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(() => RunClientAsync(number, start, time))));
        Elapsed = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>How long the calls took of which so large a part was faster, in milliseconds.</summary>
    public double Percentile(double part)
    {
        _sorted ??= [.. _milliseconds.Order()];
        return _sorted.Length == 0 ? 0 : _sorted[(int)((_sorted.Length - 1) * part)];
    }

    private async Task RunClientAsync(int number, long start, TimeSpan time)
    {
        // An error must be seen, so nothing is tried again.
        await using var client = new OdpsClient(options with { Retry = new RetryOptions { MaxRetries = 0 } });
        try
        {
            Table table = await MeasureAsync(() => client.Tables.CreateAsync($"load_{number}", "id bigint, name string"));
            long rows = 0;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                rows += await MeasureAsync(() => UploadAsync(client, table));
                TableDownloadSession download = await MeasureAsync(() => client.Tunnel.CreateDownloadSessionAsync(table));
                Check(number, "rows of the table", rows, download.RecordCount);
                Check(number, "count(*)", rows, await MeasureAsync(() => CountAsync(client, table)));
                Check(number, "exists", 1, await MeasureAsync(() => table.ExistsAsync()) ? 1 : 0);
                Interlocked.Increment(ref _rounds);
            }
        }
        catch (OdpsException e)
        {
            Errors.Enqueue($"client {number}: {e.Message}");
        }
    }

    private static async Task<long> UploadAsync(OdpsClient client, Table table)
    {
        await using TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(table);
        await using (RecordWriter writer = await upload.OpenRecordWriterAsync(0))
        {
            for (long i = 0; i < 10; i++)
            {
                await writer.WriteAsync(new Record(upload.Columns, i, "some name"));
            }

            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
        return 10;
    }

    private static async Task<long> CountAsync(OdpsClient client, Table table)
    {
        await using QueryResult result = await client.Sql.QueryAsync("select count(*) from " + table.Name);
        long count = -1;
        await foreach (Record row in result.ReadRecordsAsync())
        {
            count = (long)row[0]!;
        }

        return count;
    }

    private async Task<T> MeasureAsync<T>(Func<Task<T>> call)
    {
        long start = Stopwatch.GetTimestamp();
        T result = await call();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    private void Check(int client, string what, long expected, long found)
    {
        if (expected != found)
        {
            Errors.Enqueue($"client {client}: {what} is {found}; expected {expected}");
        }
    }
}
