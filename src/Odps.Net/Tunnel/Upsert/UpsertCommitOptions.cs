namespace Odps.Net.Tunnel;

/// <summary>How an upsert session is committed. Everything has a default.</summary>
public sealed record UpsertCommitOptions
{
    /// <summary>Whether to wait until the rows are visible. Otherwise the commit goes on in the service. Default: <see langword="true"/>.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How long to wait. Default: 2 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
