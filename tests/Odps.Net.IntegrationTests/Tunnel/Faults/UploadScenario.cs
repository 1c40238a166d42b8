using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>The ways to write a table in three blocks.</summary>
internal enum UploadManner
{
    /// <summary>Each block by a writer of its own, which the caller writes again when it fails.</summary>
    Blocks,

    /// <summary>One buffered writer.</summary>
    Buffered,

    /// <summary>One buffered writer of Arrow batches.</summary>
    Arrow,
}

/// <summary>Writing a partition of a table.</summary>
internal sealed class UploadScenario(UploadManner manner) : TransferScenario
{
    private const int RowCount = 60;
    private Table _table = null!;

    public override string Name => manner switch
    {
        UploadManner.Blocks => "upload",
        UploadManner.Buffered => "buffered upload",
        _ => "buffered Arrow upload",
    };

    public override RequestMatch Data { get; } = RequestMatch.BlockUpload();

    public override IReadOnlyList<RequestMatch> Targets => [RequestMatch.UploadCreation, Data, Data, RequestMatch.UploadReload, RequestMatch.UploadCommit, RequestMatch.UploadCommit];

    public override async Task PrepareAsync(OdpsClient client) => _table = await client.Tables.CreateAsync($"fault_{Name.Replace(' ', '_')}".ToLowerInvariant(), "k bigint, v string", "run string");

    public override async Task TransferAsync(OdpsClient client, FaultRun run)
    {
        Table table = client.Tables[_table.Name];
        var options = new UploadSessionOptions { CreatePartition = true, Compression = run.Random.Next(2) == 0 ? TunnelCompression.None : TunnelCompression.Deflate() };
        var buffering = new BufferedWriterOptions { BlockSize = 1, Parallelism = 1 + run.Random.Next(3) };
        if (manner == UploadManner.Buffered)
        {
            await using TableWriter writer = await table.OpenWriterAsync(Partition(run), options, buffering);
            int number = 0;
            foreach ((long key, string value) in Rows(run, RowCount))
            {
                await writer.WriteAsync(new Record(writer.Columns, key, value));
                if (++number % 20 == 0)
                {
                    // Cuts a block.
                    await writer.Rows.FlushAsync();
                }
            }

            await writer.CompleteAsync();
            return;
        }

        await using TableUploadSession session = await client.Tunnel.CreateUploadSessionAsync(table, Partition(run), options);
        if (manner == UploadManner.Arrow)
        {
            await using ArrowWriter writer = session.OpenBufferedArrowWriter(buffering);
            foreach ((long Key, string Value)[] block in Rows(run, RowCount).Chunk(20))
            {
                // Each batch becomes a block.
                using RecordBatch batch = RecordBatch.FromRecords(session.Columns, block.Select(row => new Record(session.Columns, row.Key, row.Value)));
                await writer.WriteAsync(batch);
            }

            await writer.CompleteAsync();
            await session.CommitAsync();
            return;
        }

        foreach ((long Key, string Value)[] block in Rows(run, RowCount).Chunk(20))
        {
            int id = session.AllotBlockId();
            for (int attempt = 0; ; attempt++)
            {
                try
                {
                    await using RecordWriter writer = await session.OpenRecordWriterAsync(id);
                    foreach ((long key, string value) in block)
                    {
                        await writer.WriteAsync(new Record(session.Columns, key, value));
                    }

                    await writer.CompleteAsync();
                    break;
                }
                catch (OdpsException again) when (again.IsTransient && attempt < 3)
                {
                    if (!again.Message.Contains("Nothing of the session is committed", StringComparison.Ordinal))
                    {
                        throw new FaultMatrixException(run, $"the message does not say what is not committed: {again.Message}");
                    }
                }
            }
        }

        await session.CommitAsync();
    }

    public override async Task CheckAsync(OdpsClient client, FaultRun run, Exception? failure)
    {
        List<long> found = await KeysAsync(client.Tables[_table.Name], Partition(run));
        bool isWhole = found.SequenceEqual(Rows(run, RowCount).Select(r => r.Key));
        if (failure is null)
        {
            if (!isWhole)
            {
                throw new FaultMatrixException(run, $"the upload succeeded, and {found.Count} rows of {RowCount} are there: {string.Join(",", found)}");
            }

            return;
        }

        CheckMessage(run, failure, _table.Name, $"run='{run.Seed}'");
        if (found.Count > 0 && !(failure is OdpsOutcomeUnknownException && isWhole))
        {
            throw new FaultMatrixException(run, $"the upload failed, and {found.Count} rows are there: {failure.Message}");
        }
    }

    private static PartitionSpec Partition(FaultRun run) => $"run={run.Seed}";

    private static async Task<List<long>> KeysAsync(Table table, PartitionSpec partition)
    {
        try
        {
            return await table.ReadAsync(partition).Select(r => r.GetInt64(0)).ToListAsync();
        }
        catch (OdpsNotFoundException missing) when (missing.ErrorCode == "NoSuchPartition")
        {
            return [];
        }
    }
}
