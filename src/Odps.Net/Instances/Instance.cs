using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// A handle to an instance: one submitted job. It holds no state and costs no call; an instance of another process is reached by its id through
/// <see cref="InstanceCollection"/>.
/// </summary>
public sealed class Instance
{
    private readonly ServiceScope _scope;
    private readonly string? _sql;

    internal Instance(ServiceScope scope, string project, string id, string? sql)
    {
        _scope = scope;
        _sql = sql;
        Project = project;
        Id = id;
    }

    /// <summary>The project that runs the instance.</summary>
    public string Project { get; }

    /// <summary>The id, for example <c>20260102150405123gabcdef1</c>.</summary>
    public string Id { get; }

    internal ServiceScope Scope => _scope;

    internal RestPath Path => RestPath.Project(Project).Instance(Id);

    /// <summary>The status, owner and times. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such instance.</exception>
    public Task<InstanceInfo> GetAsync(CancellationToken cancellationToken = default) => GetAsync(longPoll: false, cancellationToken);

    /// <summary>The tasks with their status and times. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<InstanceTask>> GetTasksAsync(CancellationToken cancellationToken = default)
    {
        XElement document = await GetDocumentAsync("taskstatus", "get the tasks", cancellationToken).ConfigureAwait(false);
        return [.. document.Elements("Tasks").Elements("Task").Select(InstanceTask.Read)];
    }

    /// <summary>
    /// The results of the tasks through the result API: text, limited to about 10,000 rows. For a whole row set use
    /// <see cref="OpenResultAsync"/>. One request.
    /// </summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<InstanceTaskResult>> GetResultsAsync(CancellationToken cancellationToken = default)
    {
        XElement document = await GetDocumentAsync("result", "get the result", cancellationToken).ConfigureAwait(false);
        return [.. document.Elements("Tasks").Elements("Task").Select(InstanceTaskResult.Read)];
    }

    /// <summary>Asks the service to stop the instance; it ends some time later, with its task <see cref="InstanceTaskStatus.Cancelled"/>. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsServiceException">The instance has ended already (code <c>InvalidStateSetting</c>).</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Put(
            Path, $"stop instance {Id} of project {Project}", RequestContent.Xml("<Instance><Status>Terminated</Status></Instance>")) with
        {
            CurrentProject = _scope.Project,
        };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the instance has ended, with success or not. Looks fast at first, then at growing intervals; each look is one request that the
    /// service may hold for some seconds. A look that fails for a passing reason does not end the wait. Cancelling ends the wait, not the instance.
    /// </summary>
    /// <param name="options">Intervals and limits. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The last status seen.</returns>
    /// <exception cref="OdpsTimeoutException"><see cref="WaitOptions.Timeout"/> passed.</exception>
    public async Task<InstanceInfo> WaitAsync(WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new WaitOptions();
        TimeProvider clock = _scope.TimeProvider;
        long start = clock.GetTimestamp();
        long? firstFault = null;
        TimeSpan pause = options.Interval;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                InstanceInfo info = await GetAsync(longPoll: true, cancellationToken).ConfigureAwait(false);
                if (info.IsTerminated)
                {
                    return info;
                }

                firstFault = null;
            }
            catch (OdpsException fault) when (fault.IsTransient && clock.GetElapsedTime(firstFault ??= clock.GetTimestamp()) < options.FaultTolerance)
            {
                // The instance goes on without us; only the look failed.
            }

            TimeSpan elapsed = clock.GetElapsedTime(start);
            if (options.Timeout != Timeout.InfiniteTimeSpan && elapsed + pause > options.Timeout)
            {
                throw new OdpsTimeoutException(
                    $"Instance {Id} of project {Project} had not ended after {elapsed} (WaitOptions.Timeout is {options.Timeout}). It is still running; wait again, or stop it.");
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < options.MaxInterval ? pause * 2 : options.MaxInterval;
        }
    }

    /// <summary>Waits like <see cref="WaitAsync"/>, then checks that every task succeeded: one more request, and another for the text of a failed task.</summary>
    /// <param name="options">Intervals and limits. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">A task failed or was cancelled; the exception has its code and text.</exception>
    /// <exception cref="OdpsTimeoutException"><see cref="WaitOptions.Timeout"/> passed.</exception>
    public async Task WaitForSuccessAsync(WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        await WaitAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (InstanceTask task in await GetTasksAsync(cancellationToken).ConfigureAwait(false))
        {
            if (task.Status != InstanceTaskStatus.Success)
            {
                throw await FailureOfAsync(task, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Opens the result of an instance of SQL that has ended with success: a row set through the instance tunnel, whole; text for everything that is
    /// not a query. Two or three requests.
    /// </summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The result, to be disposed.</returns>
    public Task<QueryResult> OpenResultAsync(CancellationToken cancellationToken = default) => QueryResult.OpenAsync(this, cancellationToken);

    /// <summary>The project and the id.</summary>
    public override string ToString() => $"{Project}/{Id}";

    private async Task<InstanceInfo> GetAsync(bool longPoll, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"get instance {Id} of project {Project}") with
        {
            Query = new QueryParameters().Flag("instancestatus", longPoll),
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, response) => InstanceInfo.Read(Id, document, response), cancellationToken).ConfigureAwait(false);
    }

    private async Task<XElement> GetDocumentAsync(string flag, string what, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(Path, $"{what} of instance {Id} of project {Project}") with
        {
            Query = new QueryParameters().Flag(flag),
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, _) => document, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OdpsInstanceFailedException> FailureOfAsync(InstanceTask task, CancellationToken cancellationToken)
    {
        string? text = null;
        if (task.Status == InstanceTaskStatus.Failed)
        {
            IReadOnlyList<InstanceTaskResult> results = await GetResultsAsync(cancellationToken).ConfigureAwait(false);
            text = results.FirstOrDefault(r => r.TaskName == task.Name)?.Text;
        }

        return OdpsExceptionFactory.FromInstanceResult(text, Id, task.Name, task.Status.ToString(), _sql);
    }
}
