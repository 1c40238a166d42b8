using System.Runtime.CompilerServices;
using Odps.Net.Arrow;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// A download session: a snapshot of rows that is read in ranges, by several readers at a time if wanted. It lives for 24 hours on the service and
/// needs no closing. Thread-safe.
/// </summary>
public abstract class DownloadSession
{
    private readonly TunnelCompression _compression;

    private protected DownloadSession(TunnelTarget target, DownloadSessionState state, TunnelCompression compression)
    {
        Target = target;
        State = state;
        _compression = compression;
    }

    /// <summary>The id of the session (<c>DownloadID</c>).</summary>
    public string Id => State.Id;

    /// <summary>The status at the last look.</summary>
    public TunnelSessionStatus Status => State.Status;

    /// <summary>The number of rows of the snapshot.</summary>
    public long RecordCount => State.RecordCount;

    /// <summary>The columns and partition keys.</summary>
    public TableSchema Schema => State.Schema;

    /// <summary>The data columns.</summary>
    public ColumnCollection Columns => State.Schema.Columns;

    /// <summary>The tunnel quota in use; <see langword="null"/> when the service does not say.</summary>
    public string? QuotaName => State.QuotaName;

    internal TunnelTarget Target { get; }

    /// <summary>The values of the partition columns; null when the session is not of one partition.</summary>
    internal virtual PartitionSpec? PartitionValues => null;

    internal DownloadSessionState State { get; private set; }

    /// <summary>Looks at the session again. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The session has expired.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken = default) =>
        State = await DownloadSessionState.LoadAsync(Target, Id, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Opens a reader over a range of rows. One request, whose body arrives while it is read; none for no rows or for partition columns alone. When the connection breaks, or data arrives damaged, the
    /// reader asks for the rest from the row after the last one that was verified; after <see cref="RetryOptions.MaxRetries"/> attempts in a row that
    /// bring no row it gives up. The service ends a download that takes longer than about five minutes, which is then gone on with in the same way.
    /// </summary>
    /// <param name="options">Which rows and columns. Default: all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The reader, to be disposed; disposing it early ends the transfer.</returns>
    /// <exception cref="ArgumentException">The range or a column is not part of the session.</exception>
    public async Task<RecordReader> OpenRecordReaderAsync(RecordReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RecordReaderOptions();
        long count = CheckRange(options.Start, options.Count);
        ColumnSelection selection = ColumnSelection.Of(this, TunnelDataForm.Records, options.Columns, options.AppendPartitionColumns);
        var range = new DownloadRange(this, TunnelDataForm.Records, options.Start, count, selection, options.Compression ?? _compression) { Progress = options.Progress };
        Stream body = count == 0 || selection.Wire.Count == 0 ? new ConstantRowsStream(count) : await range.OpenAsync(0, cancellationToken).ConfigureAwait(false);
        return new RecordReader(body, range);
    }

    /// <summary>
    /// Opens a reader that gives a range of rows as Arrow record batches. One request, whose body arrives while it is read; none for no rows or for partition
    /// columns alone. It goes on after broken connections
    /// like that of <see cref="OpenRecordReaderAsync"/>, from batch to batch.
    /// </summary>
    /// <param name="options">Which rows and columns. Default: all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The reader, to be disposed; disposing it early ends the transfer.</returns>
    /// <exception cref="ArgumentException">The range or a column is not part of the session.</exception>
    /// <exception cref="NotSupportedException">A column is of a type that has no Arrow form.</exception>
    public async Task<ArrowReader> OpenArrowReaderAsync(ArrowReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ArrowReaderOptions();
        long count = CheckRange(options.Start, options.Count);
        ColumnSelection selection = ColumnSelection.Of(this, TunnelDataForm.Arrow, options.Columns, options.AppendPartitionColumns);
        var range = new DownloadRange(this, TunnelDataForm.Arrow, options.Start, count, selection, options.Compression ?? _compression) { Progress = options.Progress };
        Stream body = count == 0 || selection.Wire.Count == 0 ? new MemoryStream([]) : await range.OpenAsync(0, cancellationToken).ConfigureAwait(false);
        return new ArrowReader(body, range, options);
    }

    /// <summary>
    /// Reads rows with several readers at a time, in order or as they arrive, under a bound of memory. Each reader resumes like that of
    /// <see cref="OpenRecordReaderAsync"/>. Ending the enumeration early ends the transfer. One request for each range, the first when the enumeration begins.
    /// </summary>
    /// <param name="options">Parallelism, order, memory, rows and columns. Default: those of <see cref="ParallelDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<Record> ReadRecordsAsync(ParallelDownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        FlattenAsync(NewDownload(options, (range, token) => ReadPiecesAsync(OpenRecordRangeAsync(range, options, token), DownloadPieces.ReadAsync, token), static _ => { }), cancellationToken);

    /// <summary>
    /// Reads Arrow record batches with several readers at a time, in order or as they arrive, under a bound of memory. Each reader goes on after broken
    /// connections. Ending the enumeration early ends the transfer. One request for each range, the first when the enumeration begins.
    /// </summary>
    /// <param name="options">Parallelism, order, memory, rows and columns. Default: those of <see cref="ParallelDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The batches; each is the caller's to dispose.</returns>
    public IAsyncEnumerable<RecordBatch> ReadRecordBatchesAsync(ParallelDownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        NewDownload(options, BatchRanges(options), static batch => batch.Dispose()).ReadAsync(cancellationToken);

    /// <summary>
    /// Reads rows with several readers at a time and gives each reader, a cursor over its range, to a callback: the fastest way when the order of the ranges
    /// does not matter. One request for each range. Order and memory of the options do not apply, since nothing is buffered.
    /// </summary>
    /// <param name="read">Reads one range to its end. It is called for several ranges at a time; the reader is disposed afterwards.</param>
    /// <param name="options">Parallelism, rows and columns. Default: those of <see cref="ParallelDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task ForEachRangeAsync(Func<RecordReader, CancellationToken, Task> read, ParallelDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        return ForEachAsync((range, token) => OpenRecordRangeAsync(range, options, token), read, r => (r.RowsRead, r.BytesRead, r.Resumes), options, cancellationToken);
    }

    /// <summary>
    /// Like <see cref="ForEachRangeAsync"/>, with readers of Arrow record batches. One request for each range.
    /// </summary>
    /// <param name="read">Reads one range to its end. It is called for several ranges at a time; the reader is disposed afterwards.</param>
    /// <param name="options">Parallelism, rows and columns. Default: those of <see cref="ParallelDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task ForEachArrowRangeAsync(Func<ArrowReader, CancellationToken, Task> read, ParallelDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        var pool = new ArrowMemoryPool();
        return ForEachAsync((range, token) => OpenArrowRangeAsync(range, options, pool, token), read, r => (r.RowsRead, r.BytesRead, r.Resumes), options, cancellationToken);
    }

    /// <summary>What the session is of, and its id.</summary>
    public override string ToString() => $"download session {Id} of {Target.Description}";

    /// <summary>The query of a request for rows; with columns, only these and in this order.</summary>
    internal virtual QueryParameters DataQuery(TunnelDataForm form, long start, long count, ColumnCollection? columns) => new QueryParameters { "data" }
        .Flag("arrow", form == TunnelDataForm.Arrow)
        .With("downloadid", Id)
        .With("rowrange", TunnelTarget.FormatRange(start, count))
        .With("columns", columns is null ? null : string.Join(',', columns.Select(c => c.Name)));

    private static async IAsyncEnumerable<Record> FlattenAsync(ParallelDownload<List<Record>> download, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (List<Record> rows in download.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (Record row in rows)
            {
                yield return row;
            }
        }
    }

    private static async IAsyncEnumerable<DownloadedPiece<T>> ReadPiecesAsync<TReader, T>(
        Task<TReader> opening, Func<TReader, CancellationToken, IAsyncEnumerable<DownloadedPiece<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TReader : IAsyncDisposable
    {
        TReader reader = await opening.ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (DownloadedPiece<T> piece in read(reader, cancellationToken).ConfigureAwait(false))
            {
                yield return piece;
            }
        }
    }

    private Func<(long Start, long Count), CancellationToken, IAsyncEnumerable<DownloadedPiece<RecordBatch>>> BatchRanges(ParallelDownloadOptions? options)
    {
        var pool = new ArrowMemoryPool();
        return (range, token) => ReadPiecesAsync(OpenArrowRangeAsync(range, options, pool, token), DownloadPieces.ReadAsync, token);
    }

    private ParallelDownload<T> NewDownload<T>(
        ParallelDownloadOptions? options, Func<(long Start, long Count), CancellationToken, IAsyncEnumerable<DownloadedPiece<T>>> read, Action<T> drop)
    {
        options ??= new ParallelDownloadOptions();
        return new ParallelDownload<T>(Cut(options), read, drop, options);
    }

    /// <summary>Gives the reader of each range to the callback, several at a time.</summary>
    private async Task ForEachAsync<TReader>(
        Func<(long Start, long Count), CancellationToken, Task<TReader>> open,
        Func<TReader, CancellationToken, Task> read,
        Func<TReader, (long Rows, long Bytes, int Resumes)> progress,
        ParallelDownloadOptions? options,
        CancellationToken cancellationToken)
        where TReader : IAsyncDisposable
    {
        options ??= new ParallelDownloadOptions();
        var counter = new TransferCounter(options.Progress);
        await Parallel.ForEachAsync(
            Cut(options),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
            async (range, token) =>
            {
                TReader reader = await open(range, token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    await read(reader, token).ConfigureAwait(false);
                    (long rows, long bytes, int resumes) = progress(reader);
                    counter.Add(rows, bytes, blocks: 1, resumes);
                }
            }).ConfigureAwait(false);
    }

    private List<(long Start, long Count)> Cut(ParallelDownloadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBufferedBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsPerRange ?? 1, 1, nameof(options));
        return DownloadRanges.Cut(options, options.Start, CheckRange(options.Start, options.Count));
    }

    private Task<RecordReader> OpenRecordRangeAsync((long Start, long Count) range, ParallelDownloadOptions? options, CancellationToken cancellationToken) => OpenRecordReaderAsync(
        new RecordReaderOptions
        {
            Start = range.Start,
            Count = range.Count,
            Columns = options?.Columns,
            AppendPartitionColumns = options?.AppendPartitionColumns ?? false,
            Compression = options?.Compression,
        },
        cancellationToken);

    private Task<ArrowReader> OpenArrowRangeAsync((long Start, long Count) range, ParallelDownloadOptions? options, ArrowMemoryPool pool, CancellationToken cancellationToken) => OpenArrowReaderAsync(
        new ArrowReaderOptions
        {
            Start = range.Start,
            Count = range.Count,
            Columns = options?.Columns,
            AppendPartitionColumns = options?.AppendPartitionColumns ?? false,
            Compression = options?.Compression,
            MemoryPool = pool,
        },
        cancellationToken);

    /// <summary>How many rows a range has: one that goes past the end is cut there.</summary>
    private long CheckRange(long start, long? count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        return start <= RecordCount
            ? Math.Min(count ?? RecordCount, RecordCount - start)
            : throw new ArgumentOutOfRangeException(nameof(start), start, $"The first row lies behind the end: {this} has {RecordCount} rows.");
    }
}
