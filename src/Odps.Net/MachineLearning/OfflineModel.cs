using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to an offline model, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class OfflineModel
{
    private readonly ServiceScope _scope;

    internal OfflineModel(ServiceScope scope, string project, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _scope = scope;
        Project = project;
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    private RestPath Path => OfflineModelCollection.PathOf(Project).Name(Name, "model");

    /// <summary>What the service says of the model. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such model.</exception>
    public async Task<OfflineModelInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"get offline model {this}") with { CurrentProject = _scope.Project };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, _) => OfflineModelInfo.Read(Project, Name, document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the model exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(cancellationToken).ExistsAsync();

    /// <summary>The model as PMML (XML). The service cuts the text of a large model off and does not say so. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such model.</exception>
    public Task<string> GetPmmlAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"read the PMML of offline model {this}") with
        {
            Query = new QueryParameters { "data" },
            CurrentProject = _scope.Project,
        };
        return _scope.Pipeline.ReadAsync(request, static (response, token) => response.ReadTextAsync(token), cancellationToken);
    }

    /// <summary>Deletes the model. One request.</summary>
    /// <param name="ifExists">Whether a model that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the model may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such model, and <paramref name="ifExists"/> is not set.</exception>
    public Task DeleteAsync(bool ifExists = false, CancellationToken cancellationToken = default) => _scope.Pipeline.SendAndForgetAsync(
        OdpsRequest.Delete(Path, $"delete offline model {this}") with { CurrentProject = _scope.Project }, cancellationToken).IfExistsAsync(ifExists);

    /// <summary>Copies the model and waits until the copy is there. The cost of <see cref="SubmitCopyAsync"/> and <see cref="Instance.WaitForSuccessAsync"/>.</summary>
    /// <param name="newName">The name of the copy.</param>
    /// <param name="newProject">The project of the copy. Default: that of the model.</param>
    /// <param name="wait">How to wait. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the model may be copied all the same.</param>
    /// <returns>A handle to the copy.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such model or project.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is a model of the new name.</exception>
    /// <exception cref="OdpsInstanceFailedException">Copying failed; the exception has the service's code and text.</exception>
    public async Task<OfflineModel> CopyAsync(string newName, string? newProject = null, WaitOptions? wait = null, CancellationToken cancellationToken = default)
    {
        Instance instance = await SubmitCopyAsync(newName, newProject, cancellationToken).ConfigureAwait(false);
        await instance.WaitForSuccessAsync(wait, cancellationToken).ConfigureAwait(false);
        return new OfflineModel(_scope, newProject ?? Project, newName);
    }

    /// <summary>Has the model copied and does not wait for it. One request.</summary>
    /// <param name="newName">The name of the copy.</param>
    /// <param name="newProject">The project of the copy. Default: that of the model.</param>
    /// <param name="cancellationToken">Cancels the request; the model may be copied all the same.</param>
    /// <returns>The instance that copies it.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such model or project.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is a model of the new name.</exception>
    public async Task<Instance> SubmitCopyAsync(string newName, string? newProject = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(newName);
        string document = RequestXml.Write(xml =>
        {
            xml.WriteStartElement("Offlinemodel");
            xml.Element("Name", "");
            xml.Element("ModelPath", "");
            xml.Element("SrcProject", Project);
            xml.Element("SrcModel", Name);
            xml.Element("DestProject", newProject ?? Project);
            xml.Element("DestModel", newName);
            xml.WriteEndElement();
        });
        OdpsRequest request = OdpsRequest.Post(
            OfflineModelCollection.PathOf(Project), $"copy offline model {this} to {newProject ?? Project}.{newName}", RequestContent.Xml(document)) with
        {
            CurrentProject = _scope.Project,
        };
        string id = await _scope.Pipeline.ReadAsync(
            request, static (response, _) => new ValueTask<string>(JobSubmission.InstanceId(response)), cancellationToken).ConfigureAwait(false);
        return new Instance(_scope, Project, id);
    }

    /// <summary>The project and the name.</summary>
    public override string ToString() => $"{Project}.{Name}";
}
