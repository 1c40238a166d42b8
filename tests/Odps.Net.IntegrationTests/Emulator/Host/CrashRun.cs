using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Emulator.Host;

/// <summary>
/// Kills a host that keeps its data while batches are committed, starts it again on the same folder and looks at every batch: one whose commit was answered is
/// there whole, one whose commit was not is there whole or not at all. Batches come through upload sessions, overwriting sessions of a partition and INSERT.
/// </summary>
internal sealed class CrashRun(int seed, string folder)
{
    private const int RowsOfBatch = 200;
    private const int MaxBatches = 40;

    private readonly Random _random = new(seed);
    private readonly Dictionary<long, bool> _batches = [];
    private long _nextBatch;
    private long _versionAnswered;
    private long _versionTried;

    /// <summary>Batches whose commit was answered.</summary>
    public int Answered => _batches.Values.Count(answered => answered);

    /// <summary>Batches whose commit was cut off.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Those of them that were there afterwards.</summary>
    public int UnansweredKept { get; private set; }

    public int Kills { get; private set; }

    /// <summary>What was neither the old state nor the new one.</summary>
    public List<string> Violations { get; } = [];

    public async Task RunAsync(int kills)
    {
        while (Kills < kills)
        {
            await using HostProcess host = await HostProcess.StartAsync("--data", folder);
            await using var client = new OdpsClient(host.ClientOptions with { Retry = new RetryOptions { MaxRetries = 0 } });
            await CheckAsync(client);
            using var dead = new CancellationTokenSource();
            Task work = WorkAsync(client, dead.Token);
            await Task.WhenAny(work, Task.Delay(_random.Next(5, 400)));
            await host.KillAsync();
            Kills++;

            // A wait for an instance bears that the service is gone for a while; here it does not come back.
            await dead.CancelAsync();
            await work;
        }

        await using HostProcess last = await HostProcess.StartAsync("--data", folder);
        await using var reader = new OdpsClient(last.ClientOptions);
        await CheckAsync(reader);
    }

    private async Task WorkAsync(OdpsClient client, CancellationToken dead)
    {
        try
        {
            for (int i = 0; i < MaxBatches; i++)
            {
                switch (_random.Next(3))
                {
                    case 0:
                        await UploadAsync(client, client.Tables["batches"], null, overwrite: false, _nextBatch);
                        break;
                    case 1:
                        _versionTried++;
                        await UploadAsync(client, client.Tables["versions"], "v=current", overwrite: true, _versionTried);
                        _versionAnswered = _versionTried;
                        break;
                    default:
                        await InsertAsync(client, dead);
                        break;
                }
            }
        }
        catch (Exception e) when (e is OdpsException or OperationCanceledException)
        {
            // The host was killed: what was not answered is looked at after the next start.
        }
    }

    private async Task UploadAsync(OdpsClient client, Table table, PartitionSpec? partition, bool overwrite, long batch)
    {
        await using TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(table, partition, new UploadSessionOptions { Overwrite = overwrite });
        for (int block = 0; block < 2; block++)
        {
            await using RecordWriter writer = await upload.OpenRecordWriterAsync(block);
            for (long row = 0; row < RowsOfBatch / 2; row++)
            {
                await writer.WriteAsync(new Record(upload.Columns, batch, (block * RowsOfBatch / 2) + row));
            }

            await writer.CompleteAsync();
        }

        if (!overwrite)
        {
            Begin();
        }

        await upload.CommitAsync();
        if (!overwrite)
        {
            _batches[batch] = true;
        }
    }

    private async Task InsertAsync(OdpsClient client, CancellationToken dead)
    {
        long batch = Begin();
        string rows = string.Join(", ", Enumerable.Range(0, RowsOfBatch).Select(row => $"({batch}, {row})"));
        await client.Sql.ExecuteAsync("insert into table batches values " + rows, cancellationToken: dead);
        _batches[batch] = true;
    }

    private long Begin()
    {
        _batches.Add(_nextBatch, false);
        return _nextBatch++;
    }

    private async Task CheckAsync(OdpsClient client)
    {
        if (Kills == 0)
        {
            await client.Tables.CreateAsync("batches", "batch bigint, n bigint");
            Table versions = await client.Tables.CreateAsync("versions", "batch bigint, n bigint", "v string");
            await versions.Partitions.CreateAsync("v=current");
            return;
        }

        Dictionary<long, HashSet<long>> found = await ReadAsync(client, client.Tables["batches"], null);
        foreach ((long batch, bool answered) in _batches.ToArray())
        {
            int rows = found.GetValueOrDefault(batch)?.Count ?? 0;
            if (rows != RowsOfBatch && (answered || rows != 0))
            {
                Violations.Add($"kill {Kills}, seed {seed}: batch {batch}, {(answered ? "answered" : "not answered")}, has {rows} of {RowsOfBatch} rows");
            }

            if (!answered)
            {
                Unanswered++;
                UnansweredKept += rows == 0 ? 0 : 1;
                _batches.Remove(batch);
                if (rows > 0)
                {
                    _batches[batch] = true;
                }
            }
        }

        foreach (long stranger in found.Keys.Where(batch => !_batches.ContainsKey(batch)))
        {
            Violations.Add($"kill {Kills}, seed {seed}: batch {stranger} was never there or had been lost");
        }

        Dictionary<long, HashSet<long>> current = await ReadAsync(client, client.Tables["versions"], "v=current");
        bool isWhole = current.Count == 0 ? _versionAnswered == 0
            : current.Count == 1 && current.Values.Single().Count == RowsOfBatch && (current.Keys.Single() == _versionAnswered || current.Keys.Single() == _versionTried);
        if (!isWhole)
        {
            Violations.Add($"kill {Kills}, seed {seed}: the partition holds {string.Join(", ", current.Select(v => $"{v.Value.Count} rows of version {v.Key}"))}; answered {_versionAnswered}, tried {_versionTried}");
        }

        _versionAnswered = current.Count == 1 ? current.Keys.Single() : _versionAnswered;
        _versionTried = _versionAnswered;
    }

    private static async Task<Dictionary<long, HashSet<long>>> ReadAsync(OdpsClient client, Table table, PartitionSpec? partition)
    {
        var batches = new Dictionary<long, HashSet<long>>();
        DownloadSession download = await client.Tunnel.CreateDownloadSessionAsync(table, partition);
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        while (await reader.ReadAsync())
        {
            long batch = reader.GetInt64(0);
            if (!batches.TryGetValue(batch, out HashSet<long>? rows))
            {
                batches[batch] = rows = [];
            }

            if (!rows.Add(reader.GetInt64(1)))
            {
                throw new InvalidOperationException($"Row {reader.GetInt64(1)} of batch {batch} is there twice.");
            }
        }

        return batches;
    }
}
