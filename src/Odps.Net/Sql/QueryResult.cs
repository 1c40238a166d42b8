using System.Runtime.CompilerServices;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>
/// The result of a statement: a row set that is read through the instance tunnel, or the text of a statement that is not a query. Rows can be read
/// as often as wanted while the service keeps the result; each reading is one request.
/// </summary>
public sealed class QueryResult : IAsyncDisposable
{
    private readonly InstanceDownloadSession? _session;

    private QueryResult(Instance instance, InstanceDownloadSession session)
    {
        Instance = instance;
        _session = session;
        Columns = session.Columns;
        Count = session.RecordCount;
    }

    private QueryResult(Instance instance, string text)
    {
        Instance = instance;
        RawText = text;
    }

    /// <summary>The instance that made the result.</summary>
    public Instance Instance { get; }

    /// <summary>Whether the statement was a query, whose result is rows; otherwise it is <see cref="RawText"/>.</summary>
    public bool IsRowSet => _session is not null;

    /// <summary>The columns of the rows; empty for a text result.</summary>
    public ColumnCollection Columns { get; } = ColumnCollection.Empty;

    /// <summary>The number of rows; 0 for a text result.</summary>
    public long Count { get; }

    /// <summary>
    /// The text of a statement that is not a query, for example of <c>desc</c>, <c>show</c> or <c>explain</c>; empty for a row set and for most DDL and DML.
    /// </summary>
    public string RawText { get; } = "";

    /// <summary>Opens a reader over the rows: the fast way, without an object per row. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidOperationException">The result is text.</exception>
    public Task<RecordReader> OpenReaderAsync(CancellationToken cancellationToken = default) =>
        _session is null ? throw NoRows() : _session.OpenRecordReaderAsync(cancellationToken: cancellationToken);

    /// <summary>The rows as objects. One request when the enumeration begins.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The result is text.</exception>
    public IAsyncEnumerable<Record> ReadRecordsAsync(CancellationToken cancellationToken = default) =>
        _session is null ? throw NoRows() : ReadAsync(cancellationToken);

    /// <summary>Lets go of the result; the service keeps it for its own time.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static async Task<QueryResult> OpenAsync(Instance instance, CancellationToken cancellationToken)
    {
        try
        {
            InstanceDownloadSession session = await new TunnelOperations(instance.Scope)
                .CreateDownloadSessionAsync(instance, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new QueryResult(instance, session);
        }
        catch (OdpsServiceException error) when (IsNotAQuery(error))
        {
            IReadOnlyList<InstanceTaskResult> results = await instance.GetResultsAsync(cancellationToken).ConfigureAwait(false);
            return new QueryResult(instance, string.Join("\n", results.Select(r => r.Text)));
        }
    }

    /// <summary>The tunnel says in several ways that the instance has no row set.</summary>
    private static bool IsNotAQuery(OdpsServiceException error) =>
        error.ErrorCode is "InstanceTypeNotSupported" || error.Error.Message?.Contains("Non select query not supported", StringComparison.OrdinalIgnoreCase) == true;

    private async IAsyncEnumerable<Record> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordReader reader = await OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await foreach (Record record in reader.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    private InvalidOperationException NoRows() => new(
        $"The result of instance {Instance} is text and has no rows: the statement is not a query. Read RawText, and ask IsRowSet first where both can happen.");
}
