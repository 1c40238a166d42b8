using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Security;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>The one tenant, and its roles, which are made by <c>create tenant role</c> and allow nothing here.</summary>
internal sealed partial class TenantCalls(EmulatedService service)
{
    private const string Authorization = "tenants/{tenant}/authorization";
    private const string Role = "tenants/{tenant}/authorization/roles/{role}";

    /// <summary>Tenant roles are kept where no project is.</summary>
    private const string Place = "";
    private const string Kind = "tenant-role";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "tenants", _ => Get());
        routes.Map("GET", Role, GetPolicy, "policy");
        routes.Map("PUT", Role, PutPolicyAsync, "policy");
        routes.Map("POST", Authorization, RunAsync);
    }

    private ServiceResponse Get() => ServiceResponse.Json(json =>
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

    private ServiceResponse GetPolicy(ServiceRequest request)
    {
        StoredObject role = Find(request.Route("role"));
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("Policy"u8, role.Document);
            json.WriteEndObject();
        });
    }

    private async Task<ServiceResponse> PutPolicyAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        service.Security.RequireOwnerOfTenant(request.Caller, "Write");
        StoredObject role = Find(request.Route("role"));
        string policy = Encoding.UTF8.GetString(await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false));
        PolicyDocument.Parse(policy);
        service.Objects.Put(Key(role.Name), policy);
        return ServiceResponse.Empty();
    }

    private async Task<ServiceResponse> RunAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Authorization", cancellationToken).ConfigureAwait(false);
        string query = (document.Text("Query") ?? "").TrimEnd(';').Trim();
        service.Security.RequireOwnerOfTenant(request.Caller, "Write");
        string result = Run(query);
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("Response"u8, result);
            json.WriteEndObject();
        });
    }

    private string Run(string query)
    {
        if (ListRoles().IsMatch(query))
        {
            return ServiceResponse.JsonText(json =>
            {
                json.WriteStartArray();
                foreach (StoredObject role in service.Objects.List(Place, null, Kind))
                {
                    json.WriteStringValue(role.Name);
                }

                json.WriteEndArray();
            });
        }

        Match change = ChangeRole().Match(query);
        if (!change.Success)
        {
            throw new EmulatorException("NotImplemented", $"The emulator does not offer the security statement '{query}' about a tenant.", 501);
        }

        string name = change.Groups["name"].Value;
        bool exists = service.Objects.Find(Key(name)) is not null;
        bool creates = change.Groups["verb"].Value.Equals("create", StringComparison.OrdinalIgnoreCase);
        if (creates == exists)
        {
            throw creates ? StoreErrors.ObjectExists("tenant role", name) : StoreErrors.NoSuchObject("tenant role", name);
        }

        if (creates)
        {
            service.Objects.Put(Key(name), "");
        }
        else
        {
            service.Objects.Delete(Key(name));
        }

        return "OK";
    }

    private StoredObject Find(string role) => service.Objects.Find(Key(role)) ?? throw StoreErrors.NoSuchObject("tenant role", role);

    private static ObjectKey Key(string role) => new(Place, null, Kind, role);

    [GeneratedRegex(@"^\s*list\s+tenant\s+roles\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListRoles();

    [GeneratedRegex(@"^\s*(?<verb>create|drop)\s+tenant\s+role\s+(?<name>\w+)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChangeRole();
}
