using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Where the data tunnel of a project is: the configured address, or the one that the service names, asked once for each project and quota and kept
/// for the life of the client.
/// </summary>
internal sealed class TunnelEndpoints(OdpsPipeline pipeline, OdpsClientOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Project, string? Quota), Task<Uri>> _asked = [];

    public async ValueTask<Uri> GetAsync(string project, string? quota, CancellationToken cancellationToken)
    {
        if (options.TunnelEndpoint is Uri configured)
        {
            return configured;
        }

        (string, string?) key = (project, quota);
        Task<Uri>? asked;
        lock (_lock)
        {
            // What failed is asked again.
            if (!_asked.TryGetValue(key, out asked) || asked is { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                asked = Task.Run(() => AskAsync(project, quota), CancellationToken.None);
                _asked[key] = asked;
            }
        }

        return await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sessions that start together share the question, so no single one of them cancels it.</summary>
    private Task<Uri> AskAsync(string project, string? quota)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Literal("tunnel"), $"find the tunnel endpoint of project {project}") with
        {
            Query = new QueryParameters { "service", { "quotaName", quota } },
        };
        return pipeline.ReadAsync(request, ReadEndpointAsync, CancellationToken.None);
    }

    private async ValueTask<Uri> ReadEndpointAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        string host = (await response.ReadTextAsync(cancellationToken).ConfigureAwait(false)).Trim();
        return host.Length > 0 && Uri.TryCreate($"{options.Endpoint!.Scheme}://{host}", UriKind.Absolute, out Uri? endpoint) && endpoint.AbsolutePath == "/"
            ? endpoint
            : throw response.Malformed("is not a host name; set OdpsClientOptions.TunnelEndpoint to give the address yourself");
    }
}
