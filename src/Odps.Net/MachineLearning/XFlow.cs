using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to an XFlow (a machine-learning algorithm or flow), which may or may not exist. It holds no state and costs no call.</summary>
public sealed class XFlow
{
    private readonly ServiceScope _scope;

    internal XFlow(ServiceScope scope, string project, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _scope = scope;
        Project = project;
        Name = name;
    }

    /// <summary>The project that the XFlow lives in.</summary>
    public string Project { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    private RestPath Path => XFlowCollection.PathOf(Project).Name(Name, "xflow");

    /// <summary>The source, owner and times of the XFlow. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such XFlow.</exception>
    public async Task<XFlowInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"get XFlow {this}") with { CurrentProject = _scope.Project };
        return await _scope.Pipeline.ReadAsync(
            request,
            async (response, token) => XFlowInfo.Read(Project, Name, await response.ReadTextAsync(token).ConfigureAwait(false), response),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the XFlow exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        _scope.Pipeline.SendAndForgetAsync(
                OdpsRequest.Get(Path, $"look for XFlow {this}") with { CurrentProject = _scope.Project }, cancellationToken).ExistsAsync();

    /// <summary>Replaces the source of the XFlow. One request.</summary>
    /// <param name="source">The XML document.</param>
    /// <param name="cancellationToken">Cancels the request; the source may have been replaced all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such XFlow.</exception>
    public Task UpdateAsync(string source, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        OdpsRequest request = OdpsRequest.Put(Path, $"update XFlow {this}", RequestContent.Xml(source)) with { CurrentProject = _scope.Project };
        return _scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    /// <summary>Deletes the XFlow. One request.</summary>
    /// <param name="cancellationToken">Cancels the request; the XFlow may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such XFlow.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        _scope.Pipeline.SendAndForgetAsync(OdpsRequest.Delete(Path, $"delete XFlow {this}") with { CurrentProject = _scope.Project }, cancellationToken);

    /// <summary>Runs the XFlow in the client's project and does not wait for it. One request.</summary>
    /// <param name="options">
    /// Parameters and so on; <see cref="XFlowOptions.XFlowProject"/> is that of this handle unless it is set. Default: those of <see cref="XFlowOptions"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the run.</returns>
    /// <exception cref="OdpsServiceException">The service refused the run.</exception>
    public Task<XFlowInstance> SubmitAsync(XFlowOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new XFlowOptions();
        return new XFlowCollection(_scope).SubmitAsync(Name, options with { XFlowProject = options.XFlowProject ?? Project }, cancellationToken);
    }

    /// <summary>The project and the name.</summary>
    public override string ToString() => $"{Project}.{Name}";
}
