using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>The way to an interactive quota. Every name is the name of one.</summary>
internal sealed class McqaCalls(EmulatedService service)
{
    public const string ConnectionHeader = "x-odps-mcqa-conn";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "connection/mcqa", Connect);
        routes.Map("POST", "mcqa/projects/{project}/sessions", request => ServiceResponse.Empty().With(ConnectionHeader, Value(request.Find("quota"))));
    }

    private ServiceResponse Connect(ServiceRequest request)
    {
        string project = request.Find("project") ?? throw new EmulatorException("InvalidParameter", "The parameter 'project' is missing.");
        if (!service.Store.ProjectExists(project))
        {
            throw new EmulatorException("NoSuchProject", $"ODPS-0420111: Project not found - '{project}'.", 404);
        }

        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("connInfo"u8, Value(request.Find("quota")));
            json.WriteString("quotaNickName"u8, request.Find("quota") ?? "default");
            json.WriteString("quotaType"u8, "FUXI_VW");
            json.WriteEndObject();
        });
    }

    private static string Value(string? quota) => $"conn-{quota ?? "default"}";
}
