namespace Odps.Net;

/// <summary>How an interactive session is created or attached. Everything has a default.</summary>
public sealed record InteractiveSessionOptions
{
    /// <summary>The name of the session. Default: <c>public.default</c>.</summary>
    public string Name { get; init; } = "public.default";

    /// <summary>How many workers a new session gets. Default: the service chooses.</summary>
    public int? WorkerCount { get; init; }

    /// <summary>The memory of each worker of a new session, in megabytes. Default: the service chooses.</summary>
    public int? WorkerMemory { get; init; }

    /// <summary>The hours in which a new session may give workers up, for example <c>00-24</c>. Default: none.</summary>
    public string? WorkerSpareSpan { get; init; }

    /// <summary>The name of the task that is the session. Default: <c>AnonymousSQLRTTask</c>.</summary>
    public string TaskName { get; init; } = "AnonymousSQLRTTask";

    /// <summary>Hints of the session. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the session may take to start. Default: 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
