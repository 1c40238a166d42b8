using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Credentials;

public class RefreshingCredentialTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Queue<TaskCompletionSource<OdpsCredentialValue>> _calls = new();
    private int _asked;

    [Fact]
    public async Task Value_is_kept_until_it_is_about_to_expire()
    {
        OdpsCredential credential = Create(Value("1", TimeSpan.FromHours(1)), Value("2", TimeSpan.FromHours(1)));

        OdpsCredentialValue first = await credential.GetAsync();
        _clock.Advance(TimeSpan.FromMinutes(54));
        OdpsCredentialValue same = await credential.GetAsync();

        Assert.Same(first, same);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Successor_is_fetched_while_the_old_value_is_handed_out()
    {
        OdpsCredential credential = Create();
        TaskCompletionSource<OdpsCredentialValue> firstCall = Expect();
        TaskCompletionSource<OdpsCredentialValue> secondCall = Expect();
        firstCall.SetResult(Value("1", TimeSpan.FromHours(1)));
        OdpsCredentialValue first = await credential.GetAsync();
        _clock.Advance(TimeSpan.FromMinutes(56));

        ValueTask<OdpsCredentialValue> during = credential.GetAsync();
        ValueTask<OdpsCredentialValue> again = credential.GetAsync();

        Assert.True(during.IsCompletedSuccessfully);
        Assert.Same(first, await during);
        Assert.Same(first, await again);
        Assert.Equal(2, _asked);
        OdpsCredentialValue next = Value("2", TimeSpan.FromHours(1));
        secondCall.SetResult(next);

        // The old value is expired now, so that this waits for the call that runs already.
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(next, await credential.GetAsync());
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Concurrent_requests_share_one_call_of_the_provider()
    {
        OdpsCredential credential = Create();
        TaskCompletionSource<OdpsCredentialValue> call = Expect();

        Task<OdpsCredentialValue>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => credential.GetAsync().AsTask())];
        OdpsCredentialValue value = Value("1", TimeSpan.FromHours(1));
        call.SetResult(value);

        Assert.All(await Task.WhenAll(waiting), v => Assert.Same(value, v));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Cancelled_request_leaves_the_call_running_for_the_others()
    {
        OdpsCredential credential = Create();
        TaskCompletionSource<OdpsCredentialValue> call = Expect();
        using var source = new CancellationTokenSource();
        Task<OdpsCredentialValue> impatient = credential.GetAsync(source.Token).AsTask();
        Task<OdpsCredentialValue> patient = credential.GetAsync().AsTask();

        await source.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        OdpsCredentialValue value = Value("1", TimeSpan.FromHours(1));
        call.SetResult(value);

        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.Same(value, await patient);
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Failure_ahead_of_expiry_is_kept_from_requests_and_tried_again_later()
    {
        OdpsCredential credential = Create();
        Expect().SetResult(Value("1", TimeSpan.FromHours(1)));
        Expect().SetException(new IOException("no network"));
        Expect().SetResult(Value("2", TimeSpan.FromHours(1)));
        OdpsCredentialValue first = await credential.GetAsync();

        _clock.Advance(TimeSpan.FromMinutes(56));
        Assert.Same(first, await credential.GetAsync());
        Assert.Same(first, await credential.GetAsync());
        Assert.Equal(2, _asked);

        _clock.Advance(TimeSpan.FromSeconds(31));
        await credential.GetAsync();
        Assert.Equal(3, _asked);
        Assert.NotSame(first, await credential.GetAsync());
    }

    [Fact]
    public async Task Failure_without_a_good_value_reaches_the_request_and_the_next_one_asks_again()
    {
        OdpsCredential credential = Create();
        Expect().SetException(new IOException("no network"));
        Expect().SetResult(Value("1", TimeSpan.FromHours(1)));

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());
        OdpsCredentialValue value = await credential.GetAsync();

        Assert.Contains("no network", failure.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal("LTAIrotating0001", value.AccessKeyId);
    }

    [Fact]
    public async Task Expired_value_is_never_handed_out()
    {
        OdpsCredential credential = Create(Value("1", TimeSpan.FromHours(1)));
        OdpsCredentialValue first = await credential.GetAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        TaskCompletionSource<OdpsCredentialValue> call = Expect();

        Task<OdpsCredentialValue> waiting = credential.GetAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        call.SetResult(Value("2", TimeSpan.FromHours(1)));

        Assert.NotSame(first, await waiting);
    }

    [Fact]
    public async Task Value_without_an_expiry_is_refreshed_after_its_age_and_stays_usable()
    {
        OdpsCredential credential = Create(Value("1", null));
        OdpsCredentialValue first = await credential.GetAsync();
        _clock.Advance(TimeSpan.FromHours(6));
        Expect();

        Assert.Same(first, await credential.GetAsync());
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Short_lived_value_is_not_refreshed_at_every_request()
    {
        OdpsCredential credential = Create(Value("1", TimeSpan.FromMinutes(2)));
        OdpsCredentialValue first = await credential.GetAsync();

        _clock.Advance(TimeSpan.FromSeconds(59));

        Assert.Same(first, await credential.GetAsync());
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Refused_value_is_replaced_once_however_many_requests_report_it()
    {
        OdpsCredential credential = Create(Value("1", TimeSpan.FromHours(1)), Value("2", TimeSpan.FromHours(1)));
        OdpsCredentialValue first = await credential.GetAsync();

        Assert.True(await credential.RefreshAsync(first));
        Assert.True(await credential.RefreshAsync(first));

        Assert.NotSame(first, await credential.GetAsync());
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Provider_that_returns_null_is_an_error()
    {
        OdpsCredential credential = OdpsCredential.FromProvider(_ => new ValueTask<OdpsCredentialValue>((OdpsCredentialValue)null!));

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

        Assert.Contains("returned null", failure.Message, StringComparison.Ordinal);
    }

    private OdpsCredential Create(params OdpsCredentialValue[] values)
    {
        foreach (OdpsCredentialValue value in values)
        {
            Expect().SetResult(value);
        }

        return OdpsCredential.FromProvider(
            _ =>
            {
                _asked++;
                return new ValueTask<OdpsCredentialValue>(_calls.Dequeue().Task);
            },
            new CredentialRefreshOptions { TimeProvider = _clock });
    }

    private TaskCompletionSource<OdpsCredentialValue> Expect()
    {
        var call = new TaskCompletionSource<OdpsCredentialValue>();
        _calls.Enqueue(call);
        return call;
    }

    private OdpsCredentialValue Value(string version, TimeSpan? lifetime) =>
        OdpsCredentialValue.AccessKey("LTAIrotating0001", "secret-" + version, "token-" + version, _clock.GetUtcNow() + lifetime);
}
