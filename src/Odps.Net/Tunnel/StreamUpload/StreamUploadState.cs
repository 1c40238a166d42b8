using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What the service says of a stream upload session.</summary>
internal sealed record StreamUploadState
{
    public required string Id { get; init; }

    public required TunnelSessionStatus Status { get; init; }

    /// <summary>The schema; null in an answer that leaves it out.</summary>
    public TableSchema? Schema { get; init; }

    public long? SchemaVersion { get; init; }

    public string? QuotaName { get; init; }

    public required IReadOnlyList<TunnelSlot> Slots { get; init; }

    public long? LastBatchId { get; init; }

    public DateTimeOffset? LastBatchCommitTime { get; init; }

    /// <summary>Whether the session is still being prepared.</summary>
    public bool IsInitiating => Status.Value is "init" or "initiating";

    public static StreamUploadState Read(JsonElement json, OdpsResponse response)
    {
        TunnelSessionStatus status = TunnelSessionStatus.Parse(json.Text("status") ?? json.Text("Status"));
        var state = new StreamUploadState
        {
            Id = json.Text("session_name") ?? throw response.Malformed("has no session_name"),
            Status = status,
            Schema = json.TryGetProperty("schema", out JsonElement schema) && schema.ValueKind == JsonValueKind.Object ? TableInfoReader.ReadColumns(schema) : null,
            SchemaVersion = json.Number("schema_version"),
            QuotaName = json.Text("quota_name") ?? json.Text("QuotaName"),
            Slots = ReadSlots(json, response),
            LastBatchId = json.Number("last_batch_id"),
            LastBatchCommitTime = json.Number("last_batch_commit_time") is > 0 and < 253_402_300_800_000 and long time
                ? DateTimeOffset.FromUnixTimeMilliseconds(time)
                : null,
        };
        return state.Slots.Count > 0 || state.IsInitiating ? state : throw response.Malformed("describes a stream upload session without slots");
    }

    private static List<TunnelSlot> ReadSlots(JsonElement json, OdpsResponse response)
    {
        var slots = new List<TunnelSlot>();
        if (!json.TryGetProperty("slots", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return slots;
        }

        foreach (JsonElement slot in list.EnumerateArray())
        {
            if (slot.ValueKind != JsonValueKind.Array || slot.GetArrayLength() != 2)
            {
                throw response.Malformed("lists a slot that is not a pair of id and address");
            }

            string id = slot[0].ValueKind == JsonValueKind.String ? slot[0].GetString()! : slot[0].GetRawText();
            string? server = slot[1].ValueKind == JsonValueKind.String ? slot[1].GetString() : null;
            slots.Add(TunnelSlot.IsAddress(server) ? new TunnelSlot(id, server!) : throw response.Malformed($"gives slot {id} no address of a host and a port"));
        }

        return slots;
    }
}
