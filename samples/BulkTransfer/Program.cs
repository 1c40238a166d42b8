// Moves many rows: up in blocks that are sent in parallel, down with several cursors at a time, and down as Arrow columns; the three sums have to agree.
// Without further settings it runs against a MaxCompute emulator in this process; with ODPS_ENDPOINT, ODPS_PROJECT, ODPS_ACCESS_ID and ODPS_ACCESS_KEY
// set, against that service. The argument is the number of rows (200,000). Ctrl+C ends it: what was not committed is not there.
using System.Diagnostics;
using System.Globalization;
using BulkTransfer;
using Odps.Net;
using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
CancellationToken cancellationToken = stop.Token;

try
{
    long count = 200_000;
    if (args.Length > 0 && !(long.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0))
    {
        throw new ArgumentException($"The argument is the number of rows, from 1; '{args[0]}' was given.");
    }

    bool useService = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ODPS_ENDPOINT"));
    await using OdpsEmulator? emulator = useService ? null : await OdpsEmulator.StartAsync(cancellationToken: cancellationToken);
    await using var client = new OdpsClient(emulator?.ClientOptions ?? OdpsClientOptions.FromEnvironment());

    const string name = "bulk_transfer_sensors";
    await client.Tables.DropAsync(name, ifExists: true, cancellationToken: cancellationToken);
    Table table = await client.Tables.CreateAsync(name, "sensor bigint, value double, tags array<string>", cancellationToken: cancellationToken);
    try
    {
        // One writer, whose blocks are cut by their size and sent in the background; no object for a row.
        var progress = new TransferLine(Console.Out);
        var clock = Stopwatch.StartNew();
        await using (TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(
            table, options: new UploadSessionOptions { Compression = TunnelCompression.Zstandard() }, cancellationToken: cancellationToken))
        {
            await using RecordWriter writer = upload.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 2 << 20, Parallelism = 2, Progress = progress });
            string[] tags = ["indoor", "calibrated"];
            for (long row = 0; row < count; row++)
            {
                writer.SetInt64(0, row % 1000);
                writer.SetDouble(1, row * 0.5);
                writer.SetValue(2, tags);
                await writer.WriteRowAsync(cancellationToken);
            }

            await writer.CompleteAsync(cancellationToken);
            await upload.CommitAsync(cancellationToken: cancellationToken);     // all rows become visible now
        }

        progress.End("Uploaded", count, clock.Elapsed);

        // Each range of rows has a cursor of its own; values are read where they lie in its buffer.
        clock.Restart();
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(table, cancellationToken: cancellationToken);
        long sum = 0, tagBytes = 0;
        await session.ForEachRangeAsync(
            async (reader, token) =>
            {
                long part = 0, bytes = 0;
                while (await reader.ReadAsync(token))
                {
                    part += reader.GetInt64("sensor");
                    foreach (NestedValue tag in reader.GetNested("tags").Elements)
                    {
                        bytes += tag.GetUtf8().Length;
                    }
                }

                Interlocked.Add(ref sum, part);
                Interlocked.Add(ref tagBytes, bytes);
            },
            new ParallelDownloadOptions { Parallelism = 2, Progress = progress },
            cancellationToken);
        progress.End("Cursors", session.RecordCount, clock.Elapsed);

        // As columns: a batch is made over the memory into which it was received.
        clock.Restart();
        long columnSum = 0;
        await foreach (RecordBatch batch in session.ReadRecordBatchesAsync(new ParallelDownloadOptions { Columns = ["sensor", "value"], Progress = progress }, cancellationToken))
        {
            using (batch)
            {
                foreach (long sensor in ((Int64Array)batch.Column("sensor")).Values)
                {
                    columnSum += sensor;
                }
            }
        }

        progress.End("Arrow", session.RecordCount, clock.Elapsed);

        long expected = Enumerable.Range(0, 1000).Sum(s => (long)s * ((count / 1000) + (s < count % 1000 ? 1 : 0)));
        Console.WriteLine($"Sums       {expected} sent, {sum} and {columnSum} received, {tagBytes} bytes of tags");
        return sum == expected && columnSum == expected ? 0 : 1;
    }
    finally
    {
        await table.DropAsync(ifExists: true, cancellationToken: CancellationToken.None);
    }
}
catch (Exception failure) when (failure is OdpsException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
catch (OperationCanceledException cancelled)
{
    Console.Error.WriteLine(cancelled.Message);
    return 2;
}
