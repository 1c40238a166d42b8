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
