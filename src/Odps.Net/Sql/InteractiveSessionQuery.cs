using System.Globalization;
using System.Text;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>A query in an interactive session.</summary>
public sealed class InteractiveSessionQuery
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ServiceScope _scope;
    private readonly string _sql;
    private readonly IReadOnlyDictionary<string, string> _settings;

    internal InteractiveSessionQuery(ServiceScope scope, InteractiveSession session, long id, string sql, IReadOnlyDictionary<string, string> settings)
    {
        _scope = scope;
        _sql = sql;
        _settings = settings;
        Session = session;
        Id = id;
    }

    /// <summary>The session.</summary>
    public InteractiveSession Session { get; }

    /// <summary>The number of the query in its session.</summary>
    public long Id { get; }

    /// <summary>The status of the query. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<InteractiveSessionStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        (await GetInfoAsync(cancellationToken).ConfigureAwait(false))?.Status ?? InteractiveSessionStatus.Unknown;

    /// <summary>The address of a web page that shows the query: that of its session, opened at this query. The requests of <see cref="Instance.GetLogViewUriAsync"/>.</summary>
    /// <param name="options">Which page, and how long the token of the older one is valid. Default: those of <see cref="LogViewOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public Task<Uri> GetLogViewUriAsync(LogViewOptions? options = null, CancellationToken cancellationToken = default) =>
        LogViewAddress.OfAsync(_scope, Session.Instance.Project, Session.Instance.Id, options ?? new LogViewOptions(), Id, cancellationToken);

    /// <summary>Asks the session to cancel the query. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task CancelAsync(CancellationToken cancellationToken = default) =>
        Session.Instance.PutTaskInfoAsync(Session.TaskName, "cancel", Id.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>
    /// Waits for the query and opens its result. A session gives rows as CSV text without types, so all columns are STRING; where types matter, use
    /// <see cref="OpenDownloadAsync"/>, or run in an interactive quota. One request for each look, from 50 ms apart to 1 s.
    /// </summary>
    /// <param name="wait">
    /// A limit of time, for how long looks may fail, and whether the end of the wait cancels the query; a session tells no progress. Default: those of
    /// <see cref="WaitOptions"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The query failed or was cancelled.</exception>
    /// <exception cref="OdpsTimeoutException"><see cref="WaitOptions.Timeout"/> passed.</exception>
    public async Task<QueryResult> OpenResultAsync(WaitOptions? wait = null, CancellationToken cancellationToken = default)
    {
        wait ??= new WaitOptions();
        try
        {
            return ToResult(await WaitAsync(wait, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (wait.StopOnCancellation && cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (OdpsTimeoutException) when (wait.StopOnTimeout && !cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Reads the rows through the tunnel with their types, as a cursor, without waiting first: the service answers when the query is ready. One request. It cannot be
    /// read again or go on after a broken connection, and a statement that is not a query has no rows.
    /// </summary>
    /// <param name="options">Limits and compression; the task and the query are set here. Default: those of <see cref="DirectDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The download, to be disposed.</returns>
    public Task<DirectDownload> OpenDownloadAsync(DirectDownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        new TunnelOperations(_scope).OpenDirectDownloadAsync(
            Session.Instance, (options ?? new DirectDownloadOptions()) with { TaskName = Session.TaskName, QueryId = checked((int)Id) }, cancellationToken);

    /// <summary>A failure text without what the service's log puts before it: <c>[...]</c>.</summary>
    internal static string? WithoutPrefixes(string? text)
    {
        text = text?.Trim();
        while (text is { Length: > 0 } && text[0] == '[' && text.IndexOf(']', StringComparison.Ordinal) is > 0 and int end)
        {
            text = text[(end + 1)..].TrimStart();
        }

        return text;
    }

    private async Task<string> WaitAsync(WaitOptions wait, CancellationToken cancellationToken)
    {
        long start = _scope.TimeProvider.GetTimestamp();
        TimeSpan pause = FirstPause;
        long? firstFault = null;

        // A long text may come in pieces while the query still runs.
        var text = new StringBuilder();
        while (true)
        {
            SessionInfo? info = null;
            try
            {
                info = await GetInfoAsync(cancellationToken).ConfigureAwait(false);
                firstFault = null;
            }
            catch (OdpsException fault) when (
                fault.IsTransient && _scope.TimeProvider.GetElapsedTime(firstFault ??= _scope.TimeProvider.GetTimestamp()) < wait.FaultTolerance)
            {
                // The query goes on without us; only the look failed.
            }

            switch (info?.Status)
            {
                case InteractiveSessionStatus.Terminated:
                    return text.Append(info.Result).ToString();
                case InteractiveSessionStatus.Failed or InteractiveSessionStatus.Cancelled:
                    throw OdpsExceptionFactory.FromInstanceResult(
                        WithoutPrefixes(info.Result), Session.Instance.Id, $"{Session.TaskName}_session_query_{Id}", info.Status.ToString(), _sql);
                default:
                    text.Append(info?.Result);
                    break;
            }

            if (wait.Timeout != Timeout.InfiniteTimeSpan && _scope.TimeProvider.GetElapsedTime(start) >= wait.Timeout)
            {
                throw new OdpsTimeoutException($"Query {Id} of {Session} had not ended after {wait.Timeout} (WaitOptions.Timeout).");
            }

            await Task.Delay(pause, _scope.TimeProvider, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<SessionInfo?> GetInfoAsync(CancellationToken cancellationToken) => SessionInfo.TryParse(await Session.Instance.GetTaskInfoAsync(
        Session.TaskName, string.Create(CultureInfo.InvariantCulture, $"result_{Id}"), cancellationToken).ConfigureAwait(false));

    private QueryResult ToResult(string text)
    {
        if (!IsQuery(_sql))
        {
            return new QueryResult(Session.Instance, text, QueryResultChannel.Session);
        }

        (ColumnCollection columns, IReadOnlyList<Record> records) = CsvRecords.Read(text, null, SqlSettings.ZoneOf(_settings), $"read the result of query {Id} of {Session}");
        return new QueryResult(Session.Instance, columns, records, text, QueryResultChannel.Session);
    }

    /// <summary>Whether the last statement is a query, by its first word.</summary>
    private static bool IsQuery(string sql)
    {
        ReadOnlySpan<char> last = SetStatements.Last(sql);
        while (!last.IsEmpty && (last[0] == '(' || char.IsWhiteSpace(last[0])))
        {
            last = last[1..];
        }

        return last.StartsWith("select", StringComparison.OrdinalIgnoreCase) || last.StartsWith("with", StringComparison.OrdinalIgnoreCase);
    }
}
