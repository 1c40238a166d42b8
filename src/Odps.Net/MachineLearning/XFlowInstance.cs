using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a run of an XFlow. It holds no state and costs no call.</summary>
public sealed class XFlowInstance
{
    /// <summary>Deeper than flows within flows are; it keeps a wrong answer from going on for ever.</summary>
    private const int MaxDepth = 32;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    private readonly ServiceScope _scope;

    internal XFlowInstance(Instance instance, ServiceScope scope)
    {
        Instance = instance;
        _scope = scope;
    }

    /// <summary>The instance of the run: status, waiting, stopping.</summary>
    public Instance Instance { get; }

    /// <summary>The id of the instance.</summary>
    public string Id => Instance.Id;

    /// <summary>The project that the XFlow runs in.</summary>
    public string Project => Instance.Project;

    /// <summary>The results of the nodes so far (<c>xresult</c>). One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such instance.</exception>
    /// <exception cref="OdpsServiceException">The instance is not the run of an XFlow.</exception>
    public Task<IReadOnlyList<XFlowNodeResult>> GetResultsAsync(CancellationToken cancellationToken = default) => GetResultsAsync(Instance, cancellationToken);

    /// <summary>The document that the run was submitted with (<c>xsource</c>): XML. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such instance.</exception>
    /// <exception cref="OdpsServiceException">The instance is not the run of an XFlow.</exception>
    public Task<string> GetSourceAsync(CancellationToken cancellationToken = default) =>
        _scope.Pipeline.ReadAsync(Get(Instance, "xsource", "the source"), static (response, token) => response.ReadTextAsync(token), cancellationToken);

    /// <summary>The instances that the run has started so far, those of flows within the flow included. One request, and one for each flow within it.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<XFlowSubInstance>> GetSubInstancesAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<XFlowSubInstance>();
        await AddSubInstancesAsync(Instance, found, [Instance.Id], MaxDepth, cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>
    /// The instances that the run starts, each once, as they appear, until the run has ended, with success or not. Two requests for each look, more for
    /// flows within the flow. What started just before the end is given too.
    /// </summary>
    /// <param name="interval">The pause between two looks. Default: 1 s.</param>
    /// <param name="cancellationToken">Ends the watch, not the run.</param>
    public async IAsyncEnumerable<XFlowSubInstance> WatchSubInstancesAsync(
        TimeSpan? interval = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            // The status is asked first, so that a look after the end shows all there will be.
            bool isLast = (await Instance.GetAsync(cancellationToken).ConfigureAwait(false)).IsTerminated;
            foreach (XFlowSubInstance started in await GetSubInstancesAsync(cancellationToken).ConfigureAwait(false))
            {
                if (seen.Add(started.Instance.Id))
                {
                    yield return started;
                }
            }

            if (isLast)
            {
                yield break;
            }

            await Task.Delay(interval ?? DefaultInterval, _scope.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The project and the id.</summary>
    public override string ToString() => Instance.ToString();

    private async Task AddSubInstancesAsync(
        Instance instance, List<XFlowSubInstance> found, HashSet<string> visited, int depth, CancellationToken cancellationToken)
    {
        foreach (XFlowNodeResult node in await GetResultsAsync(instance, cancellationToken).ConfigureAwait(false))
        {
            if (node.InstanceId is not { Length: > 0 } id)
            {
                continue;
            }

            var started = new Instance(_scope, Project, id);
            if (node.NodeType == XFlowNodeType.Instance)
            {
                found.Add(new XFlowSubInstance(node.Name, started));
            }
            else if (node.NodeType == XFlowNodeType.SubWorkflow && visited.Add(id))
            {
                if (depth == 0)
                {
                    throw new OdpsDataException($"The run {this} has more than {MaxDepth} flows within each other, which no flow has: the service's answers contradict each other.");
                }

                await AddSubInstancesAsync(started, found, visited, depth - 1, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<IReadOnlyList<XFlowNodeResult>> GetResultsAsync(Instance instance, CancellationToken cancellationToken) =>
        _scope.Pipeline.ReadXmlAsync<IReadOnlyList<XFlowNodeResult>>(
            Get(instance, "xresult", "the results"),
            static (document, _) => [.. document.Elements("Actions").Elements("Action").Select(XFlowNodeResult.Read)],
            cancellationToken);

    private OdpsRequest Get(Instance instance, string flag, string what) =>
        OdpsRequest.Get(instance.Path, $"get {what} of XFlow instance {instance.Id} of project {instance.Project}") with
        {
            Query = new QueryParameters { flag },
            CurrentProject = _scope.Project,
        };
}
