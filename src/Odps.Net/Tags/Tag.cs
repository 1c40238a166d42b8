using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a tag, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class Tag
{
    private readonly Classification _classification;

    internal Tag(Classification classification, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _classification = classification;
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project => _classification.Project;

    /// <summary>The classification that the tag belongs to.</summary>
    public string Classification => _classification.Name;

    /// <summary>The name.</summary>
    public string Name { get; }

    private RestPath Path => _classification.Path.Literal("tags").Name(Name, "tag");

    /// <summary>What the service says of the tag. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such tag.</exception>
    public Task<TagInfo> GetAsync(CancellationToken cancellationToken = default) => _classification.Scope.Pipeline.ReadAsync(
        OdpsRequest.Get(Path, $"get tag {this}") with { CurrentProject = _classification.Scope.Project },
        (response, token) => TagDocument.ReadAsync(response, "Tag", json => TagInfo.Read(json, Project, Classification, Name), token),
        cancellationToken);

    /// <summary>Whether the tag exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(cancellationToken).ExistsAsync();

    /// <summary>Changes values of attributes, takes some away, or sets the policy; what is not named stays. One request.</summary>
    /// <param name="options">What to change.</param>
    /// <param name="cancellationToken">Cancels the request; the tag may have been changed all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such tag.</exception>
    public async Task UpdateAsync(TagOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string document = TagDocument.Tag("UpdateTagInput", this, options, ifNotExists: null);
        OdpsRequest request = OdpsRequest.Put(Path, $"update tag {this}", RequestContent.Json(document)) with { CurrentProject = _classification.Scope.Project };
        await _classification.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The project, the classification and the name.</summary>
    public override string ToString() => $"{Project}.{Classification}.{Name}";
}
