using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What a session says of itself or of a query.</summary>
internal sealed record SessionInfo(InteractiveSessionStatus Status, string Result, string? Warnings)
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
                    2 => InteractiveSessionStatus.Running,
                    4 => InteractiveSessionStatus.Failed,
                    5 => InteractiveSessionStatus.Terminated,
                    6 => InteractiveSessionStatus.Cancelled,
                    _ => InteractiveSessionStatus.Unknown,
                },
                json.Text("result") ?? "",
                json.Text("warnings"));
    }
}
