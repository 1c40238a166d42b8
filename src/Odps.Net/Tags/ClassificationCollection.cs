using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The classifications of a project: families of tags that share attributes.</summary>
public sealed class ClassificationCollection
{
    private readonly ServiceScope _scope;

    internal ClassificationCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a classification, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public Classification this[string name] => new(_scope, _scope.RequireProject(), name);

    /// <summary>Creates a classification. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="attributes">What its tags may say, by the names of the attributes. Default: nothing.</param>
    /// <param name="ifNotExists">Whether a classification of that name that is there already is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the classification may have been created all the same.</param>
    /// <returns>A handle to the classification.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a classification and <paramref name="ifNotExists"/> is not set.</exception>
    public async Task<Classification> CreateAsync(
        string name, IReadOnlyDictionary<string, TagAttribute>? attributes = null, bool ifNotExists = false, CancellationToken cancellationToken = default)
    {
        Classification classification = this[name];
        string document = TagDocument.Classification(classification.Project, name, attributes ?? new Dictionary<string, TagAttribute>(), ifNotExists);
        OdpsRequest request = OdpsRequest.Post(PathOf(classification.Project), $"create classification {classification}", RequestContent.Json(document)) with
        {
            CurrentProject = _scope.Project,
        };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
        return classification;
    }

    /// <summary>What the service says of a classification. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such classification.</exception>
    public Task<ClassificationInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a classification. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes a classification. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request; the classification may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such classification.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => this[name].DeleteAsync(cancellationToken);

    /// <summary>Lists classifications. One request for each page.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<ClassificationInfo> ListAsync(CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        return new PagedEnumerable<ClassificationInfo>(
            (marker, token) => _scope.Pipeline.ReadAsync(
                OdpsRequest.Get(PathOf(project), $"list classifications of project {project}") with
                {
                    Query = new QueryParameters { { "NextPageToken", marker } },
                    CurrentProject = _scope.Project,
                },
                (response, inner) => TagDocument.ReadPageAsync(response, "Classifications", "NextPageToken", item => ClassificationInfo.Read(item, project, null), inner),
                token),
            maxItems: null,
            cancellationToken);
    }

    internal static RestPath PathOf(string project) => RestPath.Project(project).Literal("classifications");
}
