using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The models of a project and schema that the catalog service keeps and SQL uses, such as large language models and boosted trees. They can be looked at here; SQL makes
/// and changes them. The results of XFlows are <see cref="OdpsClient.OfflineModels"/>.
/// </summary>
public sealed class ModelCollection
{
    private const string DefaultSchema = "default";

    private readonly ServiceScope _scope;

    internal ModelCollection(ServiceScope scope) => _scope = scope;

    /// <summary>What the catalog service says of a model. One request, and one more for the life of the client to find that service.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such model.</exception>
    public async Task<ModelInfo> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        (string project, string schema) = Place();
        OdpsRequest request = await RequestAsync(PathOf(project, schema).Name(name, "model"), $"get model {project}.{schema}.{name}", [], cancellationToken).ConfigureAwait(false);
        return await _scope.Pipeline.ReadAsync(
            request,
            async (response, token) =>
            {
                using JsonDocument document = await response.ReadJsonAsync(token).ConfigureAwait(false);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? ModelInfo.Read(document.RootElement, project, schema, name)
                    : throw response.Malformed("is not a JSON object");
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether there is such a model. One request, and one more for the life of the client to find the catalog service.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) =>
        GetAsync(name, cancellationToken).ExistsAsync();

    /// <summary>Lists the models. One request for each page, and one more for the life of the client to find the catalog service.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<ModelInfo> ListAsync(CancellationToken cancellationToken = default)
    {
        (string project, string schema) = Place();
        return List(PathOf(project, schema), $"list models of {project}.{schema}", project, schema, null, cancellationToken);
    }

    /// <summary>Lists the versions of a model. One request for each page, and one more for the life of the client to find the catalog service.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<ModelInfo> ListVersionsAsync(string name, CancellationToken cancellationToken = default)
    {
        (string project, string schema) = Place();
        return List(PathOf(project, schema).Name(name, "model").Verb("listVersions"), $"list versions of model {project}.{schema}.{name}", project, schema, name, cancellationToken);
    }

    private static RestPath PathOf(string project, string schema) => RestPath.Root
        .Literal("api").Literal("catalog").Literal("v1alpha").Literal("projects").Name(project, "project").Schema(schema).Literal("models");

    private (string Project, string Schema) Place() => (_scope.RequireProject(), _scope.Schema ?? DefaultSchema);

    private PagedEnumerable<ModelInfo> List(RestPath path, string operation, string project, string schema, string? name, CancellationToken cancellationToken) => new(
        async (marker, token) => await _scope.Pipeline.ReadAsync(
            await RequestAsync(path, operation, new QueryParameters { { "pageToken", marker } }, token).ConfigureAwait(false),
            (response, inner) => TagDocument.ReadPageAsync(response, "models", "nextPageToken", item => ModelInfo.Read(item, project, schema, name), inner),
            token).ConfigureAwait(false),
        maxItems: null,
        cancellationToken);

    private async Task<OdpsRequest> RequestAsync(RestPath path, string operation, QueryParameters query, CancellationToken cancellationToken) => OdpsRequest.Get(path, operation) with
    {
        Endpoint = await CatalogAddress.FindAsync(_scope, cancellationToken).ConfigureAwait(false),
        Query = query,
        CurrentProject = _scope.Project,
        CurrentSchema = _scope.Schema ?? "",
    };
}
