namespace Odps.Net;

/// <summary>How a statement is run interactively (query acceleration, MCQA). Everything has a default.</summary>
public sealed record InteractiveOptions
{
    /// <summary>
    /// The interactive quota that runs it (MCQA 2.0). Default: <see langword="null"/>, a session (MCQA 1).
    /// </summary>
    public string? QuotaName { get; init; }

    /// <summary>The session that runs it when no quota is named; it is attached once for the life of the client. Default: <c>public.default</c>.</summary>
    public string SessionName { get; init; } = "public.default";

    /// <summary>
    /// For which failures the statement is run as an ordinary job instead, which <see cref="QueryResult.Fallback"/> tells. Default:
    /// <see cref="InteractiveFallback.Default"/>.
    /// </summary>
    public InteractiveFallback Fallback { get; init; } = InteractiveFallback.Default;

    /// <summary>The quota of that ordinary job. Default: the project's own.</summary>
    public string? OfflineQuotaName { get; init; }

    /// <summary>The hints of that ordinary job. Default: <see langword="null"/>, those of the statement.</summary>
    public IReadOnlyDictionary<string, string>? OfflineHints { get; init; }

    /// <summary>How long attaching the session may take. Default: 60 s.</summary>
    public TimeSpan AttachTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
