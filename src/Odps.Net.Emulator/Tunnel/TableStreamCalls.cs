using System.Diagnostics;
using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Stream upload sessions of tables: each pack of rows is in the table as soon as it was accepted.</summary>
internal sealed class TableStreamCalls(EmulatedService service)
{
    private const int DefaultSlots = 2;
    private const int MaxSlots = 64;

    private readonly SessionStore<StreamUploadSession> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions);

    public void AddTo(RouteTable routes)
    {
        foreach (string path in TunnelTable.Paths)
        {
            routes.Map("POST", path + "/streams", request => AbortOrReload(request), "uploadid");
            routes.Map("POST", path + "/streams", Create);
            routes.Map("GET", path + "/streams", Reload, "uploadid");
            routes.Map("PUT", path + "/streams", WriteAsync, "uploadid");
        }
    }

    private ServiceResponse Create(ServiceRequest request)
    {
        bool isDynamic = request.IsOn("dynamic_partition");
        TunnelTable target = isDynamic && request.Find("partition") is null
            ? TunnelTable.Whole(request, service.Store)
            : TunnelTable.Find(request, service.Store, request.IsOn("create_partition"));
        TableDefinition table = target.Table;
        if (isDynamic && !table.Schema.IsPartitioned)
        {
            throw new EmulatorException("InvalidArgument", $"The table {table.Project}.{table.Name} is not partitioned; 'dynamic_partition' was given.");
        }

        CheckColumns(request, table);
        if (request.Number("schema_version", table.SchemaVersion) is var version && version != table.SchemaVersion)
        {
            throw new EmulatorException(
                "NoSuchSchema", $"The schema version {version} of {table.Project}.{table.Name} is not known; the version is {table.SchemaVersion}.", 404);
        }

        // Clients disagree on the name of the header.
        string? wanted = request.Header("odps-tunnel-slot-num") ?? request.Header("odps-slot-num");
        int slots = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? Math.Min(n, MaxSlots) : DefaultSlots;
        var session = new StreamUploadSession(_sessions.NewId(), service.Clock.GetUtcNow(), target, isDynamic, slots, request.Find("quotaName") ?? "default");
        _sessions.Add(session);
        return session.Describe("normal");
    }

    private ServiceResponse Reload(ServiceRequest request)
    {
        StreamUploadSession session = Find(request);
        return session.Describe("normal");
    }

    /// <summary>The abort names a server. Go asks for the state of a session with the same method, and without one.</summary>
    private ServiceResponse AbortOrReload(ServiceRequest request)
    {
        StreamUploadSession session = Find(request);
        if (request.Header("odps-tunnel-routed-server") is null)
        {
            return session.Describe("normal");
        }

        session.Abort();
        return ServiceResponse.Empty();
    }

    private async Task<ServiceResponse> WriteAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        StreamUploadSession session = Find(request);
        int slot = (int)request.Number("slotid", -1);
        if (slot < 0 || slot >= MaxSlots)
        {
            throw new EmulatorException("InvalidArgument", $"The slot '{request.Find("slotid")}' is none of the session {session.Id}.");
        }

        byte[] records = await TunnelBody.ReadRecordsAsync(request, service.Options.MaxRequestBytes, cancellationToken).ConfigureAwait(false);
        if (session.Slots.Route(request, slot) is { } moved)
        {
            return moved;
        }

        TableDefinition table = session.Target.Table;
        TableDefinition now = TunnelTable.Current(service.Store, table, $"the stream upload session {session.Id} was created");
        if (request.IsOn("check_latest_schema") && now.SchemaVersion != table.SchemaVersion)
        {
            var error = new EmulatorException("SchemaModified", $"The table {table.Project}.{table.Name} has the schema version {now.SchemaVersion}; the session {session.Id} has {table.SchemaVersion}.", 412);
            return ErrorResponse.Create(error, request.RequestId, $"http://{service.Authority}", asJson: true)
                .With("odps-tunnel-latest-schema-version", now.SchemaVersion.ToString(CultureInfo.InvariantCulture));
        }

        CheckColumns(request, now);
        PartitionSpec? partition = Partition(request, session, now);
        List<object?[]> rows = RecordStreamDecoder.Decode(records, table.Schema.Columns);
        if (request.Number("record_count", rows.Count) != rows.Count)
        {
            throw new EmulatorException("MalformedDataStream", $"The request announces {request.Find("record_count")} records; its body has {rows.Count}.");
        }

        service.Store.Write(now, partition, Map(rows, table.Schema.Columns, now.Schema.Columns), overwrite: false);
        long batch = session.Wrote(service.Clock.GetUtcNow());
        ServiceResponse response = ServiceResponse.Empty()
            .With("odps-tunnel-batch-id", batch.ToString(CultureInfo.InvariantCulture))
            .With("odps-tunnel-metrics", DownloadData.Metrics(Stopwatch.GetElapsedTime(start)));
        return session.Slots.Tell(response, slot);
    }

    private static void CheckColumns(ServiceRequest request, TableDefinition table)
    {
        foreach (string name in request.Find("zorder_columns")?.Split(',') ?? [])
        {
            if (table.Schema.Columns.IndexOf(name) < 0)
            {
                throw new EmulatorException("InvalidArgument", $"The table {table.Project}.{table.Name} has no column '{name}', which is in 'zorder_columns'.");
            }
        }
    }

    /// <summary>Rows of the session's schema in the columns that the table has now.</summary>
    private static IEnumerable<object?[]> Map(List<object?[]> rows, ColumnCollection from, ColumnCollection to)
    {
        int[] positions = [.. to.Select(c => from.IndexOf(c.Name))];
        return rows.Select(row => Array.ConvertAll(positions, p => p < 0 ? null : row[p]));
    }

    /// <summary>The partition of a pack, which is made when the session has dynamic partitions.</summary>
    private PartitionSpec? Partition(ServiceRequest request, StreamUploadSession session, TableDefinition table) =>
        session.IsDynamic ? TunnelTable.Find(request, service.Store, createPartition: true).Partition : session.Target.Partition is { } spec ? Existing(table, spec) : null;

    private PartitionSpec Existing(TableDefinition table, PartitionSpec spec) => service.Store.FindPartition(table, spec)?.Spec ?? throw StoreErrors.NoSuchPartition(table, spec);

    private StreamUploadSession Find(ServiceRequest request)
    {
        string id = request.Query["uploadid"];
        StreamUploadSession? session = _sessions.Find(request, id);
        TunnelTable? asked = session is null ? null : session.IsDynamic ? TunnelTable.Whole(request, service.Store) : TunnelTable.Find(request, service.Store);
        return session is null || session.IsAborted || _sessions.IsExpired(session) || session.Scope != asked!.Scope
            ? throw new EmulatorException("StreamSessionNotFound", $"There is no stream upload session '{id}' for this table and partition; it may have expired or been aborted.", 404)
            : session;
    }
}
