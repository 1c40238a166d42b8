using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <content>What the service knows of the tasks.</content>
public sealed partial class Instance
{
    /// <summary>How far the instance is: its tasks and their stages. Two requests, and one for each task.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<InstanceProgress> GetProgressAsync(CancellationToken cancellationToken = default) =>
        await GetProgressAsync(await GetAsync(cancellationToken).ConfigureAwait(false), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);

    /// <summary>The stages of a task and how far they are (<c>instanceprogress</c>). One request.</summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<StageProgress>> GetStagesAsync(string? taskName = null, CancellationToken cancellationToken = default)
    {
        string name = await TaskNameAsync(taskName, cancellationToken).ConfigureAwait(false);
        XElement document = await GetXmlAsync(
            "get the progress", new QueryParameters { { "instanceprogress", name }, { "taskname", name } }, cancellationToken).ConfigureAwait(false);
        return [.. document.Elements("Stage").Select(StageProgress.Read)];
    }

    /// <summary>What a task read, wrote and cost (<c>instancesummary</c>); its parts are empty until the task has ended. One request.</summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<InstanceTaskSummary> GetSummaryAsync(string? taskName = null, CancellationToken cancellationToken = default)
    {
        string name = await TaskNameAsync(taskName, cancellationToken).ConfigureAwait(false);
        return await SendAsync(
            Get("get the summary", new QueryParameters { "instancesummary", { "taskname", name } }),
            static async (response, token) =>
            {
                using JsonDocument document = await response.ReadJsonAsync(token).ConfigureAwait(false);
                bool? isFinal = bool.TryParse(response.Header("x-odps-task-finalized"), out bool value) ? value : null;
                return InstanceTaskSummary.Read(document.RootElement, isFinal);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a task cost; <see langword="null"/> when its summary does not say. One request.</summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<InstanceTaskCost?> GetCostAsync(string? taskName = null, CancellationToken cancellationToken = default) =>
        (await GetSummaryAsync(taskName, cancellationToken).ConfigureAwait(false)).Cost;

    /// <summary>
    /// The detail of a task (<c>instancedetail</c>), or the newer form of it (<c>detail</c>) when the service has no other. The layout of the JSON is not defined.
    /// One or two requests.
    /// </summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The JSON; a JSON text when the answer is not JSON.</returns>
    public async Task<JsonElement> GetDetailAsync(string? taskName = null, CancellationToken cancellationToken = default)
    {
        string name = await TaskNameAsync(taskName, cancellationToken).ConfigureAwait(false);
        string text = await GetTextAsync("get the detail", new QueryParameters { "instancedetail", { "taskname", name } }, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text) ? await GetDetail2Async(name, cancellationToken).ConfigureAwait(false) : LooseJson.Parse(text);
    }

    /// <summary>The newer form of the detail of a task (<c>detail</c>), with its workers. The layout of the JSON is not defined. One request.</summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The JSON; a JSON text when the answer is not JSON.</returns>
    public async Task<JsonElement> GetDetail2Async(string? taskName = null, CancellationToken cancellationToken = default)
    {
        string name = await TaskNameAsync(taskName, cancellationToken).ConfigureAwait(false);
        return LooseJson.Parse(await GetTextAsync("get the detail", new QueryParameters { "detail", { "taskname", name } }, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The workers of a task, from <see cref="GetDetail2Async"/>. One request.</summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<InstanceWorker>> GetWorkersAsync(string? taskName = null, CancellationToken cancellationToken = default) =>
        InstanceWorker.Find(await GetDetail2Async(taskName, cancellationToken).ConfigureAwait(false));

    /// <summary>A log of a worker, as text. One request.</summary>
    /// <param name="logId">The worker's <see cref="InstanceWorker.LogId"/>.</param>
    /// <param name="type">Which log. Default: the one that the service chooses.</param>
    /// <param name="maxBytes">The most bytes to give. Default: 0, which leaves it to the service.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<string> GetWorkerLogAsync(string logId, WorkerLogType? type = null, int maxBytes = 0, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        return GetTextAsync(
            "get a worker log",
            new QueryParameters { { "log", "" }, { "id", logId }, { "logtype", type?.Value }, { "size", maxBytes > 0 ? maxBytes : (long?)null } },
            cancellationToken);
    }

    /// <summary>
    /// The quota of a task, used and free (<c>instancequota</c>). The service answers <c>{}</c> when it is asked more often than every 30 s. The layout of the JSON is
    /// not defined. One request.
    /// </summary>
    /// <param name="taskName">The task. Default: the only one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<JsonElement> GetQuotaAsync(string? taskName = null, CancellationToken cancellationToken = default)
    {
        string name = await TaskNameAsync(taskName, cancellationToken).ConfigureAwait(false);
        return await GetJsonAsync("get the quota", new QueryParameters { "instancequota", { "taskname", name } }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the instance stands in the queue (<c>cached</c>); <see langword="null"/> when the service knows nothing. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<InstanceQueueingInfo?> GetQueueingInfoAsync(CancellationToken cancellationToken = default)
    {
        JsonElement json = await GetJsonAsync("get the queueing info", new QueryParameters { "cached" }, cancellationToken).ConfigureAwait(false);
        return json.Text("instanceId") is null ? null : InstanceQueueingInfo.Read(json);
    }

    /// <summary>A piece of information that a task offers under a key, for example <c>warnings</c>. One request.</summary>
    /// <param name="taskName">The task.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The text; empty when the task server gave none.</returns>
    public Task<string> GetTaskInfoAsync(string taskName, string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(taskName);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return GetTextAsync($"get information '{key}' of task {taskName}", new QueryParameters { "info", { "taskname", taskName }, { "key", key } }, cancellationToken);
    }

    /// <summary>Hands a piece of information to a task. One request.</summary>
    /// <param name="taskName">The task.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The text.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>What the task answers.</returns>
    public Task<string> PutTaskInfoAsync(string taskName, string key, string value, CancellationToken cancellationToken = default) =>
        PutTaskInfoAsync(taskName, key, value, isIdempotent: true, static (response, token) => response.ReadTextAsync(token), cancellationToken);

    internal Task<T> PutTaskInfoAsync<T>(
        string taskName, string key, string value, bool isIdempotent, Func<OdpsResponse, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(taskName);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(value);
        string body = new XElement("Instance", new XElement("Key", key), new XElement("Value", value)).ToString(SaveOptions.DisableFormatting);
        OdpsRequest request = OdpsRequest.Put(ServicePath, $"give information '{key}' to task {taskName} of instance {Id} of project {Project}", RequestContent.Xml(body)) with
        {
            Query = new QueryParameters { "info", { "taskname", taskName } },
            IsIdempotent = isIdempotent,
        };
        return SendAsync(request, read, cancellationToken);
    }

    internal async Task<InstanceProgress> GetProgressAsync(InstanceInfo info, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskProgress>();
        foreach (InstanceTask task in await GetTasksAsync(cancellationToken).ConfigureAwait(false))
        {
            tasks.Add(new TaskProgress(task, await GetStagesAsync(task.Name, cancellationToken).ConfigureAwait(false)));
        }

        return new InstanceProgress { InstanceId = Id, Status = info.Status, Time = _scope.TimeProvider.GetUtcNow(), Elapsed = elapsed, Tasks = tasks };
    }
}
