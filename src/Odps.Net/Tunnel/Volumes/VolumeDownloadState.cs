using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What the service says of a volume download session.</summary>
internal sealed record VolumeDownloadState(string Id, TunnelSessionStatus Status, string? QuotaName, string? FileName, long? FileLength)
{
    public static VolumeDownloadState Read(JsonElement json, OdpsResponse response)
    {
        JsonElement file = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("File", out JsonElement found) ? found : default;
        return new VolumeDownloadState(
            json.Text("DownloadID") ?? throw response.Malformed("has no DownloadID"),
            TunnelSessionStatus.Parse(json.Text("Status")),
            json.Text("QuotaName"),
            file.Text("FileName"),
            file.Number("FileLength") is >= 0 and long length ? length : null);
    }
}
