using System.Globalization;
using System.Runtime.ExceptionServices;
using Odps.Net.Http;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// A range of rows that a reader works through, and how to go on with it when a connection breaks: at the row after the last one that was verified.
/// </summary>
internal sealed class DownloadRange(DownloadSession session, TunnelDataForm form, long start, long count, ColumnSelection selection, TunnelCompression compression)
{
    private readonly TunnelTarget _target = session.Target;
    private int _resumesInVain;

    /// <summary>How many rows the range has.</summary>
    public long Count => count;

    public ColumnSelection Selection => selection;

    /// <summary>Told of the rows that were verified; null for nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>What the answers' headers state of the server's time; null when they state nothing.</summary>
    public TunnelMetrics? Metrics { get; private set; }

    /// <summary>How often the range was opened again.</summary>
    public int Resumes { get; private set; }

    /// <summary>The settings of a stream that begins after so many rows of the range.</summary>
    public RecordStreamOptions Options(long done) => new()
    {
        Description = Describe(done),
        TimeZone = _target.Scope.Options.TimeZone,
        IsSent = selection.PartitionPlaces is { } places ? ordinal => places[ordinal] < 0 : null,
    };

    /// <summary>Asks for the rows that are left.</summary>
    public async ValueTask<Stream> OpenAsync(long done, CancellationToken cancellationToken)
    {
        QueryParameters query = session.DataQuery(form, start + done, count - done, selection.IsWhole ? null : selection.Wire);
        OdpsRequest request = await _target.RequestAsync(HttpMethod.Get, query, $"read {Describe(done)}", cancellationToken).ConfigureAwait(false);
        request = request with { Streaming = true, Headers = [.. request.Headers, new("Accept-Encoding", compression.HeaderFor(form) ?? "identity")] };
        OdpsResponse response = await _target.Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Metrics = TunnelMetrics.Sum(Metrics, TunnelMetrics.Of(response));
        return await DownloadBodyStream.OpenAsync(response).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits before the range is opened again after a failure. Throws the failure when it does not pass by itself, or when too many attempts in a row
    /// have not brought a single row.
    /// </summary>
    public async ValueTask BackOffAsync(Exception failure, long done, bool progressed, CancellationToken cancellationToken)
    {
        RetryOptions retry = _target.Scope.Options.Retry;
        _resumesInVain = progressed ? 0 : _resumesInVain;
        if (failure is not OdpsException { IsTransient: true } || _resumesInVain >= retry.MaxRetries)
        {
            if (failure is OdpsStreamTruncatedException cut && cut.RowsRead != done)
            {
                throw new OdpsStreamTruncatedException($"{cut.Message} Before that, {done} rows of the range were read.", done, cut);
            }

            ExceptionDispatchInfo.Throw(failure);
        }

        double factor = Math.Pow(2, Math.Min(_resumesInVain++, 20));
        TimeSpan pause = retry.Delay * factor < retry.MaxDelay ? retry.Delay * factor : retry.MaxDelay;
        Resumes++;
        await Task.Delay(pause, _target.Scope.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error for a stream that ended in good order, but with fewer rows than were asked for.</summary>
    public OdpsStreamTruncatedException Incomplete(long done) => new(
        string.Create(CultureInfo.InvariantCulture, $"The service ended {Describe(0)} after {done} of {count} rows. The table may have changed: create a new session."), done);

    /// <summary>What is read after so many rows of the range, for messages.</summary>
    public string Describe(long done) =>
        string.Create(CultureInfo.InvariantCulture, $"rows {start + done} to {start + count} of {_target.Description} (download session {session.Id})");
}
