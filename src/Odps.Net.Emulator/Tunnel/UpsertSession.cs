using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>An upsert session: changes by primary key that take place together, when the session is committed. Thread-safe.</summary>
internal sealed class UpsertSession : ITunnelSession
{
    /// <summary>The properties of a table by which MaxCompute knows the number of its buckets, and whether some columns only may be changed.</summary>
    private const string BucketsProperty = "write.bucket.num";
    private const string PartialUpdateProperty = "acid.partial.fields.update.enable";

    /// <summary>A property of the emulator's own, since nothing in a table's definition asks for the older hash functions.</summary>
    private const string HasherProperty = "emulator.upsert.hasher";

    private const int DefaultBuckets = 16;
    private const int MaxBuckets = 4096;
    private const int SlotPort = 8093;

    private readonly Lock _lock = new();
    private readonly List<RowChange> _changes = [];
    private readonly TimeProvider _clock;
    private readonly string _hasher;
    private readonly bool _allowsPartialUpdate;
    private readonly string _quotaName;
    private DateTimeOffset _lastUse;
    private bool _isCommitting;
    private bool _isCommitted;

    public UpsertSession(string id, TimeProvider clock, TunnelTable target, int slots, TimeSpan lifetime, string quotaName)
    {
        Id = id;
        Created = clock.GetUtcNow();
        Target = target;
        Lifetime = lifetime;
        _clock = clock;
        _lastUse = Created;
        _quotaName = quotaName;
        IReadOnlyDictionary<string, string> properties = target.Table.Properties;
        BucketCount = int.TryParse(properties.GetValueOrDefault(BucketsProperty), NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0
            ? Math.Min(n, MaxBuckets)
            : DefaultBuckets;
        _allowsPartialUpdate = "true".Equals(properties.GetValueOrDefault(PartialUpdateProperty), StringComparison.OrdinalIgnoreCase);
        _hasher = "legacy".Equals(properties.GetValueOrDefault(HasherProperty), StringComparison.OrdinalIgnoreCase) ? "legacy" : "default";
        Layout = new UpsertLayout(target.Table, _hasher == "legacy", BucketCount, _allowsPartialUpdate);
        Slots = new TunnelSlots(Math.Clamp(slots, 1, BucketCount), SlotPort, canResize: false);
        SlotCount = Slots.Count;
    }

    public string Id { get; }

    public DateTimeOffset Created { get; }

    public TimeSpan Lifetime { get; }

    /// <summary>The session lives on as long as it is used or looked at.</summary>
    public DateTimeOffset AliveSince
    {
        get
        {
            lock (_lock)
            {
                return _lastUse;
            }
        }
    }

    public long HeldValues
    {
        get
        {
            lock (_lock)
            {
                return (long)_changes.Count * Target.Table.Schema.Columns.Count;
            }
        }
    }

    public TunnelTable Target { get; }

    public UpsertLayout Layout { get; }

    public TunnelSlots Slots { get; }

    public int BucketCount { get; }

    public int SlotCount { get; }

    public bool IsAborted { get; private set; }

    public int SlotOf(int bucket) => bucket % SlotCount;

    public void Touch()
    {
        lock (_lock)
        {
            _lastUse = _clock.GetUtcNow();
        }
    }

    /// <summary>Takes the changes of a packet, behind those that came before.</summary>
    public void Add(IEnumerable<RowChange> changes)
    {
        lock (_lock)
        {
            if (_isCommitting || _isCommitted)
            {
                throw new EmulatorException("StatusConflict", $"The upsert session {Id} is {(_isCommitted ? "committed" : "being committed")} and takes no more packets.", 409);
            }

            _changes.AddRange(changes);
        }
    }

    /// <summary>Carries the changes out, or only begins with that: then the next request for the session finds it done. A committed session stays as it is.</summary>
    public void Commit(ITableStore store, bool takesTime)
    {
        lock (_lock)
        {
            if (takesTime && !_isCommitted)
            {
                _isCommitting = true;
                return;
            }

            Finish(store);
        }
    }

    /// <summary>Carries out the changes of a commit that was begun.</summary>
    public void GoOn(ITableStore store)
    {
        lock (_lock)
        {
            if (_isCommitting)
            {
                Finish(store);
            }
        }
    }

    public void Abort()
    {
        lock (_lock)
        {
            if (_isCommitting || _isCommitted)
            {
                throw new EmulatorException("StatusConflict", $"The upsert session {Id} is committed and cannot be aborted.", 409);
            }

            IsAborted = true;
            _changes.Clear();
        }
    }

    public ServiceResponse Describe(bool isExpired)
    {
        string status;
        lock (_lock)
        {
            status = _isCommitted ? "committed" : _isCommitting ? "committing" : isExpired ? "expired" : "normal";
        }

        TableDefinition table = Target.Table;
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, Id);
            json.WriteString("status"u8, status);
            json.WriteString("hasher"u8, _hasher);
            json.WriteString("quota_name"u8, _quotaName);
            json.WriteBoolean("enable_partial_update"u8, _allowsPartialUpdate);
            json.WriteStartArray("hash_key"u8);
            foreach (string key in table.PrimaryKey)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
            json.WriteStartArray("slots"u8);
            foreach ((int slot, string server) in Slots.Servers.Index())
            {
                json.WriteStartObject();
                json.WriteString("slot_id"u8, slot.ToString(CultureInfo.InvariantCulture));
                json.WriteStartArray("buckets"u8);
                for (int bucket = slot; bucket < BucketCount; bucket += SlotCount)
                {
                    json.WriteNumberValue(bucket);
                }

                json.WriteEndArray();
                json.WriteString("worker_addr"u8, server);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            TableJson.WriteTunnelSchema(json, "schema", table.Schema.Columns, table.Schema.PartitionColumns, isView: false);
            json.WriteEndObject();
        });
    }

    /// <summary>All changes in the order in which their packets came, so that the last for a key counts.</summary>
    private void Finish(ITableStore store)
    {
        if (_isCommitted)
        {
            return;
        }

        TableDefinition now = TunnelTable.Current(store, Target.Table, $"the upsert session {Id} was created");
        if (now.SchemaVersion != Target.Table.SchemaVersion)
        {
            throw new EmulatorException("TableModified", $"The columns of {now.Project}.{now.Name} have changed since the upsert session {Id} was created.", 409);
        }

        store.Apply(now, Target.Partition, _changes);
        (_isCommitted, _isCommitting) = (true, false);
        _changes.Clear();
    }
}
