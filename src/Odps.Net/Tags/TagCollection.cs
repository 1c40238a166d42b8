using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The tags of a classification. The service has no way to delete a single one.</summary>
public sealed class TagCollection
{
    private readonly Classification _classification;

    internal TagCollection(Classification classification) => _classification = classification;

    /// <summary>A handle to a tag, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public Tag this[string name] => new(_classification, name);

    private RestPath Path => _classification.Path.Literal("tags");

    /// <summary>Creates a tag. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Values of its attributes, policy. Default: none.</param>
    /// <param name="ifNotExists">Whether a tag of that name that is there already is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the tag may have been created all the same.</param>
    /// <returns>A handle to the tag.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a tag and <paramref name="ifNotExists"/> is not set.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such classification.</exception>
    /// <exception cref="OdpsServiceException">A value does not fit its attribute.</exception>
    public async Task<Tag> CreateAsync(string name, TagOptions? options = null, bool ifNotExists = false, CancellationToken cancellationToken = default)
    {
        Tag tag = this[name];
        string document = TagDocument.Tag("TagInput", tag, options ?? new TagOptions(), ifNotExists);
        OdpsRequest request = OdpsRequest.Post(Path, $"create tag {tag}", RequestContent.Json(document)) with { CurrentProject = _classification.Scope.Project };
        await _classification.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
        return tag;
    }

    /// <summary>What the service says of a tag. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such tag.</exception>
    public Task<TagInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a tag. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Lists the tags of the classification. One request for each page.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<TagInfo> ListAsync(CancellationToken cancellationToken = default) => new(
        (marker, token) => _classification.Scope.Pipeline.ReadAsync(
            OdpsRequest.Get(Path, $"list tags of classification {_classification}") with
            {
                Query = new QueryParameters { { "NextPageToken", marker } },
                CurrentProject = _classification.Scope.Project,
            },
            (response, inner) => TagDocument.ReadPageAsync(
                response, "Tags", "NextPageToken", item => TagInfo.Read(item, _classification.Project, _classification.Name, null), inner),
            token),
        maxItems: null,
        cancellationToken);
}
