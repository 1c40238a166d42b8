using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Pages;

/// <summary>
/// The pages for people: the log view of an instance, to which the addresses of clients lead, tables, and a start page. They are read without a signature,
/// from this machine only unless the options say otherwise.
/// </summary>
internal sealed class PageCalls(EmulatedService service, RequestJournal journal, FaultCollection faults)
{
    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "", _ => OverviewPage.Create(service, journal.Snapshot(), faults));
        routes.Map("GET", "logview", Instance);
        routes.Map("GET", "logview/table", Table);

        // The newer form of the address names a region.
        routes.Map("GET", "{region}/job-insights", Instance);
    }

    private ServiceResponse Instance(ServiceRequest request)
    {
        string? project = request.Find("p");
        string? id = request.Find("i");
        return project is not null && id is not null && service.Instances.Find(project, id) is { } instance
            ? InstancePage.Create(instance)
            : Missing($"There is no instance {id} in the project {project}. The emulator forgets instances when it stops, and the oldest when there are many.");
    }

    private ServiceResponse Table(ServiceRequest request)
    {
        string project = request.Find("project") ?? "";
        string name = request.Find("name") ?? "";
        return service.Store.FindTable(project, request.Find("schema"), name) is { } table
            ? TablePage.Create(service.Store, table)
            : Missing($"There is no table {name} in the project {project}.");
    }

    private static ServiceResponse Missing(string text) => new HtmlPage("Not found").Paragraph(text).ToResponse(404);
}
