namespace Odps.Net;

/// <summary>
/// Caches what a provider gives. At most one call of the provider runs at a time; it belongs to all waiting requests, so a cancelled
/// request leaves it running. A value that is still good is handed out while its successor is fetched.
/// </summary>
internal sealed class RefreshingCredential(
    Func<CancellationToken, ValueTask<OdpsCredentialValue>> provider,
    CredentialRefreshOptions options,
    string name = "Provider") : OdpsCredential
{
    private readonly Lock _lock = new();
    private Entry? _current;
    private Task<Entry>? _refresh;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    public override ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        Entry? entry = Volatile.Read(ref _current);
        if (entry is not null && now < entry.RefreshAt)
        {
            return new(entry.Value);
        }

        if (entry is not null && now < entry.ExpiresAt)
        {
            StartAhead(now);
            return new(entry.Value);
        }

        return WaitAsync(Start(entry), cancellationToken);
    }

    public override async ValueTask<bool> RefreshAsync(OdpsCredentialValue rejected, CancellationToken cancellationToken = default)
    {
        Entry? entry = Volatile.Read(ref _current);
        if (entry is null || !ReferenceEquals(entry.Value, rejected))
        {
            // Another request has replaced the value since this one was signed.
            return true;
        }

        await WaitAsync(Start(entry), cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override string ToString() => name;

    private static async ValueTask<OdpsCredentialValue> WaitAsync(Task<Entry> refresh, CancellationToken cancellationToken) =>
        (await refresh.WaitAsync(cancellationToken).ConfigureAwait(false)).Value;

    private void StartAhead(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_refresh is not null || now < _notBefore)
            {
                return;
            }
        }

        // A failure is kept from the requests as long as the old value is good; RunAsync sets when to try again.
        _ = Start(Volatile.Read(ref _current)).ContinueWith(
            static t => _ = t.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private Task<Entry> Start(Entry? seen)
    {
        TaskCompletionSource<Entry> completion;
        lock (_lock)
        {
            if (_refresh is not null)
            {
                return _refresh;
            }

            if (_current is { } current && !ReferenceEquals(current, seen))
            {
                return Task.FromResult(current);
            }

            completion = new TaskCompletionSource<Entry>(TaskCreationOptions.RunContinuationsAsynchronously);
            _refresh = completion.Task;
        }

        _ = RunAsync(completion);
        return completion.Task;
    }

    private async Task RunAsync(TaskCompletionSource<Entry> completion)
    {
        try
        {
            OdpsCredentialValue value = await provider(CancellationToken.None).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The credential provider returned null.");
            DateTimeOffset now = options.TimeProvider.GetUtcNow();
            var entry = Entry.Create(value, now, options);
            lock (_lock)
            {
                _current = entry;
                _refresh = null;
            }

            completion.SetResult(entry);
        }
#pragma warning disable CA1031 // Whatever the provider throws belongs to the requests that wait for it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                _refresh = null;
                _notBefore = options.TimeProvider.GetUtcNow() + options.FailureInterval;
            }

            completion.SetException(failure as OdpsException ?? new OdpsException(
                $"Could not get a credential from its provider ({name}): {failure.Message} Nothing was sent. Check the source that OdpsClientOptions.Credential reads from.",
                failure));
        }
    }

    private sealed record Entry(OdpsCredentialValue Value, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt)
    {
        public static Entry Create(OdpsCredentialValue value, DateTimeOffset now, CredentialRefreshOptions options)
        {
            if (value.ExpiresOn is { } expiry)
            {
                // A value that lives shorter than twice RefreshBefore would otherwise be refreshed at every request.
                TimeSpan ahead = TimeSpan.FromTicks(Math.Min(options.RefreshBefore.Ticks, Math.Max(0, (expiry - now).Ticks / 2)));
                return new Entry(value, expiry - ahead, expiry);
            }

            // Without a known expiry the age asks for a refresh, and never makes the value useless.
            DateTimeOffset refreshAt = options.MaxAge == Timeout.InfiniteTimeSpan || options.MaxAge > DateTimeOffset.MaxValue - now
                ? DateTimeOffset.MaxValue
                : now + options.MaxAge;
            return new Entry(value, refreshAt, DateTimeOffset.MaxValue);
        }
    }
}
