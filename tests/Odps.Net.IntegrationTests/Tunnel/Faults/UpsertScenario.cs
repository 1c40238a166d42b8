using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>Rows that are inserted, replaced and deleted in several flushes of one upsert session, and committed.</summary>
internal sealed class UpsertScenario : TransferScenario
{
    private const int RowCount = 40;
    private Table _table = null!;

    public override string Name => "upsert";

    public override RequestMatch Data { get; } = RequestMatch.UpsertPacket();

    public override bool HasSlots => true;

    public override int BodyBytes => 300;

    public override IReadOnlyList<RequestMatch> Targets => [RequestMatch.UpsertCreation, Data, Data, Data, RequestMatch.UpsertReload, RequestMatch.UpsertCommit, RequestMatch.UpsertCommit];

    public override async Task PrepareAsync(OdpsClient client)
    {
        await client.Sql.ExecuteAsync("create table fault_upsert (k bigint not null, v string, primary key (k)) tblproperties ('transactional'='true', 'write.bucket.num'='4')");
        _table = client.Tables["fault_upsert"];
    }

    public override async Task TransferAsync(OdpsClient client, FaultRun run)
    {
        await using UpsertSession session = await client.Tunnel.CreateUpsertSessionAsync(client.Tables[_table.Name], options: new UpsertSessionOptions
        {
            SlotCount = 2,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
            RetryTimeout = TimeSpan.FromSeconds(20),
            Compression = run.Random.Next(2) == 0 ? TunnelCompression.None : TunnelCompression.Deflate(),
        });
        await using UpsertWriter writer = session.OpenWriter();
        foreach ((long key, string value) in Rows(run, RowCount))
        {
            await writer.UpsertAsync(new Record(session.Columns, key, "first " + value));
        }

        await FlushAsync(writer);
        foreach ((long key, string value) in Rows(run, RowCount))
        {
            if (key % 4 == 0)
            {
                await writer.DeleteAsync(new Record(session.Columns, key, null));
            }
            else
            {
                await writer.UpsertAsync(new Record(session.Columns, key, value));
            }
        }

        await FlushAsync(writer);
        await session.CommitAsync(new UpsertCommitOptions { Timeout = TimeSpan.FromSeconds(60) });
    }

    public override async Task CheckAsync(OdpsClient client, FaultRun run, Exception? failure)
    {
        (long Key, string Value)[] wanted = [.. Rows(run, RowCount).Where(r => r.Key % 4 != 0)];
        await using QueryResult result = await client.Sql.QueryAsync($"select k, v from {Identifier.Of(_table)} where k >= {run.Seed * 1000L} and k < {(run.Seed * 1000L) + 1000}");
        List<(long, string)> found = await result.ReadRecordsAsync().Select(r => (r.GetInt64(0), r.GetString(1))).ToListAsync();
        bool isWhole = found.Order().SequenceEqual(wanted.Order());
        if (failure is null)
        {
            if (!isWhole)
            {
                throw new FaultMatrixException(run, $"the upsert succeeded, and these rows are there: {string.Join(", ", found)}");
            }

            return;
        }

        CheckMessage(run, failure, _table.Name);
        if (found.Count > 0 && !(failure is OdpsOutcomeUnknownException or OdpsTimeoutException && isWhole))
        {
            throw new FaultMatrixException(run, $"the upsert failed, and {found.Count} rows are there: {failure.Message}");
        }
    }

    /// <summary>A caller that tries a flush once more.</summary>
    private static async Task FlushAsync(UpsertWriter writer)
    {
        try
        {
            await writer.FlushAsync();
        }
        catch (OdpsUpsertFlushException again) when (again.IsTransient)
        {
            await writer.FlushAsync();
        }
    }
}
