using System.Globalization;
using System.Net;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Makes addresses of log views. The hosts are asked once for the life of the client.</summary>
internal static class LogViewAddress
{
    private const string LogViewPath = "logview";
    private const string JobInsightPath = "webconsole";
    private const string DefaultLogViewHost = "http://logview.aliyun.com";

    public static async Task<Uri> OfAsync(ServiceScope scope, string project, string instanceId, LogViewOptions options, long? query, CancellationToken cancellationToken)
    {
        string? region = scope.Options.Region ?? RegionName.FromEndpoint(scope.Options.Endpoint!);
        string? host = options.Form switch
        {
            LogViewForm.Legacy => null,
            LogViewForm.JobInsight => await JobInsightHostAsync(scope, cancellationToken).ConfigureAwait(false)
                ?? throw new OdpsException($"The service at {scope.Options.Endpoint} names no host of Job Insight; use LogViewForm.Legacy."),

            // A service that is reached by an IP address is a private one, which has no such page.
            _ when region is null || IPAddress.TryParse(scope.Options.Endpoint!.Host.Trim('[', ']'), out _) => null,
            _ => await JobInsightHostAsync(scope, cancellationToken).ConfigureAwait(false),
        };
        if (host is not null && region is null)
        {
            throw new InvalidOperationException("The address of Job Insight needs the region: set OdpsClientOptions.Region, or use LogViewForm.Legacy.");
        }

        string about = $"h={Escape(scope.Options.Endpoint!.ToString().TrimEnd('/'))}&p={Escape(project)}&i={Escape(instanceId)}"
            + (query is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&subQuery={query}"));
        if (host is not null)
        {
            return new Uri($"{host}/{Escape(region!)}/job-insights?{about}");
        }

        string token = await TokenAsync(scope, project, instanceId, options.Lifetime, cancellationToken).ConfigureAwait(false);
        return new Uri($"{await LogViewHostAsync(scope, cancellationToken).ConfigureAwait(false)}/logview/?{about}&token={Escape(token)}");
    }

    public static async Task<string> LogViewHostAsync(ServiceScope scope, CancellationToken cancellationToken) =>
        await HostAsync(scope, LogViewPath, cancellationToken).ConfigureAwait(false) ?? DefaultLogViewHost;

    public static async Task<string?> JobInsightHostAsync(ServiceScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return await HostAsync(scope, JobInsightPath, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsServiceException missing) when (!missing.IsTransient)
        {
            // An older service does not know the question.
            scope.Cache.Hosts[JobInsightPath] = "";
            return null;
        }
    }

    private static async Task<string?> HostAsync(ServiceScope scope, string path, CancellationToken cancellationToken)
    {
        if (!scope.Cache.Hosts.TryGetValue(path, out string? host))
        {
            OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal(path).Literal("host"), $"find the host of {path}");
            host = (await scope.Pipeline.ReadAsync(request, static (response, token) => response.ReadTextAsync(token), cancellationToken).ConfigureAwait(false)).Trim().TrimEnd('/');
            if (host.Length > 0 && !Uri.TryCreate(host, UriKind.Absolute, out _))
            {
                throw new OdpsDataException($"Could not find the host of {path}: the service answered with something that is no address.");
            }

            scope.Cache.Hosts[path] = host;
        }

        return host.Length > 0 ? host : null;
    }

    private static async Task<string> TokenAsync(ServiceScope scope, string project, string instanceId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        OdpsCredentialValue credential = await scope.Options.Credential!.GetAsync(cancellationToken).ConfigureAwait(false);
        if (credential.BearerTokenText is { } own)
        {
            return own;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromHours(1), nameof(lifetime));
        string resource = JsonEncodedText.Encode($"acs:odps:*:projects/{project}/instances/{instanceId}").ToString();
        string body = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"expires_in_hours":{{{(long)Math.Ceiling(lifetime.TotalHours)}}},"policy":{"Statement":[{"Action":["odps:Read"],"Effect":"Allow","Resource":"{{{resource}}}"}],"Version":"1"}}""");
        OdpsRequest request = OdpsRequest.Post(
            RestPath.Project(project).Literal("authorization"), $"sign a token for the log view of instance {instanceId}", RequestContent.Json(body)) with
        {
            Query = new QueryParameters { "sign_bearer_token" },
            CurrentProject = scope.Project,
            IsIdempotent = true,
        };
        return await scope.Pipeline.ReadXmlAsync(
            request, static (document, response) => document.Text("Result") ?? throw response.Malformed("has no token"), cancellationToken).ConfigureAwait(false);
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
