using System.Runtime.CompilerServices;
using Odps.Net.Arrow;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Reads the first rows of a table without a session: as Arrow record batches, or as records. The service gives at most 10,000 rows and does not say whether
/// there are more. What breaks off is an error and is not gone on with. Not thread-safe.
/// </summary>
public sealed class PreviewReader : IAsyncDisposable
{
    private readonly ArrowStreamReader? _batches;
    private readonly int[] _places;
    private readonly string _description;
    private readonly ArrowMemoryPool _pool;

    private PreviewReader(ArrowStreamReader? batches, ColumnCollection columns, int[] places, string description, ArrowMemoryPool pool)
    {
        _batches = batches;
        _places = places;
        _description = description;
        _pool = pool;
        Columns = columns;
        Schema = Schema.From(columns);
    }

    /// <summary>The columns.</summary>
    public ColumnCollection Columns { get; }

    /// <summary>The Arrow schema of the batches.</summary>
    public Schema Schema { get; }

    /// <summary>The rows that were read.</summary>
    public long RowsRead => _batches?.RowsRead ?? 0;

    /// <summary>The next batch; <see langword="null"/> at the end.</summary>
    /// <param name="cancellationToken">Cancels the wait for bytes; the reader cannot go on afterwards.</param>
    /// <returns>The batch; dispose it.</returns>
    /// <exception cref="OdpsDataException">The data is corrupt or breaks off, or a value does not fit the column's Arrow type; read records in that case.</exception>
    public async ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default)
    {
        RecordBatch? batch = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return batch is null ? null : DeclaredTypes.Convert(batch, Schema, _pool);
    }

    /// <summary>All batches that are left. Each is the caller's to dispose.</summary>
    /// <param name="cancellationToken">Cancels the wait for bytes.</param>
    /// <exception cref="OdpsDataException">See <see cref="ReadNextRecordBatchAsync"/>.</exception>
    public async IAsyncEnumerable<RecordBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            yield return batch;
        }
    }

    /// <summary>All rows that are left, as records: exact for every type.</summary>
    /// <param name="cancellationToken">Cancels the wait for bytes.</param>
    /// <exception cref="OdpsDataException">The data is corrupt or breaks off.</exception>
    public async IAsyncEnumerable<Record> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            using (batch)
            {
                foreach (Record row in batch.ToRecords(Columns))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Ends the reading, also before the end, and closes the connection. Batches stay valid.</summary>
    public ValueTask DisposeAsync() => _batches?.DisposeAsync() ?? default;

    internal static async Task<PreviewReader> OpenAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, PreviewOptions options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit ?? 1, 1, nameof(options));
        TableInfo info = await table.GetAsync(cancellationToken).ConfigureAwait(false);
        TableSchema schema = info.Schema ?? throw new OdpsDataException($"The service describes table {table} without its columns.");
        var all = new ColumnCollection([.. schema.Columns, .. schema.PartitionColumns]);
        ColumnCollection columns = options.Columns is null ? all : new(options.Columns.Select(name => all[name]));
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags, options.NetworkTimeout);
        string description = $"preview {target.Description}";
        OdpsRequest request = await target.RequestAsync(HttpMethod.Get, Query(options, columns, all), description, cancellationToken).ConfigureAwait(false);
        request = request with { Path = request.Path.Literal("preview"), Streaming = true, Headers = [.. request.Headers, new("Accept-Encoding", Encoding(options.Compression))] };
        OdpsResponse response = await scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Stream? body = await PreviewBody.OpenAsync(DownloadBodyStream.OpenAsSent(response), cancellationToken).ConfigureAwait(false);
        ArrowMemoryPool pool = options.MemoryPool ?? new ArrowMemoryPool();
        if (body is null)
        {
            return new PreviewReader(null, columns, [], description, pool);
        }

        var batches = new ArrowStreamReader(body, new ArrowReadOptions { MemoryPool = pool });
        try
        {
            Schema sent = await batches.GetSchemaAsync(cancellationToken).ConfigureAwait(false);
            return new PreviewReader(batches, columns, Match(columns, sent, response), description, pool);
        }
        catch
        {
            await batches.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static QueryParameters Query(PreviewOptions options, ColumnCollection columns, ColumnCollection all) => new()
    {
        { "limit", options.Limit ?? -1 },

        // In the order of the table, whatever the caller's: which order the service would take is not known.
        { "columns", options.Columns is null ? null : string.Join(',', all.Where(c => columns.Contains(c.Name)).Select(c => c.Name)) },
    };

    private static string Encoding(ArrowCompression compression) => compression switch
    {
        ArrowCompression.Lz4Frame => "LZ4_FRAME",
        ArrowCompression.Zstandard => "ZSTD",
        _ => "identity",
    };

    private static int[] Match(ColumnCollection columns, Schema sent, OdpsResponse response) =>
        [.. columns.Select(c => sent.GetFieldIndex(c.Name) is >= 0 and int place ? place : throw response.Malformed($"has no column '{c.Name}'; it has {sent}"))];

    private async ValueTask<RecordBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_batches is null)
        {
            return null;
        }

        try
        {
            using RecordBatch? batch = await _batches.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false);
            return batch?.Select(_places);
        }
        catch (OdpsStreamTruncatedException cut)
        {
            throw new OdpsStreamTruncatedException($"Could not {_description}: {cut.Message} Read it again.", cut.RowsRead, cut) { Offset = cut.Offset };
        }
        catch (OdpsDataException damage)
        {
            throw new OdpsDataException($"Could not {_description}: {damage.Message}", damage) { Row = damage.Row, Column = damage.Column, Offset = damage.Offset };
        }
    }
}
