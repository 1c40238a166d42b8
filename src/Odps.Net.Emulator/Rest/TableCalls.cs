using System.Xml;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Tables and views: list and get. They are made and changed by SQL only.</summary>
internal sealed class TableCalls(EmulatedService service)
{
    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects/{project}/tables", List);
        routes.Map("GET", "projects/{project}/tables/{table}", Extended, "extended");
        routes.Refuse("GET", "projects/{project}/tables/{table}", "tagging");
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
