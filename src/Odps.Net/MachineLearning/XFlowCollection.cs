using System.Net;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The XFlows (machine-learning algorithms and flows) of a project, and their runs.</summary>
public sealed class XFlowCollection
{
    private readonly ServiceScope _scope;

    internal XFlowCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to an XFlow of the client's project, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public XFlow this[string name] => new(_scope, _scope.RequireProject(), name);

    /// <summary>Creates an XFlow. One request.</summary>
    /// <param name="source">The XML document, which names it.</param>
    /// <param name="cancellationToken">Cancels the request; the XFlow may have been created all the same.</param>
    /// <exception cref="OdpsAlreadyExistsException">There is such an XFlow already.</exception>
    public Task CreateAsync(string source, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Post(PathOf(project), $"create an XFlow in project {project}", RequestContent.Xml(source)) with
        {
            CurrentProject = _scope.Project,
        };
        return _scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    /// <summary>The source, owner and times of an XFlow. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such XFlow.</exception>
    public Task<XFlowInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such an XFlow. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes an XFlow. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request; the XFlow may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such XFlow.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => this[name].DeleteAsync(cancellationToken);

    /// <summary>Lists XFlows. One request for each page. Items have no source.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<XFlowInfo> ListAsync(ListXFlowsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListXFlowsOptions filter = options ?? new ListXFlowsOptions();
        return new PagedEnumerable<XFlowInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    /// <summary>Runs an XFlow in the client's project and does not wait for it. One request.</summary>
    /// <param name="name">The name of the XFlow, for example <c>LogisticRegression</c>.</param>
    /// <param name="options">Where the XFlow lives, parameters and so on. Default: those of <see cref="XFlowOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the run.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such XFlow.</exception>
    /// <exception cref="OdpsServiceException">The service refused the run.</exception>
    public async Task<XFlowInstance> SubmitAsync(string name, XFlowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options ??= new XFlowOptions();
        if (options.Priority is { } priority)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(priority, nameof(options));
        }

        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Post(
            RestPath.Project(project).Instances(), $"run XFlow {name} in project {project}", RequestContent.Xml(XFlowJob.ToXml(name, project, options))) with
        {
            CurrentProject = _scope.Project,
            CurrentSchema = "",
            IsIdempotent = options.UniqueId is not null,
        };
        string id = await _scope.Pipeline.ReadAsync(request, static (response, _) => new ValueTask<string>(JobSubmission.InstanceId(response)), cancellationToken).ConfigureAwait(false);
        return new XFlowInstance(new Instance(_scope, project, id), _scope);
    }

    /// <summary>
    /// Runs an XFlow and waits until it has succeeded. The cost of <see cref="SubmitAsync(string, XFlowOptions?, CancellationToken)"/> and
    /// <see cref="Instance.WaitForSuccessAsync"/>.
    /// </summary>
    /// <param name="name">The name of the XFlow, for example <c>LogisticRegression</c>.</param>
    /// <param name="options">Where the XFlow lives, parameters, how to wait. Default: those of <see cref="XFlowOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    /// <returns>A handle to the run, which has ended with success.</returns>
    /// <exception cref="OdpsInstanceFailedException">The run failed; the exception has the service's code and text.</exception>
    public async Task<XFlowInstance> ExecuteAsync(string name, XFlowOptions? options = null, CancellationToken cancellationToken = default)
    {
        XFlowInstance run = await SubmitAsync(name, options, cancellationToken).ConfigureAwait(false);
        await run.Instance.WaitForSuccessAsync(options?.Wait, cancellationToken).ConfigureAwait(false);
        return run;
    }

    /// <summary>A run of an XFlow, also of another process; costs no call.</summary>
    /// <param name="instanceId">The id of its instance.</param>
    public XFlowInstance GetInstance(string instanceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        return new XFlowInstance(new Instance(_scope, _scope.RequireProject(), instanceId), _scope);
    }

    internal static RestPath PathOf(string project) => RestPath.Project(project).Literal("xflows");

    private async Task<Page<XFlowInfo>> GetPageAsync(ListXFlowsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(PathOf(project), $"list XFlows of project {project}") with
        {
            Query = new QueryParameters { { "owner", filter.Owner }, { "marker", marker } },
            CurrentProject = _scope.Project,
        };

        // Clients disagree on what the items are called: both are read, each XFlow once.
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, _) => new Page<XFlowInfo>(
                [.. document.Elements().Where(e => e.Name.LocalName is "xflow" or "odpsalgo").Select(item => XFlowInfo.Read(project, item)).DistinctBy(xflow => xflow.Name)],
                document.Text("Marker")),
            cancellationToken).ConfigureAwait(false);
    }
}
