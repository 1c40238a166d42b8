using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Pages;

/// <summary>
/// The pages for people: the log view of an instance, to which the addresses of clients lead, tables, and a start page. They are read without a signature,
/// from this machine only unless the options say otherwise.
/// </summary>
internal sealed class PageCalls
{
    /// <summary>What the addresses of the newer form end in; before it stands a region.</summary>
    private const string JobInsights = "/job-insights";

    private readonly EmulatedService _service;

    public PageCalls(EmulatedService service)
    {
        _service = service;
        var routes = new RouteTable();
        Map(routes, "", _ => OverviewPage.Create(service));
        Map(routes, "logview", Instance);
        Map(routes, "logview/table", Table);
        Map(routes, "{region}" + JobInsights, Instance);
        Surface = new ServiceSurface("", routes, HasJsonErrors: false, IsSigned: false)
        {
            Takes = path => path == "/" || path == "/logview" || path.StartsWith("/logview/", StringComparison.Ordinal) || path.EndsWith(JobInsights, StringComparison.Ordinal),
        };
    }

    public ServiceSurface Surface { get; }

    private void Map(RouteTable routes, string path, Func<ServiceRequest, ServiceResponse> page) => routes.Map("GET", path, request =>
        _service.Options.ShowPagesToAll || request.IsLocal
            ? page(request)
            : new HtmlPage("Not shown").Paragraph("The emulator shows its pages to browsers of its own machine only. Its option ShowPagesToAll (--public-pages) changes that.").ToResponse(403));

    private ServiceResponse Instance(ServiceRequest request)
    {
        string? project = request.Find("p");
        string? id = request.Find("i");
        return project is not null && id is not null && _service.Instances.Find(project, id) is { } instance
            ? InstancePage.Create(instance, _service.Clock.GetUtcNow())
            : Missing($"There is no instance {id} in the project {project}. The emulator forgets instances when it stops, and the oldest when there are many.");
    }

    private ServiceResponse Table(ServiceRequest request)
    {
        string project = request.Find("project") ?? "";
        string name = request.Find("name") ?? "";
        return _service.Store.FindTable(project, request.Find("schema"), name) is { } table
            ? TablePage.Create(_service.Store, table)
            : Missing($"There is no table {name} in the project {project}.");
    }

    private static ServiceResponse Missing(string text) => new HtmlPage("Not found").Paragraph(text).ToResponse(404);
}
