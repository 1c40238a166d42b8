namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>A clock whose waits pass faster than they say, so that back-off and timeouts take no time worth mentioning. The date is the true one, since requests are signed with it.</summary>
internal sealed class ScaledTimeProvider(int factor) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => _start + ((System.GetTimestamp() - _start) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(System.CreateTimer(callback, state, Scale(dueTime, factor), Scale(period, factor)), factor);

    private static TimeSpan Scale(TimeSpan time, int factor) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    private sealed class ScaledTimer(ITimer inner, int factor) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Scale(dueTime, factor), Scale(period, factor));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
