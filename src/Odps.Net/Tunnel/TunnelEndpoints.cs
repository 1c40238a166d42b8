using System.Collections.Concurrent;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Where the data tunnel of a project is: the configured address, or the one that the service names, asked once for each project and quota and kept
/// for the life of the client.
/// </summary>
internal sealed class TunnelEndpoints(OdpsPipeline pipeline, OdpsClientOptions options)
{
    private readonly ConcurrentDictionary<(string Project, string? Quota), Uri> _found = new();

    public async ValueTask<Uri> GetAsync(string project, string? quota, CancellationToken cancellationToken)
    {
        if (options.TunnelEndpoint is Uri configured)
        {
            return configured;
        }

        if (_found.TryGetValue((project, quota), out Uri? known))
        {
            return known;
        }

        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Literal("tunnel"), $"find the tunnel endpoint of project {project}") with
        {
            Query = new QueryParameters { "service", { "quotaName", quota } },
        };
        Uri endpoint = await pipeline.ReadAsync(request, ReadEndpointAsync, cancellationToken).ConfigureAwait(false);
        return _found.GetOrAdd((project, quota), endpoint);
    }

    private async ValueTask<Uri> ReadEndpointAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        string host = (await response.ReadTextAsync(cancellationToken).ConfigureAwait(false)).Trim();
        return host.Length > 0 && Uri.TryCreate($"{options.Endpoint!.Scheme}://{host}", UriKind.Absolute, out Uri? endpoint) && endpoint.AbsolutePath == "/"
            ? endpoint
            : throw response.Malformed("is not a host name; set OdpsClientOptions.TunnelEndpoint to give the address yourself");
    }
}
