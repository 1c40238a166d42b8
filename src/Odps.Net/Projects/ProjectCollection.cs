using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The projects that the credential can see.</summary>
public sealed class ProjectCollection
{
    private readonly ServiceScope _scope;

    internal ProjectCollection(ServiceScope scope) => _scope = scope;

    /// <summary>The state of a project. One request.</summary>
    /// <param name="name">The project. Default: the client's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    public async Task<ProjectInfo> GetAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= _scope.RequireProject();
        OdpsRequest request = Get(name, $"get project {name}");
        return await _scope.Pipeline.ReadXmlAsync(request, (document, response) => ProjectInfo.Read(document, response) with { Name = name }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// All properties that are in force in a project, also those that no one has set, which <see cref="ProjectInfo.Properties"/> leaves out. One request.
    /// </summary>
    /// <param name="name">The project. Default: the client's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    public async Task<IReadOnlyDictionary<string, string>> GetAllPropertiesAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= _scope.RequireProject();
        OdpsRequest request = Get(name, $"get all properties of project {name}") with { Query = new QueryParameters { { "properties", "all" } } };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, response) => ProjectInfo.Read(document, response).Properties, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the service tells of a project only when it is asked for more: used and allowed sizes, bytes on each storage tier. One request.</summary>
    /// <param name="name">The project. Default: the client's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    public async Task<ProjectExtendedInfo> GetExtendedAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= _scope.RequireProject();
        OdpsRequest request = Get(name, $"get more of project {name}") with { Query = new QueryParameters { "extended" } };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            static (document, _) =>
            {
                FrozenDictionary<string, string> properties = ProjectInfo.ReadProperties(document, "ExtendedProperties");
                return new ProjectExtendedInfo { Properties = properties, StorageTier = StorageTierInfo.Read(properties) };
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a project is there and may be seen. One request.</summary>
    /// <param name="name">The project. Default: the client's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<bool> ExistsAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await GetAsync(name, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OdpsNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// What the service tells of its own settings in a project (<c>/system</c>), key by key as it names them: texts as they are, other values as JSON. One request.
    /// </summary>
    /// <param name="name">The project. Default: the client's.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    public async Task<IReadOnlyDictionary<string, string>> GetSystemInfoAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(name).Literal("system"), $"get the system settings of project {name}") with { CurrentProject = _scope.Project };
        return await _scope.Pipeline.ReadAsync(request, ReadPairsAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a project. One request. It needs the right to create projects in the tenant.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Owner, comment, properties and so on. Default: as the service chooses.</param>
    /// <param name="cancellationToken">Cancels the request; the project may have been created all the same.</param>
    /// <exception cref="OdpsAlreadyExistsException">There is such a project, of the caller or of someone else.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not create projects.</exception>
    public async Task CreateAsync(string name, CreateProjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string document = ProjectDocument.Create(name, options ?? new CreateProjectOptions());
        OdpsRequest request = OdpsRequest.Post(RestPath.Root.Literal("projects"), $"create project {name}", RequestContent.Xml(document)) with { CurrentProject = _scope.Project };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Marks a project as deleted: it can no longer be used, and the service purges it with all that it holds some days later. One request.</summary>
    /// <param name="name">The project.</param>
    /// <param name="cancellationToken">Cancels the request; the project may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not delete the project.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        await _scope.Pipeline.SendAndForgetAsync(DeleteRequest(name, $"delete project {name}"), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a project with all that it holds at once and for good. One request, which starts a job.</summary>
    /// <param name="name">The project.</param>
    /// <param name="cancellationToken">Cancels the request; the job may have been started all the same.</param>
    /// <returns>How to follow the job; <see langword="null"/> when the service has done it already.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not delete the project.</exception>
    public async Task<ProjectPurge?> PurgeAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        OdpsRequest request = DeleteRequest(name, $"purge project {name}") with { Query = new QueryParameters { { "permanent", "true" } } };
        return await _scope.Pipeline.ReadAsync(request, static (response, _) => new ValueTask<ProjectPurge?>(ReadPurge(response)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes properties, comment, owner or state of a project. One request. It needs the right to manage the project.</summary>
    /// <param name="name">The project.</param>
    /// <param name="update">What to change.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project, or the credential may not see it.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not change the project.</exception>
    public async Task UpdateAsync(string name, ProjectUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(update);
        OdpsRequest request = OdpsRequest.Put(RestPath.Project(name), $"update project {name}", RequestContent.Xml(ProjectDocument.Update(name, update))) with { CurrentProject = _scope.Project };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists projects. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<ProjectInfo> ListAsync(ListProjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListProjectsOptions filter = options ?? new ListProjectsOptions();
        if (filter is { Owner: not null, User: not null })
        {
            throw new ArgumentException("The service does not filter by ListProjectsOptions.Owner and ListProjectsOptions.User at once.", nameof(options));
        }

        return new PagedEnumerable<ProjectInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<ProjectInfo>> GetPageAsync(ListProjectsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal("projects"), "list projects") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "name", filter.Prefix },
                { "owner", filter.Owner },
                { "user", filter.User },
                { "group", filter.Group },
                { "region", filter.Region },
                { "tenant", filter.TenantId },
                { "quotanickname", filter.QuotaNickname },
                { "maxitems", filter.PageSize ?? filter.MaxItems },
                { "marker", marker },
            },
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request, (document, _) => document.ReadPage("Project", item => ProjectInfo.Read(item, null)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The answer 202 has the job in its headers; it runs in a project of the service's own.</summary>
    private static ProjectPurge? ReadPurge(OdpsResponse response) => response.Status != HttpStatusCode.Accepted ? null : new ProjectPurge
    {
        Project = "admin_task_project",
        InstanceId = JobSubmission.InstanceId(response),
        Credential = OdpsCredential.BearerToken(response.RequiredHeader("x-odps-instance-token")),
    };

    private static async ValueTask<IReadOnlyDictionary<string, string>> ReadPairsAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().DistinctBy(p => p.Name).ToFrozenDictionary(p => p.Name, p => p.Value.TextOf(), StringComparer.Ordinal)
            : throw response.Malformed("is not a JSON object");
    }

    private OdpsRequest DeleteRequest(string name, string operation) => OdpsRequest.Delete(RestPath.Project(name), operation) with { CurrentProject = _scope.Project };

    private OdpsRequest Get(string name, string operation) => OdpsRequest.Get(RestPath.Project(name), operation) with { CurrentProject = _scope.Project };
}
