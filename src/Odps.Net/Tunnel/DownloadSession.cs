using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// A download session: a snapshot of rows that is read in ranges, by several readers at a time if wanted. It lives for 24 hours on the service and
/// needs no closing. Thread-safe.
/// </summary>
public abstract class DownloadSession
{
    /// <summary>The footer of a stream without rows: count 0, checksum 0.</summary>
    private static readonly byte[] EmptyRecordStream = [0xf0, 0xff, 0xff, 0x7f, 0x00, 0xf8, 0xff, 0xff, 0x7f, 0x00];

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

    internal DownloadSessionState State { get; private set; }

    /// <summary>Looks at the session again. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The session has expired.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken = default) =>
        State = await DownloadSessionState.LoadAsync(Target, Id, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Opens a reader over a range of rows. One request, whose body arrives while it is read. When the connection breaks, or data arrives damaged, the
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
        ColumnCollection columns = options.Columns is null ? Columns : new ColumnCollection(options.Columns.Select(name => Columns[name]));
        if (count == 0)
        {
            return new RecordReader(new MemoryStream(EmptyRecordStream), columns);
        }

        var range = new DownloadRange(this, options.Start, count, options.Columns is null ? null : columns, options.Compression ?? _compression);
        Stream body = await range.OpenAsync(0, cancellationToken).ConfigureAwait(false);
        return new RecordReader(body, range);
    }

    /// <summary>
    /// Reads rows with several readers at a time, in order or as they arrive, under a bound of memory. Each reader resumes like that of
    /// <see cref="OpenRecordReaderAsync"/>. Ending the enumeration early ends the transfer. One request for each range, the first when the enumeration begins.
    /// </summary>
    /// <param name="options">Parallelism, order, memory, rows and columns. Default: those of <see cref="ParallelDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<Record> ReadRecordsAsync(ParallelDownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        NewDownload(options ?? new ParallelDownloadOptions()).ReadRecordsAsync(cancellationToken);

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
        return NewDownload(options ?? new ParallelDownloadOptions()).ForEachRangeAsync(read, cancellationToken);
    }

    /// <summary>What the session is of, and its id.</summary>
    public override string ToString() => $"download session {Id} of {Target.Description}";

    internal virtual async ValueTask<OdpsRequest> DataRequestAsync(
        long start, long count, ColumnCollection? columns, string operation, CancellationToken cancellationToken)
    {
        var query = new QueryParameters
        {
            "data",
            { "downloadid", Id },
            { "rowrange", TunnelTarget.FormatRange(start, count) },
            { "columns", columns is null ? null : string.Join(',', columns.Select(c => c.Name)) },
        };
        return await Target.RequestAsync(HttpMethod.Get, query, operation, cancellationToken).ConfigureAwait(false);
    }

    private ParallelDownload NewDownload(ParallelDownloadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBufferedBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsPerRange ?? 1, 1, nameof(options));
        return new ParallelDownload(this, options, options.Start, CheckRange(options.Start, options.Count));
    }

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
