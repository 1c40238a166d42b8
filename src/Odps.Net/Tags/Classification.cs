using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a classification, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class Classification
{
    internal Classification(ServiceScope scope, string project, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Scope = scope;
        Project = project;
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Its tags.</summary>
    public TagCollection Tags => new(this);

    internal ServiceScope Scope { get; }

    internal RestPath Path => ClassificationCollection.PathOf(Project).Name(Name, "classification");

    /// <summary>What the service says of the classification. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such classification.</exception>
    public Task<ClassificationInfo> GetAsync(CancellationToken cancellationToken = default) => Scope.Pipeline.ReadAsync(
        OdpsRequest.Get(Path, $"get classification {this}") with { CurrentProject = Scope.Project },
        (response, token) => TagDocument.ReadAsync(response, "Classification", json => ClassificationInfo.Read(json, Project, Name), token),
        cancellationToken);

    /// <summary>Whether the classification exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(cancellationToken).ExistsAsync();

    /// <summary>Adds an attribute that its tags may have. One request. The service has no way to take one away.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="attribute">What tags may say; it cannot be required.</param>
    /// <param name="cancellationToken">Cancels the request; the attribute may have been added all the same.</param>
    /// <exception cref="ArgumentException">The attribute is required, which tags that are there could not meet.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such classification.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is such an attribute.</exception>
    public async Task AddAttributeAsync(string name, TagAttribute attribute, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(attribute);
        if (attribute.IsRequired)
        {
            throw new ArgumentException($"Attribute '{name}' cannot be required: tags of classification {this} that are there have no value for it.", nameof(attribute));
        }

        string document = TagDocument.Classification(Project, Name, [new(name, attribute)], ifNotExists: null);
        OdpsRequest request = OdpsRequest.Put(Path, $"add attribute {name} to classification {this}", RequestContent.Json(document)) with { CurrentProject = Scope.Project };
        await Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the classification. One request.</summary>
    /// <param name="cancellationToken">Cancels the request; the classification may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such classification.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        Scope.Pipeline.SendAndForgetAsync(OdpsRequest.Delete(Path, $"delete classification {this}") with { CurrentProject = Scope.Project }, cancellationToken);

    /// <summary>The project and the name.</summary>
    public override string ToString() => $"{Project}.{Name}";
}
