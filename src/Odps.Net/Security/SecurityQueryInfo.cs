namespace Odps.Net;

/// <summary>Where a security query stands that the service answers later: an immutable snapshot.</summary>
public sealed record SecurityQueryInfo
{
    /// <summary>The id of the query.</summary>
    public required string Id { get; init; }

    /// <summary>The status.</summary>
    public required SecurityQueryStatus Status { get; init; }

    /// <summary>The answer, or the text of the failure; empty while the query runs.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it has ended, with success or not.</summary>
    public bool IsTerminated => Status == SecurityQueryStatus.Terminated || Status == SecurityQueryStatus.Failed;
}
