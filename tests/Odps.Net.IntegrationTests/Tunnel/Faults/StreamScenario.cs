using System.Collections.Concurrent;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>Three packs of a stream upload, at most once or at least once; what is undecided is sent again or dropped.</summary>
internal sealed class StreamScenario(StreamDelivery delivery) : TransferScenario
{
    private readonly ConcurrentDictionary<int, Outcome> _outcomes = new();
    private Table _table = null!;

    public override string Name => delivery == StreamDelivery.AtMostOnce ? "stream upload, at most once" : "stream upload, at least once";

    public override RequestMatch Data => RequestMatch.StreamWrite;

    public override bool HasSlots => true;

    /// <summary>A pack that is sent again on the caller's word may meet the fault again, and its fate is open once more.</summary>
    public override bool MayFailAfter(Exception failure) => delivery == StreamDelivery.AtMostOnce && failure is OdpsOutcomeUnknownException;

    public override IReadOnlyList<RequestMatch> Targets => [RequestMatch.StreamCreation, Data, Data, Data, RequestMatch.StreamReload];

    public override async Task PrepareAsync(OdpsClient client) =>
        _table = await client.Tables.CreateAsync($"fault_stream_{delivery}".ToLowerInvariant(), "k bigint, v string", "run string");

    public override async Task TransferAsync(OdpsClient client, FaultRun run)
    {
        var outcome = new Outcome();
        _outcomes[run.Seed] = outcome;
        StreamUploadSession session = await client.Tunnel.CreateStreamUploadSessionAsync(client.Tables[_table.Name], $"run={run.Seed}", new StreamUploadOptions
        {
            CreatePartition = true,
            Delivery = delivery,
            RetryTimeout = TimeSpan.FromSeconds(20),
            Compression = run.Random.Next(2) == 0 ? TunnelCompression.None : TunnelCompression.Deflate(),
        });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        foreach ((long Key, string Value)[] pack in Rows(run, 60).Chunk(20))
        {
            foreach ((long key, string value) in pack)
            {
                await writer.WriteAsync(new Record(session.Columns, key, value));
            }

            try
            {
                await writer.FlushAsync();
                outcome.Stored.UnionWith(pack.Select(r => r.Key));
            }
            catch (OdpsOutcomeUnknownException unknown)
            {
                CheckMessage(run, unknown, _table.Name, $"run='{run.Seed}'", session.Id, "20 rows");
                if (!writer.HasUndecidedPack || delivery == StreamDelivery.AtLeastOnce && unknown.InnerException is not OdpsDataException)
                {
                    throw new FaultMatrixException(run, $"no pack is undecided, or none should be: {unknown.Message}");
                }

                if (run.Random.Next(2) == 0)
                {
                    outcome.Dropped.UnionWith(pack.Select(r => r.Key));
                    writer.DiscardPack();
                }
                else
                {
                    outcome.Repeated.UnionWith(pack.Select(r => r.Key));
                    await writer.ResendPackAsync();
                }
            }
        }

        await writer.CompleteAsync();
    }

    public override async Task CheckAsync(OdpsClient client, FaultRun run, Exception? failure)
    {
        Outcome outcome = _outcomes[run.Seed];
        if (failure is not null)
        {
            CheckMessage(run, failure, _table.Name, $"run='{run.Seed}'");
        }

        Dictionary<long, int> found = await CountAsync(client.Tables[_table.Name], $"run={run.Seed}");
        foreach ((long key, _) in Rows(run, 60))
        {
            int count = found.GetValueOrDefault(key);
            (int least, int most) = outcome.Stored.Contains(key) ? (1, delivery == StreamDelivery.AtLeastOnce ? 99 : 1)
                : outcome.Dropped.Contains(key) ? (0, 1)
                : outcome.Repeated.Contains(key) ? (failure is null ? 1 : 0, 2)
                : (0, delivery == StreamDelivery.AtLeastOnce ? 99 : 0);
            if (count < least || count > most)
            {
                throw new FaultMatrixException(run, $"row {key} is there {count} times, and may be so {least} to {most} times; the error: {failure?.Message ?? "none"}");
            }
        }
    }

    private static async Task<Dictionary<long, int>> CountAsync(Table table, PartitionSpec partition)
    {
        try
        {
            return await table.ReadAsync(partition).GroupBy(r => r.GetInt64(0)).ToDictionaryAsync(g => g.Key, g => g.Count());
        }
        catch (OdpsNotFoundException missing) when (missing.ErrorCode == "NoSuchPartition")
        {
            return [];
        }
    }

    /// <summary>What the caller knows of its rows.</summary>
    private sealed class Outcome
    {
        public HashSet<long> Stored { get; } = [];

        public HashSet<long> Dropped { get; } = [];

        public HashSet<long> Repeated { get; } = [];
    }
}
