using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Download sessions of tables.</summary>
internal sealed class TableDownloadCalls(EmulatedService service)
{
    private readonly SessionStore<DownloadSession> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions, DownloadSession.MaxHeldValues);

    public void AddTo(RouteTable routes)
    {
        foreach (string path in TunnelTable.Paths)
        {
            routes.Map("POST", path, CreateAsync, "downloads");
            routes.Map("GET", path, (request, _) => request.Has("data") ? DataAsync(request) : ReloadAsync(request), "downloadid");
        }
    }

    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        var target = TunnelTable.Find(request, service.Store);
        ITableStore store = service.Store;
        Task<IReadOnlyList<object?[]>> rows = Task.Run(() => store.Read(target.Table, target.Partition, 0, long.MaxValue), CancellationToken.None);
        bool isAsync = request.IsOn("asyncmode");
        if (!isAsync)
        {
            await rows.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var session = new DownloadSession
        {
            Id = _sessions.NewId(),
            Created = service.Clock.GetUtcNow(),
            Scope = target.Scope,
            Owner = request.Caller.Account,
            Columns = target.Table.Schema.Columns,
            PartitionColumns = target.Table.Schema.PartitionColumns,
            QuotaName = request.Find("quotaName") ?? "default",
            Rows = rows,
        };
        _sessions.Add(session);
        return await session.DescribeAsync(isExpired: false, isInitiating: isAsync).ConfigureAwait(false);
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
        return session is not null && session.Scope == TunnelTable.Find(request, service.Store).Scope
            ? session
            : throw new EmulatorException("NoSuchDownload", $"There is no download session '{id}' for this table and partition; it may have expired or given way to newer ones.", 404);
    }
}
