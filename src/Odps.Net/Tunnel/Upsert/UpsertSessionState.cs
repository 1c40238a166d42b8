using System.Globalization;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What the service says of an upsert session.</summary>
internal sealed record UpsertSessionState
{
    public required string Id { get; init; }

    public required TunnelSessionStatus Status { get; init; }

    public required TableSchema Schema { get; init; }

    /// <summary>The ids of the data columns, for updates of some columns; null where the service does not say.</summary>
    public required IReadOnlyList<long?> ColumnIds { get; init; }

    /// <summary>The ordinals of the key columns.</summary>
    public required IReadOnlyList<int> HashKey { get; init; }

    public required UpsertHasher Hasher { get; init; }

    public required IReadOnlyList<UpsertSlot> Slots { get; init; }

    public string? QuotaName { get; init; }

    public bool AllowsPartialUpdate { get; init; }

    public static UpsertSessionState Read(JsonElement json, OdpsResponse response)
    {
        if (!json.TryGetProperty("schema", out JsonElement schemaJson) || schemaJson.ValueKind != JsonValueKind.Object)
        {
            throw response.Malformed("describes an upsert session without its schema");
        }

        TableSchema schema = TableInfoReader.ReadColumns(schemaJson);
        return new UpsertSessionState
        {
            Id = json.Text("id") ?? throw response.Malformed("has no id"),
            Status = ReadStatus(json) ?? throw response.Malformed("has no status"),
            Schema = schema,
            ColumnIds = [.. schemaJson.GetProperty("columns").EnumerateArray().Select(c => c.Number("column_id"))],
            HashKey = ReadHashKey(json, schema.Columns, response),
            Hasher = (json.Text("hasher") ?? "default").ToLowerInvariant() switch
            {
                "default" => UpsertHasher.Default,
                "legacy" => UpsertHasher.Legacy,
                string other => throw response.Malformed($"names the hasher '{other}', which this SDK does not know, so that the buckets of rows cannot be told"),
            },
            Slots = ReadSlots(json, response),
            QuotaName = json.Text("quota_name") ?? json.Text("QuotaName"),
            AllowsPartialUpdate = json.Flag("enable_partial_update"),
        };
    }

    /// <summary>The status in an answer; null when there is none.</summary>
    public static TunnelSessionStatus? ReadStatus(JsonElement json) =>
        (json.Text("status") ?? json.Text("Status")) is string status ? TunnelSessionStatus.Parse(status) : null;

    private static int[] ReadHashKey(JsonElement json, ColumnCollection columns, OdpsResponse response)
    {
        if (!json.TryGetProperty("hash_key", out JsonElement names) || names.ValueKind != JsonValueKind.Array || names.GetArrayLength() == 0)
        {
            throw response.Malformed("describes an upsert session without its hash_key");
        }

        var ordinals = new List<int>();
        foreach (JsonElement name in names.EnumerateArray())
        {
            int ordinal = columns.IndexOf(name.GetString() ?? "");
            ordinals.Add(ordinal >= 0 ? ordinal : throw response.Malformed($"names '{name.GetString()}' in hash_key, which is no column of its schema"));
        }

        return [.. ordinals.Distinct()];
    }

    private static List<UpsertSlot> ReadSlots(JsonElement json, OdpsResponse response)
    {
        var slots = new List<UpsertSlot>();
        if (json.TryGetProperty("slots", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement slot in list.EnumerateArray())
            {
                string id = slot.Text("slot_id") ?? slot.Number("slot_id")?.ToString(CultureInfo.InvariantCulture) ?? throw response.Malformed("lists a slot without its slot_id");
                string? server = slot.Text("worker_addr");
                if (!TunnelSlot.IsAddress(server))
                {
                    throw response.Malformed($"gives slot {id} no address of a host and a port");
                }

                slots.Add(new UpsertSlot(new TunnelSlot(id, server!), [.. slot.GetProperty("buckets").EnumerateArray().Select(ReadBucket)]));
            }
        }

        int[] buckets = [.. slots.SelectMany(s => s.Buckets).Order()];
        return buckets.Length > 0 && buckets.AsSpan().SequenceEqual(Enumerable.Range(0, buckets.Length).ToArray())
            ? slots
            : throw response.Malformed($"does not give each of the buckets 0 to {buckets.Length - 1} to one slot");
    }

    private static int ReadBucket(JsonElement bucket) => bucket.ValueKind == JsonValueKind.String
        ? int.Parse(bucket.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)
        : bucket.GetInt32();
}
