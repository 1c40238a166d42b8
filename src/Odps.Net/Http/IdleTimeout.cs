namespace Odps.Net.Http;

/// <summary>
/// The limit on how long the network may stay silent within one attempt. It runs only between <see cref="Arm"/> and <see cref="Disarm"/>,
/// that is while the SDK waits for the network, never while the caller works. Its token also carries the caller's cancellation for as long
/// as <see cref="CancelWith"/> says.
/// </summary>
internal sealed class IdleTimeout(TimeSpan limit, TimeProvider timeProvider) : IDisposable
{
    private readonly CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, timeProvider);
    private int _state;

    private const int Idle = 0;
    private const int Armed = 1;
    private const int CancelledByCaller = 2;

    public TimeSpan Limit => limit;

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the silence lasted too long; false when the caller's token came first.</summary>
    public bool HasPassed => _source.IsCancellationRequested && Volatile.Read(ref _state) != CancelledByCaller;

    public void Arm()
    {
        if (limit != Timeout.InfiniteTimeSpan && Interlocked.CompareExchange(ref _state, Armed, Idle) != CancelledByCaller)
        {
            Set(limit);
        }
    }

    public void Disarm()
    {
        if (limit != Timeout.InfiniteTimeSpan && Interlocked.CompareExchange(ref _state, Idle, Armed) == Armed)
        {
            Set(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Passes the caller's cancellation on until the registration is disposed.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(
            static state =>
            {
                var self = (IdleTimeout)state!;
                if (!self._source.IsCancellationRequested)
                {
                    Volatile.Write(ref self._state, CancelledByCaller);
                    self._source.Cancel();
                }
            },
            this);

    public void Dispose() => _source.Dispose();

    private void Set(TimeSpan delay)
    {
        try
        {
            _source.CancelAfter(delay);
        }
        catch (ObjectDisposedException)
        {
            // The attempt is over while its body is still on the way out; there is nothing left to limit.
        }
    }
}
