using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>A stream upload session. Its rows are in the table; it is only a schema and some slots. Thread-safe.</summary>
internal sealed class StreamUploadSession(string id, DateTimeOffset created, TunnelTable target, bool isDynamic, int slots, string quotaName) : ITunnelSession
{
    private const int SlotPort = 8082;

    private readonly Lock _lock = new();
    private long _batches;
    private DateTimeOffset _lastWrite;

    public string Id => id;

    public DateTimeOffset Created => created;

    public long HeldValues => 0;

    /// <summary>The table as it was when the session was made, and the partition unless each pack names its own.</summary>
    public TunnelTable Target => target;

    public bool IsDynamic => isDynamic;

    public string Scope { get; } = isDynamic ? (target with { Partition = null }).Scope : target.Scope;

    public TunnelSlots Slots { get; } = new(slots, SlotPort, canResize: true);

    public bool IsAborted { get; private set; }

    public void Abort() => IsAborted = true;

    /// <summary>Counts a pack that was written, and gives its number.</summary>
    public long Wrote(DateTimeOffset time)
    {
        lock (_lock)
        {
            _lastWrite = time;
            return ++_batches;
        }
    }

    public ServiceResponse Describe(string status)
    {
        long batches;
        DateTimeOffset lastWrite;
        lock (_lock)
        {
            (batches, lastWrite) = (_batches, _lastWrite);
        }

        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("session_name"u8, id);
            json.WriteNumber("schema_version"u8, target.Table.SchemaVersion);
            json.WriteString("status"u8, status);
            json.WriteString("quota_name"u8, quotaName);
            json.WriteStartArray("slots"u8);
            foreach ((int slot, string server) in Slots.Servers.Index())
            {
                json.WriteStartArray();
                json.WriteNumberValue(slot);
                json.WriteStringValue(server);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("file_format"u8, "");
            json.WriteString("compress_mode"u8, "");
            if (batches > 0)
            {
                json.WriteString("last_batch_id"u8, batches.ToString(CultureInfo.InvariantCulture));
                json.WriteString("last_batch_commit_time"u8, lastWrite.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            }

            TableJson.WriteTunnelSchema(json, "schema", target.Table.Schema.Columns, target.Table.Schema.PartitionColumns, isView: false);
            json.WriteEndObject();
        });
    }
}
