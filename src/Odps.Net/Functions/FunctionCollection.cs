using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The user-defined functions of a project and schema. Names may be <c>function</c>, <c>project.function</c> (or <c>project:function</c>, as SQL writes it) or
/// <c>project.schema.function</c>.
/// </summary>
public sealed class FunctionCollection
{
    private readonly ServiceScope _scope;

    internal FunctionCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a function, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public Function this[string name] => new(_scope, FunctionName.Parse(name, _scope));

    /// <summary>Creates a function. One request.</summary>
    /// <param name="name">The name by which SQL calls it.</param>
    /// <param name="classType">The class that implements it: a Java class, or <c>module.Class</c> of Python, where the module is the resource's name without <c>.py</c>.</param>
    /// <param name="resources">The resources that it works with, its program among them; they may be of other projects and schemas. Default: none.</param>
    /// <param name="options">The owner. Default: the caller.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the function.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a function.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public async Task<Function> CreateAsync(
        string name, string classType, IReadOnlyList<Resource>? resources = null, CreateFunctionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(classType);
        Function function = this[name];
        string document = FunctionDocument.Write(function.Name, options?.Owner, classType, (resources ?? []).Select(function.NameOf));
        OdpsRequest request = OdpsRequest.Post(
            RestPath.Project(function.Project).Functions(), $"create function {function}", RequestContent.Xml(document)) with
        {
            CurrentProject = _scope.Project,
            CurrentSchema = function.SchemaName ?? "",
        };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
        return function;
    }

    /// <summary>The definition of a function. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function.</exception>
    public Task<FunctionInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a function. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes a function; its resources stay. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifExists">Whether a function that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such function, and <paramref name="ifExists"/> is off.</exception>
    public Task DeleteAsync(string name, bool ifExists = false, CancellationToken cancellationToken = default) => this[name].DeleteAsync(ifExists, cancellationToken);

    /// <summary>Lists functions. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<FunctionInfo> ListAsync(ListFunctionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListFunctionsOptions filter = options ?? new ListFunctionsOptions();
        return new PagedEnumerable<FunctionInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<FunctionInfo>> GetPageAsync(ListFunctionsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Functions(), $"list functions of project {project}") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "name", filter.Prefix },
                { "owner", filter.Owner },
                { "maxitems", filter.PageSize },
                { "marker", marker },
            },
            CurrentProject = _scope.Project,
            CurrentSchema = _scope.Schema ?? "",
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, _) => document.ReadPage("Function", item => FunctionDocument.Read(item, project, _scope.Schema)),
            cancellationToken).ConfigureAwait(false);
    }
}
