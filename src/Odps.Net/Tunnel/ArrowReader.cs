using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Odps.Net.Arrow;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Reads the rows of a tunnel download as Arrow record batches. What a batch holds was verified by the checksums of the transfer; the end is the end only when
/// all rows that were asked for have come. When the connection breaks, reading goes on behind the last whole batch.
/// </summary>
/// <remarks>Batches are made over the memory into which they were read, and are the caller's to dispose. The service cuts them as it likes. Not thread-safe.</remarks>
public sealed class ArrowReader : IAsyncDisposable
{
    /// <summary>How many rows a batch has that is made here, since it has partition columns only.</summary>
    private const int ConstantRows = 64 * 1024;

    private readonly DownloadRange _range;
    private readonly ArrowReaderOptions _options;
    private readonly ArrowMemoryPool _pool;
    private readonly BatchProjection? _projection;
    private ArrowChunkReadStream _chunks;
    private BareBatchReader _batches;
    private long _rowsBefore;
    private long _bytesBefore;
    private bool _ended;
    private bool _failed;

    internal ArrowReader(Stream body, DownloadRange range, ArrowReaderOptions options)
    {
        _range = range;
        _options = options;
        _pool = options.MemoryPool ?? new ArrowMemoryPool();
        _projection = BatchProjection.For(range.Selection, _pool);
        Schema = Schema.From(range.Selection.Columns);
        Open(body);
    }

    /// <summary>The declared schema of the columns that are read; also that of the batches, unless these are given as they come.</summary>
    public Schema Schema { get; }

    /// <summary>The columns that are read.</summary>
    public ColumnCollection Columns => _range.Selection.Columns;

    /// <summary>The rows of the batches that were given.</summary>
    public long RowsRead => _rowsBefore + _batches.RowsRead;

    /// <summary>The verified bytes of Arrow data, before compression and without what frames them.</summary>
    public long BytesRead => _bytesBefore + _chunks.DataLength;

    /// <summary>How often the connection broke and the reader went on behind the last whole batch.</summary>
    public int Resumes => _range.Resumes;

    /// <summary>How the server spent its time before it answered, all requests together; <see langword="null"/> when it did not say.</summary>
    public TunnelMetrics? Metrics => _range.Metrics;

    /// <summary>The next batch; <see langword="null"/> at the verified end.</summary>
    /// <param name="cancellationToken">Cancels the wait for bytes; the reader cannot go on afterwards.</param>
    /// <returns>The batch; dispose it.</returns>
    /// <exception cref="OdpsStreamTruncatedException">The data ended early, and so did every attempt to go on.</exception>
    /// <exception cref="OdpsChecksumException">A checksum is wrong, and was so at every attempt.</exception>
    /// <exception cref="OdpsDataException">The bytes are not record batches of these columns, or a value does not fit the declared type.</exception>
    /// <exception cref="InvalidOperationException">An earlier call has failed.</exception>
    public async ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default)
    {
        if (_failed)
        {
            throw new InvalidOperationException("An earlier call of this reader failed or was cancelled. Open another one from the last row that was read (RowsRead).");
        }

        _failed = true;
        RecordBatch? batch = _range.Selection.Wire.Count == 0 ? NextConstants() : await ReadOrResumeAsync(cancellationToken).ConfigureAwait(false);
        _failed = false;
        _range.Progress?.Report(new TransferProgress(RowsRead, BytesRead, batch is null ? 1 : 0, Resumes));
        return batch;
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

    /// <summary>Ends the reading, also before the end, and closes the connection. Batches stay valid.</summary>
    public async ValueTask DisposeAsync()
    {
        _failed = true;
        _projection?.Dispose();
        await _batches.DisposeAsync().ConfigureAwait(false);
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_chunks), nameof(_batches))]
    private void Open(Stream body)
    {
        var options = new ArrowReadOptions { MemoryPool = _pool, Validation = _options.Validation, ExpectedRowCount = _range.Count - _rowsBefore };
        _chunks = new ArrowChunkReadStream(body);
        _batches = new BareBatchReader(_chunks, _range.Selection.Wire, options, _options.ConvertToDeclaredTypes);
    }

    private async ValueTask<RecordBatch?> ReadOrResumeAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            OdpsException failure;
            try
            {
                RecordBatch? batch = await _batches.ReadNextAsync(cancellationToken).ConfigureAwait(false);
                return batch is null || _projection is null ? batch : _projection.Apply(batch);
            }
            catch (OdpsDataException damage)
            {
                failure = Locate(damage);
            }
            catch (OdpsException broken)
            {
                failure = broken;
            }

            if (RowsRead < _range.Count)
            {
                await ResumeAsync(failure, cancellationToken).ConfigureAwait(false);
            }
            else if (failure is OdpsStreamTruncatedException or OdpsConnectionException or OdpsTimeoutException)
            {
                // Every row of the range was verified and given; only what frames them has not come to its end.
                _ended = true;
            }
            else
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        return null;
    }

    /// <summary>The next batch of partition columns alone, whose values are known: only the number of rows counts.</summary>
    private RecordBatch? NextConstants()
    {
        int rows = (int)Math.Min(ConstantRows, _range.Count - _rowsBefore);
        _rowsBefore += rows;
        return rows == 0 ? null : _projection!.Constants(rows);
    }

    private async ValueTask ResumeAsync(OdpsException failure, CancellationToken cancellationToken)
    {
        long done = RowsRead;
        bool progressed = done > _rowsBefore;
        while (true)
        {
            await _range.BackOffAsync(failure, done, progressed, cancellationToken).ConfigureAwait(false);
            try
            {
                Stream rest = await _range.OpenAsync(done, cancellationToken).ConfigureAwait(false);
                _bytesBefore += _chunks.DataLength;
                await _batches.DisposeAsync().ConfigureAwait(false);
                _rowsBefore = done;
                Open(rest);
                return;
            }
            catch (OdpsException again) when (again.IsTransient)
            {
                failure = again;
                progressed = false;
            }
        }
    }

    /// <summary>The same error, which says also what was read and counts rows from the start of the range.</summary>
    private OdpsDataException Locate(OdpsDataException cause)
    {
        string message = $"Could not read {_range.Describe(0)}: {cause.Message}";
        long? row = cause.Row + _rowsBefore;
        return cause switch
        {
            OdpsStreamTruncatedException => new OdpsStreamTruncatedException(message, RowsRead, cause) { Row = row, Column = cause.Column, Offset = cause.Offset },
            OdpsChecksumException => new OdpsChecksumException(message, cause) { Row = row, Column = cause.Column, Offset = cause.Offset },
            _ => new OdpsDataException(message, cause) { Row = row, Column = cause.Column, Offset = cause.Offset },
        };
    }
}
