using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The roles of a project. They are changed through security statements (<c>CREATE ROLE</c>), which need the right to.</summary>
public sealed class RoleCollection
{
    private readonly ServiceScope _scope;

    internal RoleCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a role, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The name holds white space, quotes or semicolons.</exception>
    public Role this[string name] => new(_scope, _scope.RequireProject(), PrincipalName.Check(name, "role", nameof(name)));

    /// <summary>Creates a role (<c>CREATE ROLE</c>), which allows nothing yet. A security query: one request.</summary>
    /// <param name="name">The name: letters, digits and underscores.</param>
    /// <param name="cancellationToken">Cancels the request; the role may have been created all the same.</param>
    /// <returns>A handle to the role.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a role already.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not change the project's roles.</exception>
    public async Task<Role> CreateAsync(string name, CancellationToken cancellationToken = default)
    {
        Role role = this[name];
        await new SecurityOperations(_scope).RunOwnAsync($"create role {name}", $"create role {name} in project {role.Project}", cancellationToken).ConfigureAwait(false);
        return role;
    }

    /// <summary>Drops a role (<c>DROP ROLE</c>), which no user may have any more. A security query: one request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request; the role may have been dropped all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    public Task DropAsync(string name, CancellationToken cancellationToken = default) => this[name].DropAsync(cancellationToken);

    /// <summary>What the service says of a role. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    public Task<RoleInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a role. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Lists the roles of the project. One request; the service does not page this list.</summary>
    /// <param name="name">Only the role of this name (<c>name</c>); the service filters. Default: all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<RoleInfo> ListAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        return List(
            _scope, RestPath.Project(project).Roles(), () => new QueryParameters { { "name", name } }, $"list the roles of project {project}", cancellationToken);
    }

    /// <summary>A list of roles, wherever it stands.</summary>
    internal static PagedEnumerable<RoleInfo> List(
        ServiceScope scope, RestPath path, Func<QueryParameters> query, string operation, CancellationToken cancellationToken) => new(
        (marker, token) => scope.Pipeline.ReadXmlAsync(
            OdpsRequest.Get(path, operation) with { Query = query().With("marker", marker), CurrentProject = scope.Project },
            static (document, _) => document.ReadPage("Role", RoleInfo.Read),
            token),
        maxItems: null,
        cancellationToken);
}
