using System.Diagnostics;
using System.Globalization;
using Odps.Net.Emulator.Faults;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Upsert sessions of tables with a primary key.</summary>
internal sealed class TableUpsertCalls(EmulatedService service)
{
    private const int MaxLifecycleHours = 24;

    private readonly SessionStore<UpsertSession> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions);

    public void AddTo(RouteTable routes)
    {
        foreach (string path in TunnelTable.Paths)
        {
            routes.Map("POST", path + "/upserts", Commit, "upsertid");
            routes.Map("POST", path + "/upserts", Create);
            routes.Map("GET", path + "/upserts", Reload, "upsertid");
            routes.Map("PUT", path + "/upserts", PutPacketAsync, "upsertid");
            routes.Map("DELETE", path + "/upserts", Abort, "upsertid");
        }
    }

    private ServiceResponse Create(ServiceRequest request)
    {
        var target = TunnelTable.Find(request, service.Store);
        TableDefinition table = target.Table;
        if (table.PrimaryKey.Count == 0)
        {
            throw new EmulatorException("InvalidArgument", $"The table {table.Project}.{table.Name} has no primary key, which an upsert needs.");
        }

        foreach (string key in table.PrimaryKey)
        {
            Column column = table.Schema.Columns[table.Schema.Columns.GetOrdinal(key)];
            if (!UpsertHash.IsKeyType(column.Type))
            {
                throw new EmulatorException("InvalidArgument", $"The key column '{key}' of {table.Project}.{table.Name} is of type {column.Type.Name}, for which no bucket can be told.");
            }
        }

        long slots = request.Number("slotnum", 1);
        long hours = request.Number("lifecycle", MaxLifecycleHours);
        if (slots < 1 || hours is < 1 or > MaxLifecycleHours)
        {
            throw new EmulatorException("InvalidArgument", $"'slotnum' is to be 1 or more and 'lifecycle' 1 to {MaxLifecycleHours}; they are {slots} and {hours}.");
        }

        var session = new UpsertSession(
            _sessions.NewId(), service.Clock, target, (int)Math.Min(slots, int.MaxValue), TimeSpan.FromHours(hours), request.Find("quotaName") ?? "default");
        _sessions.Add(session);
        return session.Describe(isExpired: false);
    }

    private ServiceResponse Reload(ServiceRequest request)
    {
        UpsertSession session = Find(request);
        bool isExpired = _sessions.IsExpired(session);
        if (!isExpired)
        {
            session.Touch();
            session.GoOn(service.Store);
        }

        return session.Describe(isExpired);
    }

    private async Task<ServiceResponse> PutPacketAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        UpsertSession session = FindOpen(request);
        int bucket = (int)request.Number("bucketid", -1);
        if (bucket < 0 || bucket >= session.BucketCount)
        {
            throw new EmulatorException("InvalidArgument", $"The bucket '{request.Find("bucketid")}' is none of the {session.BucketCount} of the session {session.Id}.");
        }

        int slot = session.SlotOf(bucket);
        if (request.Number("slotid", -1) != slot)
        {
            throw new EmulatorException("InvalidArgument", $"The bucket {bucket} belongs to the slot {slot} of the session {session.Id}, not to '{request.Find("slotid")}'.");
        }

        byte[] packet = await TunnelBody.ReadRecordsAsync(request, service.Options.MaxRequestBytes, cancellationToken).ConfigureAwait(false);
        if (session.Slots.Route(request, slot) is { } moved)
        {
            return moved;
        }

        List<RowChange> changes = session.Layout.Read(packet, bucket);
        if (request.Number("record_count", changes.Count) != changes.Count)
        {
            throw new EmulatorException("MalformedDataStream", $"The request announces {request.Find("record_count")} records; its body has {changes.Count}.");
        }

        session.Touch();
        session.Add(changes);
        return session.Slots.Tell(ServiceResponse.Empty().With("odps-tunnel-metrics", DownloadData.Metrics(Stopwatch.GetElapsedTime(start))), slot);
    }

    private ServiceResponse Commit(ServiceRequest request)
    {
        UpsertSession session = FindOpen(request);
        if (session.Slots.Route(request, session.SlotOf(0)) is { } moved)
        {
            return moved;
        }

        FaultHandle? slow = request.Faults.FirstOrDefault(f => f.Fault.Action is FaultAction.DeferCommit);
        slow?.Hit();
        session.Commit(service.Store, takesTime: slow is not null);
        return session.Describe(isExpired: false);
    }

    private ServiceResponse Abort(ServiceRequest request)
    {
        UpsertSession session = FindOpen(request);
        session.Abort();
        return ServiceResponse.Empty();
    }

    private UpsertSession FindOpen(ServiceRequest request)
    {
        UpsertSession session = Find(request);
        return _sessions.IsExpired(session) ? throw NotFound(session.Id) : session;
    }

    private UpsertSession Find(ServiceRequest request)
    {
        string id = request.Query["upsertid"];
        UpsertSession? session = _sessions.Find(request, id);
        return session is { IsAborted: false } && session.Target.Scope == TunnelTable.Find(request, service.Store).Scope ? session : throw NotFound(id);
    }

    private static EmulatorException NotFound(string id) => new(
        "UpsertSessionNotFound", string.Create(CultureInfo.InvariantCulture, $"There is no upsert session '{id}' for this table and partition; it may have expired or been aborted."), 404);
}
