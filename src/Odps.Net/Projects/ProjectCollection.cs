using System.Collections.Frozen;
using System.Xml.Linq;
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
        OdpsRequest request = OdpsRequest.Put(RestPath.Project(name), $"update project {name}", RequestContent.Xml(ToXml(name, update).ToDocumentText())) with { CurrentProject = _scope.Project };
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

    private OdpsRequest Get(string name, string operation) => OdpsRequest.Get(RestPath.Project(name), operation) with { CurrentProject = _scope.Project };

    private static XElement ToXml(string name, ProjectUpdate update)
    {
        var project = new XElement("Project", new XElement("Name", name));
        Add(project, "Comment", update.Comment);
        Add(project, "Owner", update.Owner);
        Add(project, "State", update.State?.ToString().ToUpperInvariant());
        if (update.Properties.Count > 0)
        {
            project.Add(new XElement("Properties", update.Properties.Select(p => new XElement("Property", new XElement("Name", p.Key), new XElement("Value", p.Value)))));
        }

        return project;
    }

    private static void Add(XElement parent, string name, string? value)
    {
        if (value is not null)
        {
            parent.Add(new XElement(name, value));
        }
    }
}
