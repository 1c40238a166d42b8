using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What the service says of a volume upload session.</summary>
internal sealed record VolumeUploadState(string Id, TunnelSessionStatus Status, string? QuotaName, IReadOnlyList<VolumeFile> Files)
{
    public static VolumeUploadState Read(JsonElement json, OdpsResponse response)
    {
        var files = new List<VolumeFile>();
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("FileList", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement file in list.EnumerateArray())
            {
                files.Add(new VolumeFile(file.Text("FileName") ?? throw response.Malformed("lists a file without its FileName"), file.Number("FileLength")));
            }
        }

        return new VolumeUploadState(
            json.Text("UploadID") ?? throw response.Malformed("has no UploadID"), TunnelSessionStatus.Parse(json.Text("Status")), json.Text("QuotaName"), files);
    }
}
