namespace Odps.Net;

/// <summary>What a new project is to be. What stays <see langword="null"/> the service chooses.</summary>
public sealed record CreateProjectOptions
{
    /// <summary>The kind. Default: <see cref="ProjectType.Managed"/>, which is not sent.</summary>
    public ProjectType? Type { get; init; }

    /// <summary>The account that is to own the project, for example <c>ALIYUN$someone@example.com</c>. Default: the caller.</summary>
    public string? Owner { get; init; }

    /// <summary>The account that may do everything in the project. Default: the owner.</summary>
    public string? SuperAdministrator { get; init; }

    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>The group that the project belongs to. Default: the service's.</summary>
    public string? Group { get; init; }

    /// <summary>The cluster that jobs run on. Default: the service's.</summary>
    public string? DefaultCluster { get; init; }

    /// <summary>The id of the quota that jobs run in. Default: the service's.</summary>
    public string? QuotaId { get; init; }

    /// <summary>
    /// Properties, for example <c>odps.sql.timezone</c>. A project over data elsewhere (<see cref="ProjectType.External"/>) says in <c>external_project_properties</c> (a
    /// JSON text) and <c>external_project_ref_project</c> where that is. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
