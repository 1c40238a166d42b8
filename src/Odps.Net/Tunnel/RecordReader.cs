using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Reads the rows of a tunnel download one after the other, as a cursor: <see cref="ReadAsync"/> goes to the next row, the getters read its values
/// without boxing. <see cref="ReadRecordsAsync"/> gives the rows as objects instead.
/// </summary>
/// <remarks>
/// <para>A row is handed out after its checksum was verified. The end of the rows is the end only after the footer was verified: the count, the
/// checksum of the stream, and that nothing follows. A stream that breaks off is an <see cref="OdpsStreamTruncatedException"/>; the reader of a session goes on
/// after it, and needs no footer any more when all rows of its range have arrived.</para>
/// <para>Values and the spans that refer to them are valid until the next call of <see cref="ReadAsync"/>. The reader keeps one pooled buffer, which
/// grows to the size of the largest row. It is not thread-safe.</para>
/// </remarks>
public sealed partial class RecordReader : IRow, IAsyncDisposable
{
    private readonly DownloadRange? _range;
    private RecordStreamDecoder _decoder;
    private long _rowsBefore;
    private long _bytesBefore;

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The bytes, already decompressed.</param>
    /// <param name="columns">The columns in the order in which they were asked for.</param>
    /// <param name="options">The settings. Default: <see cref="RecordStreamOptions.Default"/>.</param>
    /// <exception cref="NotSupportedException">A column is of a type that has no form in record streams.</exception>
    internal RecordReader(Stream stream, ColumnCollection columns, RecordStreamOptions? options = null)
        : this(new RecordStreamDecoder(stream, columns, options ?? RecordStreamOptions.Default))
    {
    }

    /// <summary>Reads a range of rows, and goes on with it when the stream breaks off.</summary>
    /// <param name="stream">The bytes of the whole range, already decompressed.</param>
    /// <param name="range">The range.</param>
    internal RecordReader(Stream stream, DownloadRange range)
        : this(new RecordStreamDecoder(stream, range.Selection.Columns, range.Options(0)))
    {
        _range = range;
        _partition = range.Selection.Partition;
        _partitionPlaces = range.Selection.PartitionPlaces;
    }

    private RecordReader(RecordStreamDecoder decoder)
    {
        _decoder = decoder;
        Columns = decoder.Columns;
    }

    /// <inheritdoc/>
    public ColumnCollection Columns { get; }

    /// <summary>How many rows were read and verified.</summary>
    public long RowsRead => _rowsBefore + _decoder.RowsRead;

    /// <summary>The bytes of these rows as they were on the wire, before compression, and of what frames them.</summary>
    public long BytesRead => _bytesBefore + _decoder.Offset;

    /// <summary>How often the connection broke and the reader went on after the last verified row.</summary>
    public int Resumes => _range?.Resumes ?? 0;

    /// <summary>How the server spent its time; <see langword="null"/> before the end, and when the server did not say.</summary>
    public TunnelMetrics? Metrics => _decoder.Metrics;

    internal RecordStreamDecoder Decoder => _decoder;

    /// <summary>
    /// Goes to the next row. While rows are in the buffer the returned task is already completed and costs no allocation.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for more bytes; the call can be made again afterwards.</param>
    /// <returns>Whether there is a row; <see langword="false"/> at the verified end.</returns>
    /// <exception cref="OdpsStreamTruncatedException">The stream ended before its footer.</exception>
    /// <exception cref="OdpsChecksumException">The checksum of the row or of the stream is wrong.</exception>
    /// <exception cref="OdpsDataException">The bytes are not a record stream of these columns.</exception>
    /// <exception cref="InvalidOperationException">An earlier call has failed.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default) =>
        !cancellationToken.IsCancellationRequested && _decoder.TryReadUsualRow() ? new ValueTask<bool>(true) : ReadUnusualAsync(cancellationToken);

    /// <summary>
    /// The remaining rows as objects that can be kept. Each row costs a <see cref="Record"/> and an object for each text; where that matters, use
    /// <see cref="ReadAsync"/> and the getters.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for more bytes.</param>
    /// <exception cref="OdpsDataException">See <see cref="ReadAsync"/>.</exception>
    public IAsyncEnumerable<Record> ReadRecordsAsync(CancellationToken cancellationToken = default) => new RecordRows(this, cancellationToken);

    /// <summary>Ends the reading, also before the end of the rows, and closes the connection.</summary>
    public ValueTask DisposeAsync() => _decoder.DisposeAsync();

    private ValueTask<bool> ReadUnusualAsync(CancellationToken cancellationToken)
    {
        if (_range is null)
        {
            return _decoder.MoveNextAsync(cancellationToken);
        }

        try
        {
            if (!cancellationToken.IsCancellationRequested && _decoder.TryMoveNext() && _decoder.HasRow)
            {
                return new ValueTask<bool>(true);
            }
        }
        catch (OdpsException failure) when (failure.IsTransient)
        {
            return FinishOrResumeAsync(failure, cancellationToken);
        }

        return FinishOrResumeAsync(null, cancellationToken);
    }

    /// <summary>Awaits a row; at the end checks that all rows came, and where the stream broke off goes on after the last good row.</summary>
    private async ValueTask<bool> FinishOrResumeAsync(Exception? failure, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (RowsRead < _range!.Count)
            {
                _range.Progress?.Report(new TransferProgress(RowsRead, BytesRead, 0, Resumes));
            }

            if (failure is not null)
            {
                if (RowsRead < _range.Count)
                {
                    await ResumeAsync(failure, cancellationToken).ConfigureAwait(false);
                }
                else if (failure is OdpsStreamTruncatedException or OdpsConnectionException or OdpsTimeoutException)
                {
                    // Every row of the range has arrived and was verified; only the footer is missing.
                    await GoOnWithAsync(new ConstantRowsStream(0), RowsRead).ConfigureAwait(false);
                }
                else
                {
                    // A footer that contradicts the rows is another matter.
                    ExceptionDispatchInfo.Throw(failure);
                }
            }

            try
            {
                if (await _decoder.MoveNextAsync(cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }

                if (RowsRead >= _range.Count)
                {
                    if (RowsRead != _range.Count)
                    {
                        throw new OdpsDataException($"The service sent {RowsRead} rows where {_range.Count} were asked for: {_range.Describe(0)}.");
                    }

                    _range.Progress?.Report(new TransferProgress(RowsRead, BytesRead, 1, Resumes));
                    return false;
                }

                failure = _range.Incomplete(RowsRead);
            }
            catch (OdpsException transient) when (transient.IsTransient)
            {
                failure = transient;
            }
        }
    }

    private async ValueTask ResumeAsync(Exception failure, CancellationToken cancellationToken)
    {
        long done = RowsRead;
        bool progressed = done > _rowsBefore;
        while (true)
        {
            await _range!.BackOffAsync(failure, done, progressed, cancellationToken).ConfigureAwait(false);
            try
            {
                Stream rest = await _range.OpenAsync(done, cancellationToken).ConfigureAwait(false);
                await GoOnWithAsync(rest, done).ConfigureAwait(false);
                return;
            }
            catch (OdpsException again) when (again.IsTransient)
            {
                failure = again;
                progressed = false;
            }
        }
    }

    private async ValueTask GoOnWithAsync(Stream rest, long done)
    {
        _bytesBefore += _decoder.Offset;
        await _decoder.DisposeAsync().ConfigureAwait(false);
        _decoder = new RecordStreamDecoder(rest, _range!.Selection.Columns, _range.Options(done));
        _rowsBefore = done;
    }

    /// <summary>Opens a stream that begins with its own schema, as the direct download of a query's result does when it is asked to.</summary>
    /// <param name="stream">The bytes, already decompressed.</param>
    /// <param name="parseSchema">Makes the columns from the JSON of the schema.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Cancels the wait for bytes.</param>
    internal static async ValueTask<RecordReader> OpenWithSchemaAsync(
        Stream stream, Func<ReadOnlySpan<byte>, ColumnCollection> parseSchema, RecordStreamOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await RecordStreamDecoder.OpenWithSchemaAsync(stream, parseSchema, options ?? RecordStreamOptions.Default, cancellationToken).ConfigureAwait(false));
}
