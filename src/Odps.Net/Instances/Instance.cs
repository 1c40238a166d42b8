using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// A handle to an instance: one submitted job. It costs no call; an instance of another process is reached by its id through
/// <see cref="InstanceCollection"/>. An instance of SQL has one task; where a method takes the name of a task, leaving it out means that one.
/// </summary>
public sealed partial class Instance
{
    private readonly ServiceScope _scope;
    private readonly SubmittedJob? _job;
    private readonly McqaConnection? _connection;
    private volatile string? _mcqaCookie;
    private volatile string? _taskName;

    internal Instance(ServiceScope scope, string project, string id)
    {
        _scope = scope;
        Project = project;
        Id = id;
    }

    internal Instance(ServiceScope scope, string project, JobAnswer answer, SubmittedJob? job = null, McqaConnection? connection = null)
        : this(scope, project, answer.Id)
    {
        _job = job;
        _connection = connection;
        _mcqaCookie = answer.McqaCookie;
        _taskName = job?.TaskName;
        KnownResults = answer.Results;
    }

    /// <summary>The project that runs the instance.</summary>
    public string Project { get; }

    /// <summary>The id, for example <c>20260102150405123gabcdef1</c>.</summary>
    public string Id { get; }

    /// <summary>Whether an interactive quota runs it (MCQA 2.0), which shows in its id.</summary>
    public bool IsMcqa => Id.EndsWith("_mcqa", StringComparison.Ordinal);

    internal ServiceScope Scope => _scope;

    /// <summary>The path on the tunnel, which has no special one for interactive quotas.</summary>
    internal RestPath Path => RestPath.Project(Project).Instance(Id);

    internal SubmittedJob? Job => _job;

    /// <summary>The results that came with the answer to the submission, when the job had ended by then; null when it had not.</summary>
    internal IReadOnlyList<InstanceTaskResult>? KnownResults { get; }

    /// <summary>The path on the service.</summary>
    private RestPath ServicePath => (_connection is null ? RestPath.Project(Project) : RestPath.Root.Literal("mcqa").Literal("projects").Name(Project, "project")).Instance(Id);

    /// <summary>The status, owner and times. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such instance.</exception>
    public Task<InstanceInfo> GetAsync(CancellationToken cancellationToken = default) => GetAsync(longPoll: false, cancellationToken);

    /// <summary>The tasks with their status and times. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<InstanceTask>> GetTasksAsync(CancellationToken cancellationToken = default)
    {
        XElement document = await GetXmlAsync("get the tasks", new QueryParameters { "taskstatus" }, cancellationToken).ConfigureAwait(false);
        return [.. document.Elements("Tasks").Elements("Task").Select(InstanceTask.Read)];
    }

    /// <summary>Whether it has ended and every task with success; <see cref="WaitForSuccessAsync"/> also tells why not. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<bool> IsSuccessfulAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<InstanceTask> tasks = await GetTasksAsync(cancellationToken).ConfigureAwait(false);
        return tasks.Count > 0 && tasks.All(t => t.Status == InstanceTaskStatus.Success);
    }

    /// <summary>
    /// The results of the tasks through the result API: text, limited to about 10,000 rows. For a whole row set use
    /// <see cref="OpenResultAsync"/>. One request; none when they came with the answer to the submission (<see cref="SqlOptions.TryWait"/>).
    /// </summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<InstanceTaskResult>> GetResultsAsync(CancellationToken cancellationToken = default)
    {
        if (KnownResults is not null)
        {
            return KnownResults;
        }

        XElement document = await GetXmlAsync("get the result", new QueryParameters { "result" }, cancellationToken).ConfigureAwait(false);
        return [.. document.Elements("Tasks").Elements("Task").Select(InstanceTaskResult.Read)];
    }

    /// <summary>The job as it was submitted: its tasks with their settings and SQL, priority and unique id (<c>source</c>). One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<InstanceJob> GetJobAsync(CancellationToken cancellationToken = default) =>
        InstanceJob.Read(await GetXmlAsync("get the job", new QueryParameters { "source" }, cancellationToken).ConfigureAwait(false));

    /// <summary>Asks the service to stop the instance; it ends some time later, with its task <see cref="InstanceTaskStatus.Cancelled"/>. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsServiceException">The instance has ended already (code <c>InvalidStateSetting</c>).</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Put(
            ServicePath, $"stop instance {Id} of project {Project}", RequestContent.Xml("<Instance><Status>Terminated</Status></Instance>"));
        await SendAsync(request, static (_, _) => new ValueTask<bool>(true), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the result of an instance of SQL that has ended with success: a row set through the instance tunnel, whole, unless the options say otherwise; text
    /// for everything that is not a query. One to three requests.
    /// </summary>
    /// <param name="options">Through which channel, and what a cut result means. Default: those of <see cref="QueryResultOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The result, to be disposed.</returns>
    /// <exception cref="OdpsDataException">Only a part of the rows can be had, and the options do not accept that.</exception>
    public Task<QueryResult> OpenResultAsync(QueryResultOptions? options = null, CancellationToken cancellationToken = default) =>
        QueryResultOpener.OpenAsync(this, options ?? new QueryResultOptions(), cancellationToken);

    /// <summary>The project and the id.</summary>
    public override string ToString() => $"{Project}/{Id}";

    internal async Task<InstanceInfo> GetAsync(bool longPoll, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(ServicePath, $"get instance {Id} of project {Project}") with
        {
            Query = new QueryParameters().Flag("instancestatus", longPoll),
        };
        return await SendAsync(
            request,
            async (response, token) => InstanceInfo.Read(Id, await response.ReadXmlAsync(token).ConfigureAwait(false), response),
            cancellationToken).ConfigureAwait(false);
    }

    private Task<XElement> GetXmlAsync(string what, QueryParameters query, CancellationToken cancellationToken) =>
        SendAsync(Get(what, query), static (response, token) => response.ReadXmlAsync(token), cancellationToken);

    private Task<string> GetTextAsync(string what, QueryParameters query, CancellationToken cancellationToken) =>
        SendAsync(Get(what, query), static (response, token) => response.ReadTextAsync(token), cancellationToken);

    private Task<JsonElement> GetJsonAsync(string what, QueryParameters query, CancellationToken cancellationToken) => SendAsync(
        Get(what, query),
        static async (response, token) =>
        {
            using JsonDocument document = await response.ReadJsonAsync(token).ConfigureAwait(false);
            return document.RootElement.Clone();
        },
        cancellationToken);

    private OdpsRequest Get(string what, QueryParameters query) => OdpsRequest.Get(ServicePath, $"{what} of instance {Id} of project {Project}") with { Query = query };

    /// <summary>Sends a request about this instance; one that an interactive quota runs has headers of its own.</summary>
    private Task<T> SendAsync<T>(OdpsRequest request, Func<OdpsResponse, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        request = request with { CurrentProject = _scope.Project };
        if (_connection is null)
        {
            return _scope.Pipeline.ReadAsync(request, read, cancellationToken);
        }

        return _scope.Pipeline.ReadAsync(
            request with { Headers = [.. request.Headers, .. _connection.Headers(_mcqaCookie)] },
            (response, token) =>
            {
                _mcqaCookie = response.Header(McqaConnection.CookieHeader) ?? _mcqaCookie;
                return read(response, token);
            },
            cancellationToken);
    }

    /// <summary>The name of the task that is meant; the only one when none is given. One request when it is not known yet.</summary>
    private async ValueTask<string> TaskNameAsync(string? taskName, CancellationToken cancellationToken)
    {
        if ((taskName ?? _taskName) is { } known)
        {
            return known;
        }

        IReadOnlyList<InstanceTask> tasks = await GetTasksAsync(cancellationToken).ConfigureAwait(false);
        if (tasks.Count != 1)
        {
            throw new ArgumentException(
                $"Instance {Id} of project {Project} has {tasks.Count} tasks ({string.Join(", ", tasks.Select(t => t.Name))}): name the one that is meant.", nameof(taskName));
        }

        return _taskName = tasks[0].Name;
    }
}
