using System.Globalization;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Commits an upload session once. When the answer is lost, or leaves open what happened, the state of the session tells: closed means that it is committed,
/// normal that it is not and may be asked again.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="expected">The ids of all blocks that it is to have.</param>
/// <param name="wasSent">Whether an earlier call has asked for the commit without learning what came of it.</param>
internal sealed class UploadCommit(TableUploadSession session, HashSet<int> expected, bool wasSent)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TunnelTarget _target = session.Target;
    private OdpsException? _lost;

    /// <summary>Whether the commit was asked for and may have taken place.</summary>
    public bool WasSent { get; private set; } = wasSent;

    private string Description => string.Create(CultureInfo.InvariantCulture, $"{session} ({expected.Count} blocks)");

    /// <summary>Commits, and gives the state of the session afterwards.</summary>
    public async Task<UploadSessionState> RunAsync(CancellationToken cancellationToken)
    {
        UploadSessionState state = await session.LoadStateAsync(
            WasSent ? "Whether it was committed by an earlier call is still not known." : "The commit was not asked for, and nothing of the session is committed.",
            cancellationToken).ConfigureAwait(false);
        if (state.Status == TunnelSessionStatus.Closed && (WasSent || HasExpectedBlocks(state)))
        {
            return state;
        }

        CheckStatus(state);
        CheckBlocks(state);
        return await AskAsync(cancellationToken).ConfigureAwait(false) ?? await ResolveAsync(state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for the commit once; null when what came of it is not known.</summary>
    private async Task<UploadSessionState?> AskAsync(CancellationToken cancellationToken)
    {
        OdpsRequest request = await _target.RequestAsync(
            HttpMethod.Post, new QueryParameters { { "uploadid", session.Id } }, $"commit {Description}", cancellationToken).ConfigureAwait(false);
        request = request with { Content = TunnelTarget.Empty };
        bool wasSentBefore = WasSent;
        WasSent = true;
        try
        {
            return await _target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsException lost) when (lost.IsTransient || lost is OdpsDataException || (wasSentBefore && lost is OdpsServiceException { StatusCode: System.Net.HttpStatusCode.Conflict }))
        {
            _lost = lost;
            return null;
        }
        catch (OdpsServiceException refused) when (wasSentBefore)
        {
            throw Unknown(refused);
        }
        catch (OdpsServiceException)
        {
            WasSent = false;
            throw;
        }
    }

    private async Task<UploadSessionState> ResolveAsync(UploadSessionState before, CancellationToken cancellationToken)
    {
        TimeProvider clock = _target.Scope.TimeProvider;
        RetryOptions retry = _target.Scope.Options.Retry;
        long start = clock.GetTimestamp();
        TimeSpan pause = retry.Delay;
        int failures = 0;
        while (failures <= retry.MaxRetries && clock.GetElapsedTime(start) < session.CommitTimeout)
        {
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min((pause * 2).Ticks, Math.Min(LongestPause.Ticks, retry.MaxDelay.Ticks)));
            UploadSessionState state;
            try
            {
                state = await session.LoadStateAsync(note: null, cancellationToken).ConfigureAwait(false);
            }
            catch (OdpsException failure)
            {
                if (!failure.IsTransient)
                {
                    throw Unknown(failure);
                }

                failures++;
                _lost = failure;
                continue;
            }

            if (state.Status == TunnelSessionStatus.Closed)
            {
                return state;
            }

            if (state.Status == TunnelSessionStatus.Normal)
            {
                failures++;
                if (await AskAsync(cancellationToken).ConfigureAwait(false) is { } answer)
                {
                    return answer;
                }
            }
            else if (state.Status != TunnelSessionStatus.Closing && state.Status != TunnelSessionStatus.Committing)
            {
                CheckStatus(state);
                throw Unknown(new OdpsException($"The status of {session} is {state.Status} (it was {before.Status})."));
            }
        }

        throw Unknown(null);
    }

    private void CheckStatus(UploadSessionState state)
    {
        string? what = state.Status == TunnelSessionStatus.Closed ? "it was committed already, by another object or process, with other blocks than were written here"
            : state.Status == TunnelSessionStatus.Expired ? "it has expired (a session lives for 24 hours)"
            : state.Status == TunnelSessionStatus.Canceled ? "it was cancelled"
            : state.Status == TunnelSessionStatus.Critical ? "the service has given it up"
            : null;
        if (what is not null)
        {
            throw new OdpsException($"{Description} was not committed: {what} (status {state.Status}). None of these rows is in the table by this session; write them in a new one.");
        }
    }

    private bool HasExpectedBlocks(UploadSessionState state) => state.Blocks.Select(b => b.BlockId).ToHashSet().SetEquals(expected);

    private void CheckBlocks(UploadSessionState state)
    {
        if (HasExpectedBlocks(state))
        {
            return;
        }

        var found = state.Blocks.Select(b => b.BlockId).ToHashSet();
        string missing = string.Join(", ", expected.Except(found).Order().Take(20));
        string foreign = string.Join(", ", found.Except(expected).Order().Take(20));
        throw new OdpsException(
            $"{session} was not committed: {expected.Count} blocks were written and the service has {found.Count}."
            + (missing.Length > 0 ? $" Missing there: {missing}; write them again." : "")
            + (foreign.Length > 0 ? $" Not written here: {foreign}; name all blocks of the session in the call, or create a new session." : ""));
    }

    private OdpsOutcomeUnknownException Unknown(OdpsException? look) => new(
        $"It is not known whether {Description} was committed, whole or not at all: {_lost?.Message ?? "the service is still at it after UploadSessionOptions.CommitTimeout."}{(look is null ? "" : $" Then: {look.Message}")} "
        + "Call CommitAsync again, which looks at the session first and commits nothing twice; or look at the table.",
        look ?? _lost);
}
