using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a user of a project, who may or may not be there. It holds no state and costs no call.</summary>
public sealed class User
{
    private readonly ServiceScope _scope;

    internal User(ServiceScope scope, string project, string name)
    {
        _scope = scope;
        Project = project;
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The name of the account, for example <c>RAM$account:user</c>.</summary>
    public string Name { get; }

    private RestPath Path => RestPath.Project(Project).User(Name);

    /// <summary>What the service says of the user. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The project has no such user.</exception>
    public async Task<UserInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"get user {Name} of project {Project}") with
        {
            Query = new QueryParameters { { "type", "displayname" } },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(request, static (document, _) => UserInfo.Read(document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the project has the user. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(cancellationToken).ExistsAsync();

    /// <summary>Removes the user from the project (<c>REMOVE USER</c>). A security query: one request.</summary>
    /// <param name="cancellationToken">Cancels the request; the user may have been removed all the same.</param>
    /// <exception cref="OdpsNotFoundException">The project has no such user.</exception>
    public Task RemoveAsync(CancellationToken cancellationToken = default) =>
        RunAsync($"remove user {Name}", $"remove user {Name} from project {Project}", cancellationToken);

    /// <summary>Lists the roles of the user. One request; the service does not page this list.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<RoleInfo> ListRolesAsync(CancellationToken cancellationToken = default) => RoleCollection.List(
        _scope,
        Path,
        () => new QueryParameters { "roles", { "type", "displayname" } },
        $"list the roles of user {Name} of project {Project}",
        cancellationToken);

    /// <summary>Gives the user a role (<c>GRANT role TO user</c>). A security query: one request.</summary>
    /// <param name="role">The name of the role.</param>
    /// <param name="cancellationToken">Cancels the request; the role may have been granted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role or user.</exception>
    public Task GrantRoleAsync(string role, CancellationToken cancellationToken = default) => RunAsync(
        $"grant {PrincipalName.Check(role, "role", nameof(role))} to {Name}",
        $"grant role {role} to user {Name} in project {Project}",
        cancellationToken);

    /// <summary>Takes a role from the user (<c>REVOKE role FROM user</c>). A security query: one request.</summary>
    /// <param name="role">The name of the role.</param>
    /// <param name="cancellationToken">Cancels the request; the role may have been revoked all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role or user, or the user does not have the role.</exception>
    public Task RevokeRoleAsync(string role, CancellationToken cancellationToken = default) => RunAsync(
        $"revoke {PrincipalName.Check(role, "role", nameof(role))} from {Name}",
        $"revoke role {role} from user {Name} in project {Project}",
        cancellationToken);

    /// <summary>The project and the name.</summary>
    public override string ToString() => $"{Project}/users/{Name}";

    private Task RunAsync(string statement, string operation, CancellationToken cancellationToken) =>
        new SecurityOperations(_scope.With(Project, _scope.Schema)).RunOwnAsync(statement, operation, cancellationToken);
}
