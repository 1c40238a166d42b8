using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Pages;

/// <summary>The start page: projects with their tables, the last instances and requests, and the faults.</summary>
internal static class OverviewPage
{
    private const int MaxInstances = 50;
    private const int MaxRequests = 100;

    public static ServiceResponse Create(EmulatedService service)
    {
        var page = new HtmlPage("Overview");
        page.Paragraph($"Endpoint http://{service.Authority}/api, since {((HtmlCell)service.StartTime).Text} UTC{(service.Options.IsReadOnly ? ", read-only" : "")}.");
        foreach (string project in service.Store.ListProjects())
        {
            page.Heading($"Project {project}: tables").Table(["Schema", "Name", "Type", "Rows", "Columns", "Changed"], Tables(service, project).Select(Row));
        }

        page.Heading("Instances").Table(["Instance", "Project", "Status", "Started", "Ended", "Statement"], Instances(service).Take(MaxInstances).Select(Row));
        page.Heading("Stubs").Table(["Stub", "Answered"], service.Stubs.Select(s => (IEnumerable<HtmlCell>)[s.Stub.ToString(), s.Hits]));
        page.Heading("Faults").Table(["Fault", "Met", "Happened"], service.Faults.Select(f => (IEnumerable<HtmlCell>)[f.Fault.ToString(), f.Calls, f.Hits]));
        page.Heading($"Requests, the last {MaxRequests}").Table(["Time", "Method", "Path", "Status", "Error", "Request id"], service.Journal.Snapshot().Reverse().Take(MaxRequests).Select(Row));
        return page.ToResponse();
    }

    /// <summary>Where a table's page is.</summary>
    public static string LinkTo(TableDefinition table) =>
        $"/logview/table?project={Uri.EscapeDataString(table.Project)}&schema={Uri.EscapeDataString(table.SchemaName)}&name={Uri.EscapeDataString(table.Name)}";

    private static IEnumerable<TableDefinition> Tables(EmulatedService service, string project) =>
        service.Store.ListSchemas(project).SelectMany(schema => service.Store.ListTables(project, schema.Name));

    private static IEnumerable<EmulatedInstance> Instances(EmulatedService service) =>
        service.Store.ListProjects().SelectMany(service.Instances.List).OrderByDescending(i => i.StartTime).ThenByDescending(i => i.Id, StringComparer.Ordinal);

    private static IEnumerable<HtmlCell> Row(TableDefinition table) =>
    [
        table.SchemaName,
        new HtmlCell(table.Name, LinkTo(table)),
        table.IsMaterializedView ? "materialized view" : table.IsView ? "view" : table.External is not null ? "external table" : "table",
        table.RecordCount,
        table.Schema.Columns.Count,
        (DateTimeOffset?)table.LastModifiedTime,
    ];

    private static IEnumerable<HtmlCell> Row(EmulatedInstance instance) =>
    [
        new HtmlCell(instance.Id, Style: "id", Link: $"/logview/?p={Uri.EscapeDataString(instance.Project)}&i={Uri.EscapeDataString(instance.Id)}"),
        instance.Project,
        new HtmlCell(InstancePage.Outcome(instance), Style: InstancePage.Style(instance)),
        (DateTimeOffset?)instance.StartTime,
        instance.EndTime,
        new HtmlCell(Shorten(instance.Job.Tasks[0].Query ?? ""), Style: "w"),
    ];

    private static IEnumerable<HtmlCell> Row(EmulatorRequest request) =>
    [
        (DateTimeOffset?)request.Time,
        request.Method,
        request.Path,
        request.Status?.ToString(CultureInfo.InvariantCulture),
        request.ErrorCode,
        new HtmlCell(request.RequestId, Style: "id"),
    ];

    private static string Shorten(string text) => text.Length <= 100 ? text : string.Concat(text.AsSpan(0, 100), "...");
}
