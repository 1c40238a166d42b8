using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Download sessions of the row sets that instances gave.</summary>
internal sealed class InstanceDownloadCalls(EmulatedService service)
{
    private const string Path = "projects/{project}/instances/{instance}";

    private static readonly TimeSpan MaxDirectWait = TimeSpan.FromMinutes(1);

    private readonly SessionStore<DownloadSession> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions, DownloadSession.MaxHeldValues);

    public void AddTo(RouteTable routes)
    {
        routes.Map("POST", Path, CreateAsync, "downloads");
        routes.Map("GET", Path, (request, _) => request.Has("data") ? DataAsync(request) : ReloadAsync(request), "downloadid");
        routes.Map("GET", Path, DirectAsync, "cached");
    }

    private Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (EmulatedInstance instance, SqlResult result, ColumnCollection columns) = FindRows(request);
        IReadOnlyList<object?[]> rows = request.Has("instance_tunnel_limit_enabled") ? [.. result.Rows.Take(ResultText.MaxRows)] : result.Rows;
        var session = new DownloadSession
        {
            Id = _sessions.NewId(),
            Created = service.Clock.GetUtcNow(),
            Scope = instance.Id,
            Owner = request.Caller.Account,
            Columns = columns,
            IsOfInstance = true,
            QuotaName = request.Find("quotaName") ?? "default",
            Rows = Task.FromResult(rows),
        };
        _sessions.Add(session);
        return session.DescribeAsync(isExpired: false);
    }

    private Task<ServiceResponse> ReloadAsync(ServiceRequest request)
    {
        DownloadSession session = Find(request);
        return session.DescribeAsync(_sessions.IsExpired(session));
    }

    private Task<ServiceResponse> DataAsync(ServiceRequest request)
    {
        DownloadSession session = Find(request);
        return _sessions.IsExpired(session)
            ? throw new EmulatorException("NoSuchDownload", $"The download session {session.Id} has expired; create a new one.", 404)
            : DownloadData.AnswerAsync(request, session);
    }

    /// <summary>The rows without a session, as soon as the instance has ended: the way of interactive queries.</summary>
    private async Task<ServiceResponse> DirectAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        if (!request.Has("data") || request.Find("taskname") is null)
        {
            throw new EmulatorException("InvalidArgument", "A direct download is a request with 'data', 'cached' and 'taskname'.");
        }

        if (service.Instances.Find(request.Project(service.Store), request.Route("instance")) is { Session: { } session } host)
        {
            string number = request.Find("queryid") ?? throw new EmulatorException("InvalidArgument", "A direct download of a session is of one query: the parameter 'queryid' is missing.");
            return await session.RowsAsync(number, MaxDirectWait, cancellationToken).ConfigureAwait(false) is { Columns: { } found } rowSet
                ? await DirectAnswerAsync(request, host, rowSet, found).ConfigureAwait(false)
                : throw NoRows(host);
        }

        if (service.Instances.Find(request.Project(service.Store), request.Route("instance")) is { } running)
        {
            await running.WaitAsync(MaxDirectWait, cancellationToken).ConfigureAwait(false);
            if (!running.IsTerminated)
            {
                throw new EmulatorException("OdpsTaskTimeout", $"Wait for cache data timeout: the instance {running.Id} is still running.");
            }
        }

        (EmulatedInstance instance, SqlResult result, ColumnCollection columns) = FindRows(request);
        return await DirectAnswerAsync(request, instance, result, columns).ConfigureAwait(false);
    }

    private async Task<ServiceResponse> DirectAnswerAsync(ServiceRequest request, EmulatedInstance instance, SqlResult result, ColumnCollection columns)
    {
        bool isLimited = request.Has("instance_tunnel_limit_enabled");
        var rows = new DownloadSession
        {
            Id = "",
            Created = service.Clock.GetUtcNow(),
            Scope = instance.Id,
            Owner = request.Caller.Account,
            Columns = columns,
            Rows = Task.FromResult<IReadOnlyList<object?[]>>(isLimited ? [.. result.Rows.Take(ResultText.MaxRows)] : result.Rows),
        };
        long count = (await rows.Rows.ConfigureAwait(false)).Count;
        ServiceResponse response = await DownloadData.AnswerAsync(request, rows).ConfigureAwait(false);
        return response
            .With("odps-tunnel-record-count", RowRange.Parse(request.Find("rowrange"), count).Count.ToString(CultureInfo.InvariantCulture))
            .With("odps-tunnel-schema", SchemaText(columns));
    }

    /// <summary>The schema in one line of ASCII, as a header can hold it.</summary>
    private static string SchemaText(ColumnCollection columns)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            TableJson.WriteTunnelSchema(json, "schema", columns, ColumnCollection.Empty, isView: false);
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(text.WrittenMemory);
        return document.RootElement.GetProperty("schema").GetRawText();
    }

    private DownloadSession Find(ServiceRequest request)
    {
        string id = request.Query["downloadid"];
        DownloadSession? session = _sessions.Find(request, id);
        return session?.Scope == request.Route("instance")
            ? session
            : throw new EmulatorException("NoSuchDownload", $"There is no download session '{id}' for this instance; it may have expired or given way to newer ones.", 404);
    }

    private (EmulatedInstance Instance, SqlResult Result, ColumnCollection Columns) FindRows(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        EmulatedInstance instance = service.Instances.Find(project, request.Route("instance"))
            ?? throw new EmulatorException("NoSuchObject", $"The instance {request.Route("instance")} does not exist in the project {project}.", 404);
        if (!instance.IsTerminated)
        {
            throw new EmulatorException("InstanceNotTerminate", $"The instance {instance.Id} is still running.");
        }

        TaskState task = instance.Tasks[0];
        if (task.Status != Instances.TaskStatus.Success)
        {
            throw new EmulatorException("TaskFailed", $"The task {task.Task.Name} of the instance {instance.Id} is {task.Status}: {task.Outcome?.Text}");
        }

        return task.Outcome?.Sql is { Columns: { } columns } result
            ? (instance, result, columns)
            : throw NoRows(instance);
    }

    private static EmulatorException NoRows(EmulatedInstance instance) =>
        new("InstanceTypeNotSupported", $"Non select query not supported: the instance {instance.Id} gave no rows.");
}
