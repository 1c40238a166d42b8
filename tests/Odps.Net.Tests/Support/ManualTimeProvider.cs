namespace Odps.Net.Tests.Support;

/// <summary>
/// A clock that stands still until the test moves it, with timers that fire when it does. With <see cref="AutoAdvance"/> it jumps to each
/// timer as soon as one is set, so that waits take no time; <see cref="Waits"/> says how long they were.
/// </summary>
internal sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<TimeSpan> _waits = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Source)> _watchers = [];
    private DateTimeOffset _now = start ?? new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Whether the clock jumps to each timer by itself.</summary>
    public bool AutoAdvance { get; init; }

    /// <summary>The due time of every timer that was set, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what falls due, in order of time, on this thread.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _armed.Where(t => t.DueAt <= target).MinBy(t => t.DueAt);
                if (next is null)
                {
                    _now = target > _now ? target : _now;
                    return;
                }

                _now = next.DueAt > _now ? next.DueAt : _now;
                _armed.Remove(next);
                if (next.Period > TimeSpan.Zero)
                {
                    next.DueAt = _now + next.Period;
                    _armed.Add(next);
                }
            }

            next.Fire();
        }
    }

    /// <summary>Completes when a timer is armed that has exactly that long to go; fails after half a minute of real time, so that a fault is no hang.</summary>
    public Task TimerArmedAsync(TimeSpan due)
    {
        lock (_lock)
        {
            if (_armed.Exists(t => t.DueAt - _now == due))
            {
                return Task.CompletedTask;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((due, source));
            return source.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private bool Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _armed.Remove(timer);
            if (timer.Disposed)
            {
                return false;
            }

            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.DueAt = _now + dueTime;
            timer.Period = period;
            _armed.Add(timer);
            _waits.Add(dueTime);
            foreach ((TimeSpan due, TaskCompletionSource source) in _watchers)
            {
                if (due == dueTime)
                {
                    source.TrySetResult();
                }
            }
        }

        if (AutoAdvance)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Self.Advance(s.By), (Self: this, By: dueTime), preferLocal: false);
        }

        return true;
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; set; }

        public bool Disposed { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => owner.Set(this, dueTime, period);

        public void Dispose()
        {
            Disposed = true;
            owner.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
