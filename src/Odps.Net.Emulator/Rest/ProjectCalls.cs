using System.Globalization;
using System.Xml;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Projects: list and get.</summary>
internal sealed class ProjectCalls(EmulatedService service)
{
    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects", List);
        routes.Map("GET", "projects/{project}", Extended, "extended");
        routes.Map("GET", "projects/{project}", Get);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<string> projects = service.Store.ListProjects()
            .Where(p => p.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (owner is null || owner == service.Users.Owner.Account));
        return Paging.List(request, "Projects", projects, p => p, (xml, project) =>
        {
            xml.WriteStartElement("Project");
            xml.Element("Name", project);
            xml.Element("Owner", service.Users.Owner.Account);
            xml.Element("CreationTime", service.StartTime);
            xml.Element("LastModifiedTime", service.StartTime);
            xml.Element("ProjectGroupName", "default");
            xml.Element("State", "AVAILABLE");
            xml.Element("Region", service.Options.Region);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        ServiceResponse response = ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Project");
            xml.Element("Name", project);
            xml.Element("Type", "managed");
            xml.Element("Comment", "");
            xml.Element("ProjectGroupName", "default");
            xml.Element("State", "AVAILABLE");
            xml.Element("SuperAdministrator", service.Users.Owner.Account);
            xml.Element("Region", service.Options.Region);
            xml.Element("TenantId", service.Users.Owner.Id);
            WriteProperties(xml, "Properties", new Dictionary<string, string>
            {
                ["odps.sql.timezone"] = "UTC",
                ["odps.schema.model.enabled"] = "false",
                ["READ_TABLE_MAX_ROW"] = Instances.ResultText.MaxRows.ToString(CultureInfo.InvariantCulture),
            });
            xml.WriteEndElement();
        });
        return response
            .With("x-odps-owner", service.Users.Owner.Account)
            .With("x-odps-creation-time", ServiceXml.HttpDate(service.StartTime))
            .With("Last-Modified", ServiceXml.HttpDate(service.StartTime));
    }

    private ServiceResponse Extended(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        long size = service.Store.ListTables(project, null).Sum(table => table.Size);
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Project");
            xml.Element("Name", project);
            WriteProperties(xml, "ExtendedProperties", new Dictionary<string, string>
            {
                ["tableLogicalSize"] = size.ToString(CultureInfo.InvariantCulture),
                ["chargableAliveDataSize"] = size.ToString(CultureInfo.InvariantCulture),
                ["chargableLowFreqStorageSize"] = "0",
                ["chargableLongTermStorageSize"] = "0",
            });
            xml.WriteEndElement();
        });
    }

    private static void WriteProperties(XmlWriter xml, string root, IReadOnlyDictionary<string, string> properties)
    {
        xml.WriteStartElement(root);
        foreach ((string name, string value) in properties)
        {
            xml.WriteStartElement("Property");
            xml.Element("Name", name);
            xml.Element("Value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
