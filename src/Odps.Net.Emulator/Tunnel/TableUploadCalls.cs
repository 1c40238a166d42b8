using System.Diagnostics;
using System.Globalization;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Upload sessions of tables.</summary>
internal sealed class TableUploadCalls(EmulatedService service)
{
    private const int MaxBlockId = 19_999;

    private readonly SessionStore<UploadSession> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions);

    public void AddTo(RouteTable routes)
    {
        foreach (string path in TunnelTable.Paths)
        {
            routes.Map("POST", path, Create, "uploads");
            routes.Map("POST", path, Commit, "uploadid");
            routes.Map("PUT", path, PutBlockAsync, "uploadid");
            routes.Map("GET", path, Reload, "uploadid");
        }
    }

    private ServiceResponse Create(ServiceRequest request)
    {
        var target = TunnelTable.Find(request, service.Store, request.IsOn("create_partition"));
        var session = new UploadSession(
            _sessions.NewId(), service.Clock.GetUtcNow(), request.Caller.Account, target, request.IsOn("overwrite"), request.Find("quotaName") ?? "default");
        _sessions.Add(session);
        return session.Describe(isExpired: false);
    }

    private ServiceResponse Reload(ServiceRequest request)
    {
        UploadSession session = Find(request);
        bool withBlocks = !"false".Equals(request.Find("getblockid"), StringComparison.OrdinalIgnoreCase);
        return session.Describe(_sessions.IsExpired(session), withBlocks);
    }

    /// <summary>The block counts only when the whole of it could be read.</summary>
    private async Task<ServiceResponse> PutBlockAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        UploadSession session = FindOpen(request);
        if (!int.TryParse(request.Find("blockid"), NumberStyles.None, CultureInfo.InvariantCulture, out int blockId) || blockId > MaxBlockId)
        {
            throw new EmulatorException("InvalidBlockID", $"A block id is 0 to {MaxBlockId}; it is '{request.Find("blockid")}'.");
        }

        ContentCoding? coding = ContentCoding.OfBody(request);
        byte[] body = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        byte[] content = coding?.Decompress(body, service.Options.MaxRequestBytes) ?? body;
        ColumnCollection columns = session.Target.Table.Schema.Columns;
        List<object?[]> rows = request.Has("arrow") ? ArrowBatchDecoder.Decode(ArrowChunkReader.Unframe(content), columns) : RecordStreamDecoder.Decode(content, columns);
        session.Put(blockId, rows, service.Clock.GetUtcNow());
        return ServiceResponse.Empty().With("odps-tunnel-metrics", DownloadData.Metrics(Stopwatch.GetElapsedTime(start)));
    }

    private ServiceResponse Commit(ServiceRequest request)
    {
        UploadSession session = FindOpen(request);
        session.Commit(service.Store);
        return session.Describe(isExpired: false);
    }

    private UploadSession FindOpen(ServiceRequest request)
    {
        UploadSession session = Find(request);
        return _sessions.IsExpired(session)
            ? throw new EmulatorException("NoSuchUpload", $"The upload session {session.Id} has expired; create a new one.", 404)
            : session;
    }

    private UploadSession Find(ServiceRequest request)
    {
        string id = request.Query["uploadid"];
        UploadSession? session = _sessions.Find(request, id);
        return session is not null && session.Target.Scope == TunnelTable.Find(request, service.Store).Scope
            ? session
            : throw new EmulatorException("NoSuchUpload", $"There is no upload session '{id}' for this table and partition.", 404);
    }
}
