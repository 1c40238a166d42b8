using System.Globalization;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// An interactive session (query acceleration, MCQA 1): a job that stays running and takes queries without the start-up of a job of their own. Get one with
/// <see cref="SqlOperations.AttachSessionAsync"/> or <see cref="SqlOperations.CreateSessionAsync"/>. Thread-safe.
/// </summary>
public sealed class InteractiveSession
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ServiceScope _scope;

    private InteractiveSession(ServiceScope scope, Instance instance, string name, string taskName)
    {
        _scope = scope;
        Instance = instance;
        Name = name;
        TaskName = taskName;
    }

    /// <summary>The instance that is the session; stopping it ends the session.</summary>
    public Instance Instance { get; }

    /// <summary>The name of the session; the id of its instance when it was opened by that.</summary>
    public string Name { get; }

    /// <summary>The name of the task that is the session.</summary>
    public string TaskName { get; }

    /// <summary>The status of the session. One request, which also shows the session that it is still wanted.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<InteractiveSessionStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        SessionInfo.TryParse(await Instance.GetTaskInfoAsync(TaskName, "status", cancellationToken).ConfigureAwait(false))?.Status ?? InteractiveSessionStatus.Unknown;

    /// <summary>Asks for the status again and again, so that the session is not given up for want of use, until it ends or the token is cancelled. One request each time.</summary>
    /// <param name="interval">The pause between two requests. Default: one minute.</param>
    /// <param name="cancellationToken">Ends the loop; that is not an error.</param>
    /// <returns>The last status seen.</returns>
    public async Task<InteractiveSessionStatus> KeepAliveAsync(TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        TimeSpan pause = interval ?? TimeSpan.FromMinutes(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pause, TimeSpan.Zero, nameof(interval));
        InteractiveSessionStatus status = InteractiveSessionStatus.Running;
        try
        {
            while (status is InteractiveSessionStatus.Running or InteractiveSessionStatus.Unknown)
            {
                status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(pause, _scope.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller needs the session no longer.
        }

        return status;
    }

    /// <summary>Hands a statement to the session and does not wait for it. One request.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="options">Hints and values. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the query may run all the same.</param>
    public Task<InteractiveSessionQuery> SubmitAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>Hands a statement to the session and does not wait for it. One request.</summary>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">Hints and values. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the query may run all the same.</param>
    /// <exception cref="OdpsInstanceFailedException">The session refused the statement.</exception>
    public async Task<InteractiveSessionQuery> SubmitAsync(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        (string text, Dictionary<string, string> settings) = SqlSubmission.Render(_scope, sql, options ?? new SqlOptions());
        text = SqlJob.Query(text);
        string value = $"{{\"query\":\"{JsonEncodedText.Encode(text)}\",\"settings\":{JobDocument.ToJson(settings)}}}";
        string answer = await Instance.PutTaskInfoAsync(
            TaskName,
            "query",
            value,
            isIdempotent: false,
            static (response, token) =>
            {
                response.RequiredHeader("Location");
                return response.ReadTextAsync(token);
            },
            cancellationToken).ConfigureAwait(false);
        return new InteractiveSessionQuery(_scope, this, QueryId(answer, text), text, settings);
    }

    /// <summary>Ends the session. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => Instance.StopAsync(cancellationToken);

    /// <summary>The name and the instance.</summary>
    public override string ToString() => $"session {Name} ({Instance})";

    internal static InteractiveSession Of(ServiceScope scope, string instanceId, string taskName) =>
        new(scope, new Instance(scope, scope.RequireProject(), instanceId), instanceId, taskName);

    /// <summary>Creates or attaches a session and waits until it takes queries.</summary>
    internal static async Task<InteractiveSession> StartAsync(ServiceScope scope, InteractiveSessionOptions options, bool isNew, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Name, nameof(options));
        string operation = $"{(isNew ? "create" : "attach")} session {options.Name}";
        Instance instance = await SqlSubmission.SubmitSessionAsync(scope, options, Settings(options, isNew), operation, cancellationToken).ConfigureAwait(false);
        var session = new InteractiveSession(scope, instance, options.Name, options.TaskName);
        await session.WaitUntilRunningAsync(options.StartTimeout, operation, cancellationToken).ConfigureAwait(false);
        return session;
    }

    private static Dictionary<string, string> Settings(InteractiveSessionOptions options, bool isNew)
    {
        var settings = new Dictionary<string, string>(options.Hints)
        {
            ["odps.sql.submit.mode"] = "script",
            ["odps.sql.session.share.id"] = options.Name,
        };
        if (isNew)
        {
            settings["odps.sql.session.name"] = options.Name;
            Add("odps.sql.session.worker.count", options.WorkerCount?.ToString(CultureInfo.InvariantCulture));
            Add("odps.sql.session.worker.memory", options.WorkerMemory?.ToString(CultureInfo.InvariantCulture));
            Add("odps.sql.session.worker.sparespan", options.WorkerSpareSpan);
        }

        return settings;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                settings[key] = value;
            }
        }
    }

    private async Task WaitUntilRunningAsync(TimeSpan timeout, string operation, CancellationToken cancellationToken)
    {
        long start = _scope.TimeProvider.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            string text = await Instance.GetTaskInfoAsync(TaskName, "status", cancellationToken).ConfigureAwait(false);
            InteractiveSessionStatus status = SessionInfo.TryParse(text)?.Status ?? InteractiveSessionStatus.Unknown;
            if (status == InteractiveSessionStatus.Running)
            {
                return;
            }

            InstanceInfo? info = status == InteractiveSessionStatus.Unknown ? await Instance.GetAsync(cancellationToken).ConfigureAwait(false) : null;
            if (status != InteractiveSessionStatus.Unknown || info!.IsTerminated)
            {
                // The result of the instance has the reason, behind prefixes of the service's log.
                IReadOnlyList<InstanceTaskResult> results = await Instance.GetResultsAsync(cancellationToken).ConfigureAwait(false);
                throw OdpsExceptionFactory.FromInstanceResult(
                    InteractiveSessionQuery.WithoutPrefixes(results.Count > 0 ? results[0].Text : null), Instance.Id, TaskName, status == InteractiveSessionStatus.Unknown ? "Terminated" : status.ToString());
            }

            if (_scope.TimeProvider.GetElapsedTime(start) > timeout)
            {
                throw new OdpsTimeoutException(
                    $"Could not {operation}: it was not running after {timeout} (InteractiveSessionOptions.StartTimeout or InteractiveOptions.AttachTimeout). Its instance is {Instance}.");
            }

            await Task.Delay(pause, _scope.TimeProvider, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>The number of the query, two JSON texts deep.</summary>
    private long QueryId(string answer, string sql)
    {
        JsonElement outer = LooseJson.Parse(answer);
        string result = outer.Text("result") ?? "";
        if (outer.Text("status") != "ok")
        {
            throw Refusal(result.Length > 0 ? result : answer, outer.Text("status") ?? "Failed", sql);
        }

        JsonElement inner = LooseJson.Parse(result);
        return inner.Number("queryId") is { } id and >= 0 ? id : throw Refusal(inner.Text("result") ?? result, "Failed", sql);
    }

    private OdpsInstanceFailedException Refusal(string text, string status, string sql) =>
        OdpsExceptionFactory.FromInstanceResult(InteractiveSessionQuery.WithoutPrefixes(text), Instance.Id, TaskName, status, sql);
}
