using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Security;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Tables and views: list and get. They are made and changed by SQL only.</summary>
internal sealed class TableCalls(EmulatedService service)
{
    private const int MaxBatch = 100;

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects/{project}/tables", List);
        routes.Map("POST", "projects/{project}/tables", BatchAsync, "query");
        routes.Map("GET", "projects/{project}/tables/{table}", Extended, "extended");
        routes.Map("GET", "projects/{project}/tables/{table}", Get);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        string? type = request.Find("type");
        IEnumerable<TableDefinition> tables = service.Store.ListTables(project, request.Schema()).Where(t =>
            t.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && (owner is null || owner == t.Owner)
            && (type is null || type.Equals(TypeName(t), StringComparison.OrdinalIgnoreCase)));
        return Paging.List(request, "Tables", tables, t => t.Name, (xml, table) =>
        {
            xml.WriteStartElement("Table");
            xml.Element("Name", table.Name);
            xml.Element("Owner", table.Owner);
            xml.Element("Type", TypeName(table));
            xml.Element("Comment", table.Comment);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        return ServiceResponse.Xml(xml => Write(xml, table));
    }

    /// <summary>Many tables at once, also of other projects; those that are not there, or that the caller may not see, are left out.</summary>
    private async Task<ServiceResponse> BatchAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Tables", cancellationToken).ConfigureAwait(false);
        XElement[] asked = [.. document.Elements("Table")];
        if (asked.Length > MaxBatch)
        {
            throw new EmulatorException("InvalidArgument", $"ODPS-0420411:Invalid argument - {asked.Length} tables are above the limit of {MaxBatch}.");
        }

        string own = request.Project(service.Store);
        IEnumerable<TableDefinition> found = asked
            .Select(table => (Project: table.Text("Project") ?? own, Schema: table.Text("Schema"), Name: table.Text("Name") ?? ""))
            .Where(table => service.Store.ProjectExists(table.Project))
            .Select(table => service.Store.FindTable(table.Project, table.Schema, table.Name))
            .OfType<TableDefinition>()
            .Where(table => service.Security.Allows(request.Caller.Account, table.Project, "Describe", SecuredNames.Of(table), table.Owner));
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Tables");
            foreach (TableDefinition table in found)
            {
                Write(xml, table);
            }

            xml.WriteEndElement();
        });
    }

    private ServiceResponse Extended(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        long files = table.Schema.IsPartitioned
            ? service.Store.ListPartitions(table).Count(p => p.RecordCount > 0)
            : table.RecordCount > 0 ? 1 : 0;
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Table");
            xml.CDataElement("Schema", TableJson.Extended(table, files));
            xml.WriteEndElement();
        });
    }

    private static void Write(XmlWriter xml, TableDefinition table)
    {
        xml.WriteStartElement("Table");
        xml.Element("Name", table.Name);
        xml.Element("TableId", table.TableId);
        xml.Element("Owner", table.Owner);
        xml.Element("Project", table.Project);
        xml.Element("SchemaName", table.SchemaName);
        xml.Element("Comment", table.Comment);
        xml.Element("CreationTime", table.CreationTime);
        xml.Element("LastModifiedTime", table.LastModifiedTime);
        xml.Element("Type", TypeName(table));
        xml.WriteStartElement("Schema");
        xml.WriteAttributeString("format", "Json");
        xml.WriteCData(ServiceXml.Clean(TableJson.Base(table)));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string TypeName(TableDefinition table) =>
        table.IsMaterializedView ? "MATERIALIZED_VIEW"
        : table.IsView ? "VIRTUAL_VIEW"
        : table.External is not null ? "EXTERNAL_TABLE"
        : "MANAGED_TABLE";
}
