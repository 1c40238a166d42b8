using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Security: the statement <c>whoami</c>, and bearer tokens for log views.</summary>
internal sealed class AuthorizationCalls(EmulatedService service)
{
    private const int MaxHours = 24 * 366;

    public void AddTo(RouteTable routes)
    {
        routes.Map("POST", "projects/{project}/authorization", SignTokenAsync, "sign_bearer_token");
        routes.Map("POST", "projects/{project}/authorization", RunQueryAsync);
    }

    private async Task<ServiceResponse> RunQueryAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Authorization", cancellationToken).ConfigureAwait(false);
        string query = (document.Text("Query") ?? "").TrimEnd(';').Trim();
        if (!query.Equals("whoami", StringComparison.OrdinalIgnoreCase))
        {
            throw new EmulatorException("NotImplemented", $"The emulator does not offer the security statement '{query}'.", 501);
        }

        bool asJson = "true".Equals(document.Text("ResponseInJsonFormat"), StringComparison.OrdinalIgnoreCase);
        string result = asJson ? WhoAmIJson(request) : $"Name: {request.Caller.Account}\nSource IP: 127.0.0.1\nEnd_Point: http://{service.Authority}/api\nTz: UTC\nProject: {project}\n";
        return Result(result);
    }

    private static string WhoAmIJson(ServiceRequest request) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("DisplayName"u8, request.Caller.Account);
        json.WriteString("ID"u8, request.Caller.Id);
        json.WriteString("Source IP"u8, "127.0.0.1");
        json.WriteEndObject();
    });

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

    private static ServiceResponse Result(string text) => ServiceResponse.Xml(xml =>
    {
        xml.WriteStartElement("Authorization");
        xml.Element("Result", text);
        xml.WriteEndElement();
    });
}
