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
        routes.Map("GET", "tenants", _ => Tenant());
        routes.Map("PUT", "projects/{project}/logs", LogsAsync);
    }

    /// <summary>Host and port with no line break: no client trims the text.</summary>
    private ServiceResponse TunnelHost(ServiceRequest request)
    {
        request.Project(service.Store);
        return ServiceResponse.Text(service.Authority);
    }

    private ServiceResponse Tenant() => ServiceResponse.Json(json =>
    {
        long seconds = service.StartTime.ToUnixTimeSeconds();
        json.WriteStartObject();
        json.WriteStartObject("Tenant"u8);
        json.WriteString("Name"u8, "emulator");
        json.WriteString("OwnerId"u8, service.Users.Owner.Id);
        json.WriteString("TenantId"u8, service.Users.Owner.Id);

        // PyODPS reads the first of the two states, Java and Go the second.
        json.WriteString("TenantState"u8, "NORMAL");
        json.WriteString("State"u8, "NORMAL");
        json.WriteNumber("CreateTime"u8, seconds);
        json.WriteNumber("UpdateTime"u8, seconds);
        json.WriteString("TenantMeta"u8, "{}");
        json.WriteStartObject("Parameters"u8);
        json.WriteString("odps.namespace.schema"u8, "false");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Counters of API use. They are read, so that the connection stays usable, and not kept.</summary>
    private static async Task<ServiceResponse> LogsAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        return ServiceResponse.Empty();
    }
}
