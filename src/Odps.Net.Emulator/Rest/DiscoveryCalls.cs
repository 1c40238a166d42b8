using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Where things are, and what clients ask or tell on the side.</summary>
internal sealed class DiscoveryCalls(EmulatedService service)
{
    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects/{project}/tunnel", TunnelHost, "service");
        routes.Map("GET", "logview/host", _ => ServiceResponse.Text($"http://{service.Authority}"));
        routes.Map("GET", "webconsole/host", _ => ServiceResponse.Text($"http://{service.Authority}"));
        routes.Map("GET", "catalogapi", _ => ServiceResponse.Text($"http://{service.Authority}"));
        routes.Map("PUT", "projects/{project}/logs", LogsAsync);
    }

    /// <summary>Host and port with no line break: no client trims the text.</summary>
    private ServiceResponse TunnelHost(ServiceRequest request)
    {
        request.Project(service.Store);
        return ServiceResponse.Text(service.Authority);
    }

    /// <summary>Counters of API use. They are read, so that the connection stays usable, and not kept.</summary>
    private static async Task<ServiceResponse> LogsAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        return ServiceResponse.Empty();
    }
}
