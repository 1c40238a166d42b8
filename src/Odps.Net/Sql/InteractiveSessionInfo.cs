using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of an interactive session in a listing: an immutable snapshot.</summary>
public sealed record InteractiveSessionInfo
{
    /// <summary>The id of the instance that is the session.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The name by which it is attached; <see langword="null"/> when the answer does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The account that started it; <see langword="null"/> when the answer does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>The version of the session; <see langword="null"/> when the answer does not say.</summary>
    public string? Version { get; init; }

    internal static async Task<Page<InteractiveSessionInfo>> ListAsync(ServiceScope scope, CancellationToken cancellationToken)
    {
        string project = scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Literal("session"), $"list the interactive sessions of project {project}") with
        {
            CurrentProject = scope.Project,
        };
        return await scope.Pipeline.ReadAsync(
            request,
            static async (response, token) =>
            {
                // An object whose values are the sessions; the keys say nothing that the values do not.
                using JsonDocument document = await response.ReadJsonAsync(token).ConfigureAwait(false);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? new Page<InteractiveSessionInfo>([.. document.RootElement.EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Object).Select(s => Read(s.Name, s.Value))], null)
                    : throw response.Malformed("is not a JSON object of sessions");
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static InteractiveSessionInfo Read(string key, JsonElement json) => new()
    {
        InstanceId = json.Text("sessionId") ?? key,
        Name = json.Text("aliasName"),
        Owner = json.Text("owner"),
        Version = json.Text("version"),
    };
}
