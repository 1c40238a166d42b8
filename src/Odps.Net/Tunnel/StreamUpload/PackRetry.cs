namespace Odps.Net.Tunnel;

/// <summary>
/// The waits between the attempts to send one pack: those of <see cref="RetryOptions"/>, but bounded by time and not by number, because a slot that moves
/// and a quota that is used up are ordinary in a long upload.
/// </summary>
internal sealed class PackRetry(ServiceScope scope, TimeSpan limit)
{
    private readonly RetryOptions _options = scope.Options.Retry;
    private readonly long _start = scope.TimeProvider.GetTimestamp();
    private int _attempts;

    /// <summary>Waits before another attempt; false when there is to be none, and <paramref name="failure"/> is what to report.</summary>
    public async ValueTask<bool> WaitAsync(OdpsException failure, CancellationToken cancellationToken)
    {
        TimeSpan? asked = (failure as OdpsServiceException)?.Error.RetryAfter;
        if (_options.MaxRetries == 0
            || asked > _options.MaxRetryAfter
            || (failure is OdpsThrottledException && asked is null && !_options.RetryThrottled))
        {
            return false;
        }

        TimeSpan wait = asked ?? Backoff();
        if (scope.TimeProvider.GetElapsedTime(_start) + wait > limit)
        {
            return false;
        }

        await Task.Delay(wait, scope.TimeProvider, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Doubling waits, each between three quarters and all of its turn, so that many writers do not come back at once.</summary>
    private TimeSpan Backoff()
    {
        double turn = Math.Min(_options.Delay.TotalMilliseconds * Math.Pow(2, Math.Min(_attempts++, 30)), _options.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(turn * (0.75 + (0.25 * Random.Shared.NextDouble())));
    }
}
