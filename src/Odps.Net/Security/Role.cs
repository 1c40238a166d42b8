using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a role of a project, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class Role
{
    private readonly ServiceScope _scope;

    internal Role(ServiceScope scope, string project, string name)
    {
        _scope = scope;
        Project = project;
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    private RestPath Path => RestPath.Project(Project).Role(Name);

    /// <summary>What the service says of the role. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    public async Task<RoleInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"get role {Name} of project {Project}") with { CurrentProject = _scope.Project };
        return await _scope.Pipeline.ReadXmlAsync(request, static (document, _) => RoleInfo.Read(document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the role exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(cancellationToken).ExistsAsync();

    /// <summary>Drops the role (<c>DROP ROLE</c>), which no user may have any more. A security query: one request.</summary>
    /// <param name="cancellationToken">Cancels the request; the role may have been dropped all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    public Task DropAsync(CancellationToken cancellationToken = default) => RunAsync($"drop role {Name}", $"drop role {Name} of project {Project}", cancellationToken);

    /// <summary>Lists the users who have the role. One request; the service does not page this list.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<UserInfo> ListUsersAsync(CancellationToken cancellationToken = default) =>
        UserCollection.List(_scope, Path, "users", $"list the users of role {Name} of project {Project}", cancellationToken);

    /// <summary>Gives the role to a user (<c>GRANT role TO user</c>). A security query: one request.</summary>
    /// <param name="user">The name of the user's account.</param>
    /// <param name="cancellationToken">Cancels the request; the role may have been granted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role or user.</exception>
    public Task GrantToAsync(string user, CancellationToken cancellationToken = default) => RunAsync(
        $"grant {Name} to {PrincipalName.Check(user, "user", nameof(user))}",
        $"grant role {Name} to user {user} in project {Project}",
        cancellationToken);

    /// <summary>Takes the role from a user (<c>REVOKE role FROM user</c>). A security query: one request.</summary>
    /// <param name="user">The name of the user's account.</param>
    /// <param name="cancellationToken">Cancels the request; the role may have been revoked all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role or user, or the user does not have the role.</exception>
    public Task RevokeFromAsync(string user, CancellationToken cancellationToken = default) => RunAsync(
        $"revoke {Name} from {PrincipalName.Check(user, "user", nameof(user))}",
        $"revoke role {Name} from user {user} in project {Project}",
        cancellationToken);

    /// <summary>The policy of the role. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The policy; <see langword="null"/> when the role has none.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    public Task<SecurityPolicy?> GetPolicyAsync(CancellationToken cancellationToken = default) => PolicyCall.GetAsync(_scope, Path, "policy", Owner, cancellationToken);

    /// <summary>Sets the policy of the role in place of the one that it has. One request.</summary>
    /// <param name="policy">The policy; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Cancels the request; the policy may have been set all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not change the role.</exception>
    public Task SetPolicyAsync(SecurityPolicy? policy, CancellationToken cancellationToken = default) =>
        PolicyCall.PutAsync(_scope, Path, "policy", Owner, policy, contentType: null, cancellationToken);

    /// <summary>The project and the name.</summary>
    public override string ToString() => $"{Project}/roles/{Name}";

    private string Owner => $"role {Name} of project {Project}";

    private Task RunAsync(string statement, string operation, CancellationToken cancellationToken) =>
        new SecurityOperations(_scope.With(Project, _scope.Schema)).RunOwnAsync(statement, operation, cancellationToken);
}
