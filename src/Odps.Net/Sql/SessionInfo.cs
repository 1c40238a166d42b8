using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What a session says of itself or of a query.</summary>
internal sealed record SessionInfo(SqlSessionStatus Status, string Result, string? Warnings)
{
    /// <returns>Null when the text is not an answer of a session, as while it starts.</returns>
    public static SessionInfo? TryParse(string text)
    {
        JsonElement json = LooseJson.Parse(text);
        return json.ValueKind != JsonValueKind.Object
            ? null
            : new SessionInfo(
                json.Number("status") switch
                {
                    2 => SqlSessionStatus.Running,
                    4 => SqlSessionStatus.Failed,
                    5 => SqlSessionStatus.Terminated,
                    6 => SqlSessionStatus.Cancelled,
                    _ => SqlSessionStatus.Unknown,
                },
                json.Text("result") ?? "",
                json.Text("warnings"));
    }
}
