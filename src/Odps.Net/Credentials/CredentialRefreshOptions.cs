namespace Odps.Net;

/// <summary>When a credential made by <see cref="OdpsCredential.FromProvider"/> asks its provider again.</summary>
public sealed record CredentialRefreshOptions
{
    /// <summary>
    /// How long before <see cref="OdpsCredentialValue.ExpiresOn"/> the successor is fetched. While it is fetched, requests go on with the
    /// value at hand; only an expired value makes them wait. Default: 5 minutes, and never more than half of the time the value was good for.
    /// </summary>
    public TimeSpan RefreshBefore { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How old a value may become when its expiry is not known. Default: 5 hours. <see cref="Timeout.InfiniteTimeSpan"/> keeps it for ever.
    /// </summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(5);

    /// <summary>
    /// How long to wait after a failed refresh before the provider is asked again while the old value is still good. Default: 30 seconds.
    /// With no good value, each request asks.
    /// </summary>
    public TimeSpan FailureInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
