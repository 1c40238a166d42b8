namespace Odps.Net;

/// <summary>
/// How failed requests are repeated. Repeated are: a connection that could not be made (any request); for requests that do the same when
/// done twice (GET, HEAD, PUT, DELETE) a broken connection, a timeout, and the statuses 408, 502, 503 and 504, for GET and HEAD also 500;
/// and status 429 as <see cref="RetryThrottled"/> says. Everything else is thrown at once. Each attempt is signed anew.
/// </summary>
public sealed record RetryOptions
{
    /// <summary>How many times a request is repeated after the first attempt. Default: 4. 0 turns repeating off.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The wait before the first repeat; it doubles each time, with jitter. Default: 200 ms.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two attempts, when the service does not name one. Default: 30 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest <c>Retry-After</c> that is waited for. When the service asks for more, the error is thrown at once and
    /// <see cref="OdpsThrottledException.RetryAfter"/> says how long. Default: 2 minutes.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether a refusal for too many requests (429) without a <c>Retry-After</c> is repeated, for requests that do the same when done
    /// twice. With a <c>Retry-After</c> any request is repeated, because the service has refused it and says when to come back.
    /// Default: <see langword="true"/>.
    /// </summary>
    public bool RetryThrottled { get; init; } = true;
}
