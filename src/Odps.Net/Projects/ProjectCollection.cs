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
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(name), $"get project {name}") with { CurrentProject = _scope.Project };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, response) => ProjectInfo.Read(document, response) with { Name = name }, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Lists projects. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<ProjectInfo> ListAsync(ListProjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListProjectsOptions filter = options ?? new ListProjectsOptions();
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
                { "maxitems", filter.MaxItems },
                { "marker", marker },
            },
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request, (document, _) => document.ReadPage("Project", item => ProjectInfo.Read(item, null)), cancellationToken).ConfigureAwait(false);
    }
}
