using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What the service says of an upload session.</summary>
internal sealed record UploadSessionState(
    string Id, TunnelSessionStatus Status, TableSchema Schema, int MaxFieldSize, string? QuotaName, IReadOnlyList<UploadedBlock> Blocks)
{
    /// <summary>The largest limit of a value that the service could mean; anything above is taken as this.</summary>
    private const int LargestMaxFieldSize = 256 * 1024 * 1024;

    public static UploadSessionState Read(JsonElement json, OdpsResponse response)
    {
        if (!json.TryGetProperty(nameof(Schema), out JsonElement schema) || schema.ValueKind != JsonValueKind.Object)
        {
            throw response.Malformed("describes an upload session without its schema");
        }

        var blocks = new List<UploadedBlock>();
        if (json.TryGetProperty("UploadedBlockList", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement block in list.EnumerateArray())
            {
                long id = block.Number("BlockID") ?? throw response.Malformed("lists a block without its BlockID");
                blocks.Add(new UploadedBlock(checked((int)id), block.Number("RecordCount"), WireTime.UnixSeconds(block.Number("CreateTime"))));
            }
        }

        return new UploadSessionState(
            json.Text("UploadID") ?? throw response.Malformed("has no UploadID"),
            TunnelSessionStatus.Parse(json.Text("Status")),
            TableInfoReader.ReadColumns(schema),
            (int)Math.Min(json.Number("MaxFieldSize") is > 0 and long size ? size : ValueLimits.DefaultMaxFieldSize, LargestMaxFieldSize),
            json.Text("QuotaName"),
            blocks);
    }
}
