namespace Odps.Net;

/// <summary>How an XFlow is run. Everything has a default.</summary>
public sealed record XFlowOptions
{
    /// <summary>The project that the XFlow lives in, for example <c>algo_public</c>. Default: the client's project.</summary>
    public string? XFlowProject { get; init; }

    /// <summary>
    /// The parameters of the XFlow, in their order. A <c>modelName</c> without a slash is taken as a model of the client's project, an
    /// <c>inputTableName</c> or <c>outputTableName</c> without a dot as a table of it. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Properties of the run (<c>Config</c>), for example <c>settings</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    /// <summary>The priority, 0 (most urgent) to 9. Default: <see langword="null"/>, the service's own.</summary>
    public int? Priority { get; init; }

    /// <summary>
    /// An id of the caller's choice that makes the submission idempotent (<c>Guid</c>): submissions with the same id are one instance, so the SDK may
    /// repeat the request. Default: <see langword="null"/>, and a submission whose answer is lost is not repeated.
    /// </summary>
    public string? UniqueId { get; init; }

    /// <summary>How to wait where the call waits. Default: those of <see cref="WaitOptions"/>.</summary>
    public WaitOptions? Wait { get; init; }
}
