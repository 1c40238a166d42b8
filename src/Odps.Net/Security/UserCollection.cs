using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The users of a project. They are changed through security statements (<c>ADD USER</c>), which need the right to.</summary>
public sealed class UserCollection
{
    private readonly ServiceScope _scope;

    internal UserCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a user, who may or may not be in the project; costs no call.</summary>
    /// <param name="name">The name of the account, for example <c>ALIYUN$someone@example.com</c> or <c>RAM$account:user</c>.</param>
    /// <exception cref="ArgumentException">The name holds white space, quotes or semicolons.</exception>
    public User this[string name] => new(_scope, _scope.RequireProject(), PrincipalName.Check(name, "user", nameof(name)));

    /// <summary>Adds an account to the project (<c>ADD USER</c>). A security query: one request.</summary>
    /// <param name="name">The name of the account.</param>
    /// <param name="cancellationToken">Cancels the request; the user may have been added all the same.</param>
    /// <returns>A handle to the user.</returns>
    /// <exception cref="OdpsAlreadyExistsException">The project has the user already.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not change the project's users.</exception>
    public async Task<User> AddAsync(string name, CancellationToken cancellationToken = default)
    {
        User user = this[name];
        await new SecurityOperations(_scope).RunOwnAsync($"add user {name}", $"add user {name} to project {user.Project}", cancellationToken).ConfigureAwait(false);
        return user;
    }

    /// <summary>Removes an account from the project (<c>REMOVE USER</c>). A security query: one request.</summary>
    /// <param name="name">The name of the account.</param>
    /// <param name="cancellationToken">Cancels the request; the user may have been removed all the same.</param>
    /// <exception cref="OdpsNotFoundException">The project has no such user.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken = default) => this[name].RemoveAsync(cancellationToken);

    /// <summary>What the service says of a user. One request.</summary>
    /// <param name="name">The name of the account.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The project has no such user.</exception>
    public Task<UserInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>What the service says of the user with an id. One request.</summary>
    /// <param name="id">The numeric id of the account (<see cref="UserInfo.Id"/>).</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The project has no such user.</exception>
    public async Task<UserInfo> GetByIdAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).User(id), $"get the user with id {id} of project {project}") with
        {
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(request, static (document, _) => UserInfo.Read(document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the project has a user. One request.</summary>
    /// <param name="name">The name of the account.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Lists the users of the project. One request; the service does not page this list.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<UserInfo> ListAsync(CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        return List(_scope, RestPath.Project(project).Users(), flag: null, $"list the users of project {project}", cancellationToken);
    }

    /// <summary>A list of users, wherever it stands.</summary>
    internal static PagedEnumerable<UserInfo> List(ServiceScope scope, RestPath path, string? flag, string operation, CancellationToken cancellationToken) => new(
        (marker, token) => scope.Pipeline.ReadXmlAsync(
            OdpsRequest.Get(path, operation) with
            {
                Query = new QueryParameters { { "marker", marker } }.Flag(flag ?? "users", flag is not null),
                CurrentProject = scope.Project,
            },
            static (document, _) => document.ReadPage("User", UserInfo.Read),
            token),
        maxItems: null,
        cancellationToken);
}
