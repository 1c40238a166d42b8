namespace Odps.Net;

/// <summary>What is to be changed of a project. What stays <see langword="null"/> is left as it is.</summary>
public sealed record ProjectUpdate
{
    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The account that is to own the project.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The state: from available to frozen, from frozen to available or deleting. Deleting is final: the service purges the project some days later.
    /// </summary>
    public ProjectState? State { get; init; }

    /// <summary>Properties to set, for example <c>odps.sql.timezone</c>. Others stay as they are.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
