using System.Runtime.CompilerServices;
using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>
/// The result of a statement: a row set that is read through the instance tunnel, or the text of a statement that is not a query. Columns and count are known
/// before the first row is read. Rows can be read as often as wanted while the service keeps the result; each reading is one request.
/// </summary>
public sealed class QueryResult : IAsyncDisposable
{
    private readonly InstanceDownloadSession? _session;
    private readonly IReadOnlyList<Record>? _records;

    internal QueryResult(Instance instance, InstanceDownloadSession session, QueryResultChannel channel)
    {
        Instance = instance;
        Channel = channel;
        _session = session;
        Columns = session.Columns;
        Count = session.RecordCount;
    }

    internal QueryResult(Instance instance, ColumnCollection columns, IReadOnlyList<Record> records, string text, QueryResultChannel channel)
    {
        Instance = instance;
        Channel = channel;
        _records = records;
        Columns = columns;
        Count = records.Count;
        RawText = text;
    }

    internal QueryResult(Instance instance, string text, QueryResultChannel channel)
    {
        Instance = instance;
        Channel = channel;
        RawText = text;
    }

    /// <summary>The instance that made the result; that of the session when it came from one.</summary>
    public Instance Instance { get; }

    /// <summary>Whether the statement was a query, whose result is rows; otherwise it is <see cref="RawText"/>.</summary>
    public bool IsRowSet => _session is not null || _records is not null;

    /// <summary>The columns of the rows; empty for a text result.</summary>
    public ColumnCollection Columns { get; } = ColumnCollection.Empty;

    /// <summary>The number of rows; 0 for a text result.</summary>
    public long Count { get; }

    /// <summary>
    /// The text of a statement that is not a query, for example of <c>desc</c>, <c>show</c> or <c>explain</c>; empty for most DDL and DML. For rows that came as CSV
    /// text, that text; empty for rows of the tunnel.
    /// </summary>
    public string RawText { get; } = "";

    /// <summary>The way in which the result came.</summary>
    public QueryResultChannel Channel { get; }

    /// <summary>
    /// Whether there are more rows than <see cref="Count"/>, or may be: the service said so, or a channel with a limit gave the 10,000 rows that the limit usually is.
    /// </summary>
    public bool IsTruncated { get; internal init; }

    /// <summary>Why the statement did not run interactively although it was to; <see langword="null"/> when it did, or was not to.</summary>
    public QueryFallback? Fallback { get; internal set; }

    /// <summary>Opens a reader over the rows: the fast way, without an object per row. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidOperationException">The result is text, or its rows did not come through the tunnel (<see cref="Channel"/>).</exception>
    public Task<RecordReader> OpenReaderAsync(CancellationToken cancellationToken = default) => _session is not null
        ? _session.OpenRecordReaderAsync(cancellationToken: cancellationToken)
        : throw (_records is null ? NoRows() : new InvalidOperationException($"The rows of {Instance} came as text ({Channel}) and not through the tunnel: read them with ReadRecordsAsync or ReadBatchesAsync."));

    /// <summary>The rows as objects. One request when the enumeration begins, none for rows that came as text.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The result is text.</exception>
    public IAsyncEnumerable<Record> ReadRecordsAsync(CancellationToken cancellationToken = default) =>
        IsRowSet ? ReadAsync(cancellationToken) : throw NoRows();

    /// <summary>The rows as Arrow record batches. One request when the enumeration begins, none for rows that came as text.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The batches; each is the caller's to dispose.</returns>
    /// <exception cref="InvalidOperationException">The result is text.</exception>
    public IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken = default) =>
        IsRowSet ? BatchesAsync(cancellationToken) : throw NoRows();

    /// <summary>The first row; <see langword="null"/> when there is none. One request, which asks for that row only.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidOperationException">The result is text.</exception>
    public async Task<Record?> ReadFirstAsync(CancellationToken cancellationToken = default)
    {
        if (_session is null)
        {
            return IsRowSet ? (_records!.Count > 0 ? _records[0] : null) : throw NoRows();
        }

        RecordReader reader = await _session
            .OpenRecordReaderAsync(new RecordReaderOptions { Count = Math.Min(1, Count) }, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (Record record in reader.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>
    /// The value in the first column of the first row; the default of <typeparamref name="T"/> for NULL and when there is no row. One request, which asks for that row only.
    /// </summary>
    /// <typeparam name="T">
    /// The type that the SDK gives the column, for example <see cref="long"/> for BIGINT; whole numbers also go into larger types, DECIMAL into <see cref="decimal"/>,
    /// TIMESTAMP into <see cref="DateTimeOffset"/>.
    /// </typeparam>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    /// <exception cref="InvalidOperationException">The result is text.</exception>
    public async Task<T?> ReadScalarAsync<T>(CancellationToken cancellationToken = default) =>
        await ReadFirstAsync(cancellationToken).ConfigureAwait(false) is { } first ? ScalarValue.Convert<T>(first) : default;

    /// <summary>Lets go of the result; the service keeps it for its own time.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async IAsyncEnumerable<Record> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_records is not null)
        {
            foreach (Record record in _records)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }

            yield break;
        }

        RecordReader reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (Record record in reader.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_records is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return RecordBatch.FromRecords(Columns, _records);
            yield break;
        }

        ArrowReader reader = await _session!.OpenArrowReaderAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (RecordBatch batch in reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }
        }
    }

    private InvalidOperationException NoRows() => new(
        $"The result of instance {Instance} is text and has no rows: the statement is not a query. Read RawText, and ask IsRowSet first where both can happen.");
}
