using System.Net;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Commits an upsert session: asks for it, and asks again until the service says that it is done. A session that is not known any more counts as committed
/// only after the service has said once that it commits.
/// </summary>
internal sealed class UpsertCommit(UpsertSession session, UpsertCommitOptions options)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly TimeProvider _clock = session.Target.Scope.TimeProvider;
    private bool _wasAccepted;
    private OdpsException? _lost;

    public async Task<TunnelSessionStatus> RunAsync(CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        TimeSpan pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            TunnelSessionStatus? status = await AskAsync(cancellationToken).ConfigureAwait(false);
            if (status == TunnelSessionStatus.Committed || (status is not null && _wasAccepted && !options.Wait))
            {
                return status.Value;
            }

            if (status is { } other && other != TunnelSessionStatus.Normal && other != TunnelSessionStatus.Committing)
            {
                throw new OdpsException($"{session} was not committed: its status is {other}, and nothing of it is visible. Write the rows in a new session.");
            }

            if (_clock.GetElapsedTime(start) + pause > options.Timeout)
            {
                throw Overdue();
            }

            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Asks for the commit; gives the status, or null when there was no answer, or one that leaves open what happened.</summary>
    private async Task<TunnelSessionStatus?> AskAsync(CancellationToken cancellationToken)
    {
        OdpsRequest request = await session.RoutedRequestAsync(HttpMethod.Post, 0, [], $"commit {session}", cancellationToken).ConfigureAwait(false);

        // Not repeated behind the back of this loop, which has to know whether an answer was lost.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = false, AcceptStatus = [HttpStatusCode.PermanentRedirect] };
        try
        {
            OdpsResponse response = await session.Target.Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await using (response.ConfigureAwait(false))
            {
                if (response.Status == HttpStatusCode.PermanentRedirect)
                {
                    await session.FollowAsync(response.Header("odps-tunnel-routed-server"), 0, cancellationToken).ConfigureAwait(false);
                    return null;
                }

                _wasAccepted = true;
                if (await ReadStatusAsync(response, cancellationToken).ConfigureAwait(false) is { } status)
                {
                    return status;
                }
            }

            return (await UpsertSession.LoadAsync(session.Target, session.Id, cancellationToken).ConfigureAwait(false)).Status;
        }
        catch (OdpsNotFoundException gone) when (gone.ErrorCode is "UpsertSessionNotFound" or "StreamSessionNotFound")
        {
            if (_wasAccepted)
            {
                return TunnelSessionStatus.Committed;
            }

            throw _lost is null ? gone : new OdpsOutcomeUnknownException(
                $"It is not known whether {session} was committed: the answer was lost ({_lost.Message}), and now the service does not know the session any more. "
                + "Either it is committed, or it had expired before: look at the table.",
                gone);
        }
        catch (OdpsServiceException refused) when (refused.IsTransient)
        {
            if (refused.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
            {
                await session.FollowAsync(null, 0, cancellationToken).ConfigureAwait(false);
            }

            _lost = refused;
            return null;
        }
        catch (OdpsException lost) when (lost.IsTransient)
        {
            _lost = lost;
            return null;
        }
        catch (OdpsServiceException refused) when (_lost is not null || _wasAccepted)
        {
            // An earlier request may have begun what this one is refused.
            throw new OdpsOutcomeUnknownException(
                $"It is not known whether {session} was committed: {(_lost is null ? "the service had accepted the commit" : $"an answer was lost ({_lost.Message})")}, and then: {refused.Message} Call CommitAsync again, which does no harm.",
                refused);
        }
    }

    private static async ValueTask<TunnelSessionStatus?> ReadStatusAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await response.ReadBytesAsync(OdpsRequest.DefaultMaxBodyBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return UpsertSessionState.ReadStatus(document.RootElement);
        }
        catch (JsonException)
        {
            // Not all services say more than that they have begun; the session itself tells.
            return null;
        }
    }

    private OdpsException Overdue() => _wasAccepted
        ? new OdpsTimeoutException(
            $"{session} was not committed after {options.Timeout} (UpsertCommitOptions.Timeout); the service is still at it. Call CommitAsync again to wait on, or ReloadAsync to look.")
        : new OdpsOutcomeUnknownException(
            $"It is not known whether {session} is being committed: the service has not answered for {options.Timeout} (UpsertCommitOptions.Timeout). "
            + $"The last attempt: {_lost?.Message ?? "the slot was given to another server."} Call CommitAsync again, which does no harm.",
            _lost);
}
