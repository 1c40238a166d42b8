namespace Odps.Net.Tunnel;

/// <summary>
/// How a download session is made. Everything has a default. The service keeps a session for 24 hours, and makes at most 200 for a table in five minutes: use one for
/// many readers.
/// </summary>
public sealed record DownloadSessionOptions
{
    /// <summary>
    /// Whether the service may answer before the session is ready (<c>asyncmode</c>); the SDK then asks until it is. Tables of many small files take
    /// long, and without it the request can time out. Default: <see langword="true"/>.
    /// </summary>
    public bool CreateAsynchronously { get; init; } = true;

    /// <summary>How long to wait until the session is ready. Default: 10 minutes.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether readers go on although the table has changed since the session was created (<c>disable_modified_check</c>); otherwise the service refuses to read
    /// with the code <c>TableModified</c>. What is read then may be neither the old rows nor the new ones. Default: <see langword="false"/>.
    /// </summary>
    public bool DisableModifiedCheck { get; init; }

    /// <summary>
    /// The tunnel quota (<c>quotaName</c>), which limits bandwidth, transfers at a time (slots) and requests; what goes beyond is an
    /// <see cref="OdpsThrottledException"/> after the retries. Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.
    /// </summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression that readers ask for unless they say otherwise. Default: none.</summary>
    public TunnelCompression Compression { get; init; }

    /// <summary>
    /// How long the network may stay silent within each request. The service for its part ends a download after about five minutes, and readers go on with another
    /// one. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.
    /// </summary>
    public TimeSpan? NetworkTimeout { get; init; }
}
