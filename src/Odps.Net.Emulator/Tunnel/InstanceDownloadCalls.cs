using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Download sessions of the row sets that instances gave.</summary>
internal sealed class InstanceDownloadCalls(EmulatedService service)
{
    private const string Path = "projects/{project}/instances/{instance}";
    private readonly SessionStore<DownloadSession> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions, DownloadSession.MaxHeldValues);

    public void AddTo(RouteTable routes)
    {
        routes.Map("POST", Path, CreateAsync, "downloads");
        routes.Map("GET", Path, (request, _) => request.Has("data") ? DataAsync(request) : ReloadAsync(request), "downloadid");
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
            : throw new EmulatorException("InstanceTypeNotSupported", $"Non select query not supported: the instance {instance.Id} gave no rows.");
    }
}
