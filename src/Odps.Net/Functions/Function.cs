using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a user-defined function, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class Function
{
    internal Function(ServiceScope scope, FunctionName name)
    {
        Scope = scope;
        FullName = name;
    }

    /// <summary>The project.</summary>
    public string Project => FullName.Project;

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName => FullName.Schema;

    /// <summary>The name.</summary>
    public string Name => FullName.Name;

    /// <summary>The tags that the function carries.</summary>
    public ObjectTags Tags => new(Scope, RestPath.Project(Project).Function(Name), "FUNCTION", Project, SchemaName, Name);

    internal ServiceScope Scope { get; }

    internal FunctionName FullName { get; }

    /// <summary>The definition of the function. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function.</exception>
    public Task<FunctionInfo> GetAsync(CancellationToken cancellationToken = default) => Scope.Pipeline.ReadXmlAsync(
        Request(HttpMethod.Get, "get"), (document, _) => FunctionDocument.Read(document, Project, SchemaName), cancellationToken);

    /// <summary>Whether the function exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        Scope.Pipeline.SendAndForgetAsync(Request(HttpMethod.Get, "look for"), cancellationToken).ExistsAsync();

    /// <summary>The resources that the function works with, as handles. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function.</exception>
    public async Task<IReadOnlyList<Resource>> GetResourcesAsync(CancellationToken cancellationToken = default)
    {
        FunctionInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);

        // A bare name is of the function's own project and schema.
        ServiceScope own = Scope.With(Project, SchemaName);
        return [.. info.ResourceNames.Select(name => new Resource(Scope, ResourceName.Parse(name, own)))];
    }

    /// <summary>Gives the function another class, other resources, or both. One request; two when one of them is left as it is.</summary>
    /// <param name="classType">The class: a Java class, or <c>module.Class</c> of Python. Default: as it is.</param>
    /// <param name="resources">All resources that it is to work with. Default: as they are.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function.</exception>
    /// <exception cref="InvalidOperationException">The class is to stay and there is none: the function is written in SQL.</exception>
    public async Task UpdateAsync(string? classType = null, IReadOnlyList<Resource>? resources = null, CancellationToken cancellationToken = default)
    {
        IEnumerable<string>? names = resources?.Select(NameOf).ToArray();
        if (classType is null || names is null)
        {
            FunctionInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
            classType ??= info.ClassType ?? throw new InvalidOperationException($"Function {FullName} has no class to keep; a function in SQL is changed by SQL.");
            names ??= info.ResourceNames;
        }

        OdpsRequest request = Request(HttpMethod.Put, "update") with
        {
            Content = RequestContent.Xml(FunctionDocument.Write(Name, owner: null, classType, names)),
        };
        await Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the function to another owner. One request.</summary>
    /// <param name="owner">The account, for example <c>ALIYUN$someone@example.com</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function.</exception>
    public Task ChangeOwnerAsync(string owner, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        OdpsRequest request = Request(HttpMethod.Put, "change the owner of") with
        {
            Query = new QueryParameters { "updateowner" },
            Headers = [new("x-odps-owner", owner)],
            Content = RequestContent.Bytes(ReadOnlyMemory<byte>.Empty, null),
        };
        return Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    /// <summary>Deletes the function; its resources stay. One request.</summary>
    /// <param name="ifExists">Whether a function that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function, and <paramref name="ifExists"/> is off.</exception>
    public Task DeleteAsync(bool ifExists = false, CancellationToken cancellationToken = default) =>
        Scope.Pipeline.SendAndForgetAsync(Request(HttpMethod.Delete, "delete"), cancellationToken).IfExistsAsync(ifExists);

    /// <summary>The full name.</summary>
    public override string ToString() => FullName.ToString();

    /// <summary>The name by which a function of this project knows a resource.</summary>
    internal string NameOf(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.SchemaName is null && resource.Project.Equals(Project, StringComparison.OrdinalIgnoreCase) ? resource.Name : resource.ToString();
    }

    private OdpsRequest Request(HttpMethod method, string verb) => new()
    {
        Method = method,
        Path = RestPath.Project(Project).Function(Name),
        Operation = $"{verb} function {FullName}",
        CurrentProject = Scope.Project,
        CurrentSchema = SchemaName ?? "",
    };
}
