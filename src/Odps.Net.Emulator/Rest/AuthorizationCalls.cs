using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Security;

namespace Odps.Net.Emulator.Rest;

/// <summary>Security statements, and bearer tokens for log views.</summary>
internal sealed class AuthorizationCalls(EmulatedService service)
{
    private const int MaxHours = 24 * 366;

    private readonly SecurityQueryEngine _engine = new(service.Security, service.Store.ProjectExists, () => $"http://{service.Authority}/api");

    public void AddTo(RouteTable routes)
    {
        routes.Map("POST", "projects/{project}/authorization", SignTokenAsync, "sign_bearer_token");
        routes.Map("POST", "projects/{project}/authorization", RunQueryAsync);
        routes.Map("GET", "projects/{project}/authorization/{query}", QueryState);
        routes.Map("POST", "projects/{project}/auth", CheckPermissionAsync);
        routes.Map("GET", "projects/{project}/auth", CheckPermission);
    }

    private async Task<ServiceResponse> RunQueryAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Authorization", cancellationToken).ConfigureAwait(false);
        string query = (document.Text("Query") ?? "").TrimEnd(';').Trim();
        SecurityAnswer answer = _engine.Run(project, request.Caller, query);
        bool asJson = "true".Equals(document.Text("ResponseInJsonFormat"), StringComparison.OrdinalIgnoreCase);
        return answer.QueryId is { } id ? Result(id, 202) : Result(answer.In(asJson));
    }

    private ServiceResponse QueryState(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string id = request.Route("query");
        (string status, string result) = service.Security.Packages.FindQuery(project, id) ?? throw SecurityErrors.Missing("security query", id, project);
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("AuthorizationQuery");
            xml.Element("Status", status);
            xml.Element("Result", result);
            xml.WriteEndElement();
        });
    }

    /// <summary>The newer form: an array of one question.</summary>
    private async Task<ServiceResponse> CheckPermissionAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        using JsonDocument document = JsonDocument.Parse(await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false));
        if (document.RootElement is not { ValueKind: JsonValueKind.Array } || document.RootElement.GetArrayLength() != 1
            || Text(document.RootElement[0], "Action") is not { } action || Text(document.RootElement[0], "Resource") is not { } resource)
        {
            throw SecurityErrors.Invalid("a check of permissions is an array of one object with 'Action' and 'Resource'.");
        }

        resource = resource.TrimStart('/').Replace("/registration/functions/", "/functions/", StringComparison.Ordinal);
        return Permission(project, Text(document.RootElement[0], "Principal") ?? request.Caller.Account, action, resource);
    }

    /// <summary>The older form: type, name and right in the query.</summary>
    private ServiceResponse CheckPermission(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string type = request.Find("type") ?? throw SecurityErrors.Invalid("the parameter 'type' is missing.");
        string action = request.Find("grantee") ?? throw SecurityErrors.Invalid("the parameter 'grantee' is missing.");
        string resource = type.Equals("project", StringComparison.OrdinalIgnoreCase)
            ? $"projects/{project}"
            : $"projects/{project}/{type.ToLowerInvariant()}s/{request.Find("name") ?? throw SecurityErrors.Invalid("the parameter 'name' is missing.")}";
        return Permission(project, request.Caller.Account, action, resource);
    }

    private ServiceResponse Permission(string project, string account, string action, string resource) => ServiceResponse.Xml(xml =>
    {
        bool isAllowed = service.Security.Allows(account, project, action, resource, OwnerOf(resource));
        xml.WriteStartElement("Auth");
        xml.Element("Result", isAllowed ? "Allow" : "Deny");
        xml.Element("Message", isAllowed ? "" : $"odps:{action} on acs:odps:*:{resource} is denied to {account}, or not allowed.");
        xml.WriteEndElement();
    });

    /// <summary>Who owns a table: <c>projects/p/tables/t</c>, with the schema between them where there is one.</summary>
    private string? OwnerOf(string resource) => resource.Split('/') switch
    {
        ["projects", string project, "tables", string table] => service.Store.FindTable(project, null, table)?.Owner,
        ["projects", string project, "schemas", string schema, "tables", string table] => service.Store.FindTable(project, schema, table)?.Owner,
        _ => null,
    };

    private static string? Text(JsonElement json, string key) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task<ServiceResponse> SignTokenAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        request.Project(service.Store);
        using JsonDocument document = JsonDocument.Parse(await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false));
        if (!document.RootElement.TryGetProperty("expires_in_hours", out JsonElement value) || !value.TryGetDouble(out double hours) || hours is not (> 0 and <= MaxHours))
        {
            throw new EmulatorException("InvalidArgument", $"'expires_in_hours' is to be a number of hours above 0 and at most {MaxHours}.");
        }

        return Result(service.Users.SignToken(request.Caller, TimeSpan.FromHours(hours)));
    }

    private static ServiceResponse Result(string text, int status = 200) => ServiceResponse.Xml(
        xml =>
        {
            xml.WriteStartElement("Authorization");
            xml.Element("Result", text);
            xml.WriteEndElement();
        },
        status);
}
