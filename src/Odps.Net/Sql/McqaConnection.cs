using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The way to an interactive quota (MCQA 2.0): a value that goes with each request.</summary>
internal sealed record McqaConnection(string Value)
{
    public const string CookieHeader = "x-odps-mcqa-query-cookie";
    public const string QuotaHint = "odps.task.wlm.quota";
    private const string ConnectionHeader = "x-odps-mcqa-conn";

    /// <summary>Asks the service for the connection, once for each project and quota.</summary>
    public static async Task<McqaConnection> GetAsync(ServiceScope scope, string project, string quota, CancellationToken cancellationToken)
    {
        if (scope.Cache.McqaConnections.TryGetValue((project, quota), out McqaConnection? known))
        {
            return known;
        }

        McqaConnection connection;
        try
        {
            connection = await AskConnectionAsync(scope, project, quota, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsServiceException unknown) when (unknown is OdpsNotFoundException || unknown.ErrorCode is "MethodNotAllowed" or "InvalidParameter" || (int)unknown.StatusCode is 405 or 501)
        {
            connection = await AskQuotaAsync(scope, project, quota, cancellationToken).ConfigureAwait(false);
        }

        return scope.Cache.McqaConnections.GetOrAdd((project, quota), connection);
    }

    /// <summary>Lets the service run the statement as an ordinary job when it cannot run it interactively.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FallbackHeader(InteractiveOptions options)
    {
        if (options.Fallback == InteractiveFallback.None)
        {
            return [];
        }

        var infos = new Dictionary<string, string> { ["Fallback"] = "true" };
        if (options.OfflineQuotaName is { } quota)
        {
            infos["FallBackQuota"] = quota;
        }

        return [new("x-odps-fallback-infos", JobDocument.ToJson(infos))];
    }

    /// <param name="cookie">What the service last said of the query; null for nothing yet.</param>
    public IEnumerable<KeyValuePair<string, string>> Headers(string? cookie)
    {
        yield return new(ConnectionHeader, Value);
        if (cookie is not null)
        {
            yield return new(CookieHeader, cookie);
        }
    }

    private static Task<McqaConnection> AskConnectionAsync(ServiceScope scope, string project, string quota, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal("connection").Literal("mcqa"), $"find the interactive quota {quota} of project {project}") with
        {
            Query = new QueryParameters { { "project", project }, { "quota", quota } },
            CurrentProject = scope.Project,
        };
        return scope.Pipeline.ReadAsync(
            request,
            static async (response, token) =>
            {
                using JsonDocument document = await response.ReadJsonAsync(token).ConfigureAwait(false);
                return new McqaConnection(document.RootElement.Text("connInfo") ?? throw response.Malformed("has no connInfo"));
            },
            cancellationToken);
    }

    private static Task<McqaConnection> AskQuotaAsync(ServiceScope scope, string project, string quota, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal("quotas").Name(quota, "quota"), $"find the interactive quota {quota} of project {project}") with
        {
            Query = new QueryParameters { { "project", project }, { "version", "wlm" }, { "region", scope.Options.Region } },
            CurrentProject = scope.Project,
        };
        return scope.Pipeline.ReadAsync(
            request,
            (response, _) => new ValueTask<McqaConnection>(response.Header(ConnectionHeader) is { Length: > 0 } value
                ? new McqaConnection(value)
                : throw new OdpsException($"Quota {quota} of project {project} is not interactive: the service names no connection for it. Choose an interactive quota (InteractiveOptions.QuotaName).")),
            cancellationToken);
    }
}
