namespace Odps.Net;

/// <summary>
/// The job that purges a project. It runs in another project, which only the token of the answer opens; to follow it, make a client with these two:
/// <c>new OdpsClient(options with { Project = purge.Project, Credential = purge.Credential })</c> and take <c>client.Instances[purge.InstanceId]</c>.
/// </summary>
public sealed record ProjectPurge
{
    /// <summary>The project that the job runs in.</summary>
    public required string Project { get; init; }

    /// <summary>The id of the job.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The bearer token that may look at the job, and nothing else.</summary>
    public required OdpsCredential Credential { get; init; }
}
