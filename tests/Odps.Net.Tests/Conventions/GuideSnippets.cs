// Snippets of the guides under docs/guides, word by word, so that the compiler sees them; GuideTests compares the two.
// They stand as a reader finds them, not as the rules for code want them.
#pragma warning disable

using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Conventions;

internal static class GuideSnippets
{
    private sealed record Order(long Id, string Name);

    private sealed record TableWithColumns(ColumnCollection Columns);

    private static unsafe void other_library_import(CArrowSchema* schema, CArrowArray* array)
    {
    }

    private static async Task TunnelTableInOneCall(Table table, TableSchema schema)
    {
        await foreach (Record row in table.ReadAsync("dt=20260101"))              // all rows, four ranges at a time, in order
        {
            Console.WriteLine($"{row.GetInt64("id")} {row.GetString("name")}");
        }

        Record[] rows = [new Record(schema.Columns, 1L, "one"), new Record(schema.Columns, 2L, "two")];
        await table.WriteAsync(rows, "dt=20260101", new UploadSessionOptions { CreatePartition = true, Overwrite = true });
    }

    private static async Task TunnelPushedRows(Table table, IEnumerable<Order> orders)
    {
        await using TableWriter writer = await table.OpenWriterAsync("dt=20260101");
        foreach (Order order in orders)
        {
            writer.Rows.SetInt64(0, order.Id);                                    // no object per row
            writer.Rows.SetString(1, order.Name);
            await writer.Rows.WriteRowAsync();
        }
        await writer.CompleteAsync();                                             // commits; without it nothing is committed
    }

    private static async Task TunnelDownload(OdpsClient client, Table table, CancellationToken cancellationToken)
    {
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(table, "dt=20260101");
        await using RecordReader reader = await session.OpenRecordReaderAsync(new RecordReaderOptions { Start = 0, Count = 1000, Columns = ["id", "name"] });
        while (await reader.ReadAsync(cancellationToken))
        {
            long id = reader.GetInt64(0);
        }
    }

    private static async Task TunnelSeveralReaders(TableDownloadSession session, IProgress<TransferProgress> progress)
    {
        var options = new ParallelDownloadOptions { Parallelism = 8, Ordered = false, MaxBufferedBytes = 64 << 20, Progress = progress };
        await foreach (Record row in session.ReadRecordsAsync(options)) { }

        await session.ForEachRangeAsync(async (reader, token) => { while (await reader.ReadAsync(token)) { } }, options);        // fastest: a cursor for each range
    }

    private static async Task TunnelQueryResults(OdpsClient client, Instance instance)
    {
        InstanceDownloadSession result = await client.Tunnel.CreateDownloadSessionAsync(instance);            // the whole result
        InstanceDownloadSession few = await client.Tunnel.CreateDownloadSessionAsync(instance, new InstanceDownloadOptions { Limited = true });
    }

    private static async Task TunnelUpload(OdpsClient client, Table table, Record record)
    {
        await using TableUploadSession session = await client.Tunnel.CreateUploadSessionAsync(
            table, "dt=20260101", new UploadSessionOptions { CreatePartition = true, Compression = TunnelCompression.Deflate() });
        await using (RecordWriter writer = await session.OpenRecordWriterAsync(session.AllotBlockId()))
        {
            await writer.WriteAsync(record);
            await writer.CompleteAsync();
        }
        await session.CommitAsync();
    }

    private static async Task TunnelBufferedUpload(TableUploadSession session, IProgress<TransferProgress> progress)
    {
        await using RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 64 << 20, Parallelism = 4, Progress = progress });
    }

    private static async Task TunnelStreamUpload(OdpsClient client, Table table, Record record)
    {
        StreamUploadSession session = await client.Tunnel.CreateStreamUploadSessionAsync(table, "dt=20260101", new StreamUploadOptions { CreatePartition = true });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        await writer.WriteAsync(record);                           // gathers in memory; a pack of 20 MiB is sent by itself
        StreamFlushResult stored = await writer.FlushAsync();      // one request: rows, bytes and request id of what is stored now
        await writer.CompleteAsync();
    }

    private static async Task TunnelUpsert(OdpsClient client, Table table)
    {
        await using UpsertSession session = await client.Tunnel.CreateUpsertSessionAsync(table, "dt=20260101");
        await using (UpsertWriter writer = session.OpenWriter())
        {
            writer.SetInt64(0, 42);
            writer.SetString(1, "new value");
            await writer.UpsertRowAsync();                         // inserts, or replaces the row with this key
            writer.SetInt64(0, 43);
            await writer.DeleteRowAsync();                         // needs the key columns only
            await writer.FlushAsync();
        }
        await session.CommitAsync();                               // all rows become visible together
    }

    private static async Task TunnelVolumes(OdpsClient client, Stream source)
    {
        VolumeUploadSession upload = await client.Tunnel.CreateVolumeUploadSessionAsync("volume", "partition");
        await using (VolumeFileWriter file = await upload.OpenFileWriterAsync("models/m1.bin"))
        {
            await source.CopyToAsync(file);
            await file.CompleteAsync();
        }
        await upload.CommitAsync();

        VolumeDownloadSession download = await client.Tunnel.CreateVolumeDownloadSessionAsync("volume", "partition", "models/m1.bin");
        await using Stream data = await download.OpenReadAsync(start: 0, length: 1_000_000);
    }

    private static async Task ArrowTables(OdpsClient client, Table table, CancellationToken ct)
    {
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(table, "dt=20260101", cancellationToken: ct);
        await using ArrowReader reader = await session.OpenArrowReaderAsync(new ArrowReaderOptions { Columns = ["id", "name"] }, ct);
        await foreach (RecordBatch batch in reader.ReadAllAsync(ct))
        {
            using (batch)
            {
                ReadOnlySpan<long> ids = ((Int64Array)batch.Column("id")).Values;
            }
        }
    }

    private static async Task ArrowUploading(OdpsClient client, Table table, RecordBatch batch, CancellationToken ct)
    {
        await using TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(table, cancellationToken: ct);
        await using (ArrowWriter writer = upload.OpenBufferedArrowWriter())       // cuts blocks between batches and sends them in the background
        {
            await writer.WriteAsync(batch, ct);                                    // the batch stays yours
            await writer.CompleteAsync(ct);
        }
        await upload.CommitAsync(cancellationToken: ct);
    }

    private static async Task ArrowPreviews(OdpsClient client, Table table, CancellationToken ct)
    {
        await using PreviewReader preview = await client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { Limit = 100 }, cancellationToken: ct);
        await foreach (Record row in preview.ReadRecordsAsync(ct)) { }             // or ReadAllAsync for batches
    }

    private static async Task ArrowReadingStreams(Stream stream, CancellationToken ct)
    {
        await using var reader = new ArrowStreamReader(stream);
        Schema schema = await reader.GetSchemaAsync(ct);
        await foreach (RecordBatch batch in reader.ReadAllAsync(ct))
        {
            using (batch)
            {
                ReadOnlySpan<long> ids = ((Int64Array)batch.Column("id")).Values;
                var names = (StringArray)batch.Column("name");
                for (int i = 0; i < batch.Length; i++)
                {
                    ReadOnlySpan<byte> utf8 = names.GetBytes(i);     // no string is made
                }
            }
        }
    }

    private static async Task ArrowWritingStreams(Stream stream, RecordBatch batch, CancellationToken ct)
    {
        await using var writer = new ArrowStreamWriter(stream, batch.Schema, new ArrowWriteOptions { Compression = ArrowCompression.Zstandard });
        await writer.WriteRecordBatchAsync(batch, ct);
        await writer.CompleteAsync(ct);                              // without it the stream has no end
    }

    private static void ArrowBuilding()
    {
        using var ids = new Int64Array.Builder();
        using var names = new StringArray.Builder();
        ids.Append(1).AppendNull().AppendRange([3, 4]);
        names.Append("a").Append((string?)null).Append("c"u8).Append("d");
        using var batch = new RecordBatch(
            new Schema([new Field("id", ArrowType.Int64), new Field("name", ArrowType.String)]), [ids.Build(), names.Build()], 4);
    }

    private static void ArrowRecords(TableWithColumns table, IEnumerable<Record> records)
    {
        using RecordBatch batch = RecordBatch.FromRecords(table.Columns, records);
        foreach (Record record in batch.ToRecords(table.Columns)) { }
    }

    private static unsafe void ArrowSharing(RecordBatch batch)
    {
        CArrowArray* array = CArrowArray.Create();
        CArrowSchema* schema = CArrowSchema.Create();
        CArrowArrayExporter.ExportRecordBatch(batch, array);         // shares the memory; the batch can be disposed
        CArrowSchemaExporter.ExportSchema(batch.Schema, schema);
        other_library_import(schema, array);                         // releases them when it is done
        CArrowArray.Free(array);
        CArrowSchema.Free(schema);
    }

    private static async Task VolumesPartitionedVolumes(OdpsClient client, IEnumerable<string> names, Stream source)
    {
        VolumePartition partition = client.Volumes["models"].AsParted().Partitions["v1"];
        VolumeUploadSession upload = await partition.CreateUploadSessionAsync();
        foreach (string name in names)
        {
            await using VolumeFileWriter file = await upload.OpenFileWriterAsync(name);
            await source.CopyToAsync(file);
            await file.CompleteAsync();                            // dispose without it abandons the file
        }
        await upload.CommitAsync();                                // all files become visible, the partition with them

        await using Stream data = await partition.OpenReadAsync("weights.bin", start: 0, length: 1_000_000);
    }

    private static async Task VolumesFileSystems(OdpsClient client, Stream source)
    {
        VolumeItemCollection items = client.Volumes["shared"].AsFileSystem().Items;
        VolumeItem directory = await items.CreateDirectoryAsync("reports/2026");
        await using (VolumeFileWriter file = await directory["january.csv"].OpenWriteAsync(replication: 3))
        {
            await source.CopyToAsync(file);
            await file.CompleteAsync();                            // sends the rest and commits
        }
        await foreach (VolumeItemInfo item in directory.ListAsync()) { }
        VolumeItem moved = await directory["january.csv"].MoveAsync("archive/january.csv");
        await using Stream part = await moved.OpenReadAsync(start: 100, length: 50);
        await items.DeleteAsync("reports", recursive: true);
    }
}
