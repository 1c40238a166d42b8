using System.Collections.Concurrent;
using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>The ways to read a table of some hundred rows.</summary>
internal enum DownloadManner
{
    /// <summary>One reader.</summary>
    Single,

    /// <summary>Several readers, in order.</summary>
    Ordered,

    /// <summary>Several readers, as rows arrive.</summary>
    Unordered,

    /// <summary>One reader of Arrow batches.</summary>
    Arrow,

    /// <summary>Several readers of Arrow batches, in order.</summary>
    ArrowOrdered,
}

/// <summary>Reading a table, by one reader or by several.</summary>
internal sealed class DownloadScenario(DownloadManner manner) : TransferScenario
{
    private const int RowCount = 240;
    private readonly ConcurrentDictionary<int, List<long>> _read = new();
    private Table _table = null!;

    public override string Name => manner switch
    {
        DownloadManner.Single => "download",
        DownloadManner.Arrow => "Arrow download",
        DownloadManner.ArrowOrdered => "parallel Arrow download",
        _ => $"parallel download, {manner}".ToLowerInvariant(),
    };

    public override RequestMatch Data => RequestMatch.DownloadData;

    public override bool IsDownload => true;

    public override int BodyBytes => manner switch
    {
        DownloadManner.Single => 6000,
        DownloadManner.Arrow => 8000,
        DownloadManner.ArrowOrdered => 2000,
        _ => 1300,
    };

    public override IReadOnlyList<RequestMatch> Targets => [RequestMatch.DownloadCreation, Data, Data, Data];

    public override async Task PrepareAsync(OdpsClient client)
    {
        _table = await client.Tables.CreateAsync($"fault_read_{manner}".ToLowerInvariant(), "k bigint, v string");
        TableSchema schema = (await _table.GetAsync()).Schema!;
        await _table.WriteAsync(Enumerable.Range(0, RowCount).Select(i => new Record(schema.Columns, (long)i, $"value number {i}")));
    }

    public override async Task TransferAsync(OdpsClient client, FaultRun run)
    {
        var read = new List<long>();
        _read[run.Seed] = read;
        Table table = client.Tables[_table.Name];
        var session = new DownloadSessionOptions { Compression = run.Random.Next(2) == 0 ? TunnelCompression.None : TunnelCompression.Deflate() };
        if (manner == DownloadManner.Single)
        {
            await using RecordReader reader = await table.OpenReaderAsync(session: session);
            while (await reader.ReadAsync())
            {
                Take(read, reader.GetInt64(0), reader.GetString(1));
            }

            return;
        }

        if (manner == DownloadManner.Arrow)
        {
            TableDownloadSession download = await client.Tunnel.CreateDownloadSessionAsync(table, options: session);
            await using ArrowReader reader = await download.OpenArrowReaderAsync();
            await TakeAsync(read, reader.ReadAllAsync());
            return;
        }

        var options = new ParallelDownloadOptions { Ordered = manner != DownloadManner.Unordered, Parallelism = 3, RowsPerRange = 50, MaxBufferedBytes = 1 + run.Random.Next(4000) };
        if (manner == DownloadManner.ArrowOrdered)
        {
            TableDownloadSession download = await client.Tunnel.CreateDownloadSessionAsync(table, options: session);
            await TakeAsync(read, download.ReadRecordBatchesAsync(options));
            return;
        }

        await foreach (Record row in table.ReadAsync(options: options, session: session))
        {
            Take(read, row.GetInt64(0), row.GetString(1));
        }
    }

    public override Task CheckAsync(OdpsClient client, FaultRun run, Exception? failure)
    {
        List<long> read = _read.TryRemove(run.Seed, out List<long>? rows) ? rows : [];
        if (manner == DownloadManner.Unordered)
        {
            read.Sort();
        }

        // In order, what was read before a failure is the beginning of the table; as rows arrive it is a part, but no row comes twice.
        bool isRight = failure is null || manner != DownloadManner.Unordered
            ? read.SequenceEqual(Enumerable.Range(0, failure is null ? RowCount : read.Count).Select(i => (long)i))
            : read.Distinct().Count() == read.Count && read.TrueForAll(k => k is >= 0 and < RowCount);
        if (!isRight)
        {
            throw new FaultMatrixException(run, $"these rows were read: {string.Join(",", read)}; the error: {failure?.Message ?? "none"}");
        }

        if (failure is not null)
        {
            CheckMessage(run, failure, _table.Name);
        }

        return Task.CompletedTask;
    }

    private static async Task TakeAsync(List<long> read, IAsyncEnumerable<RecordBatch> batches)
    {
        await foreach (RecordBatch batch in batches)
        {
            using (batch)
            {
                var values = (StringArray)batch.Column("v");
                foreach (long key in ((Int64Array)batch.Column("k")).Values)
                {
                    Take(read, key, values.GetString((int)(key - ((Int64Array)batch.Column("k")).Values[0]))!);
                }
            }
        }
    }

    private static void Take(List<long> read, long key, string value)
    {
        if (value != $"value number {key}")
        {
            throw new InvalidOperationException($"Row {key} has the value '{value}'.");
        }

        read.Add(key);
    }
}
