using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Projects: list, get and update.</summary>
internal sealed class ProjectCalls(EmulatedService service)
{
    private const string Group = "default";

    private static readonly Dictionary<string, string> DefaultProperties = new()
    {
        ["odps.sql.timezone"] = "UTC",
        ["odps.schema.model.enabled"] = "true",
        ["READ_TABLE_MAX_ROW"] = Instances.ResultText.MaxRows.ToString(CultureInfo.InvariantCulture),
    };

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects", List);
        routes.Map("GET", "projects/{project}", Extended, "extended");
        routes.Map("GET", "projects/{project}", Get);
        routes.Map("PUT", "projects/{project}", UpdateAsync);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        string? user = request.Find("user");
        string? group = request.Find("group");
        string? region = request.Find("region");
        string? tenant = request.Find("tenant");
        bool fits = (user is null || service.Options.AllUsers.Any(u => u.Account == user))
            && (group is null || group == Group)
            && (region is null || region == service.Options.Region)
            && (tenant is null || tenant == service.Users.Owner.Id);
        IEnumerable<(string Name, ProjectSettings Settings)> projects = (fits ? service.Store.ListProjects() : [])
            .Where(p => p.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(p => (p, ProjectSettings.Read(service.Objects, p)))
            .Where(p => owner is null || owner == Owner(p.Item2));
        return Paging.List(request, "Projects", projects, p => p.Name, (xml, project) =>
        {
            xml.WriteStartElement("Project");
            xml.Element("Name", project.Name);
            xml.Element("Comment", project.Settings.Comment);
            xml.Element("Owner", Owner(project.Settings));
            xml.Element("CreationTime", service.StartTime);
            xml.Element("LastModifiedTime", project.Settings.ModifiedTime ?? service.StartTime);
            xml.Element("ProjectGroupName", Group);
            xml.Element("State", project.Settings.State);
            xml.Element("Region", service.Options.Region);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        ProjectSettings settings = ProjectSettings.Read(service.Objects, project);
        var properties = new Dictionary<string, string>(DefaultProperties);
        foreach ((string name, string value) in settings.Properties)
        {
            properties[name] = value;
        }

        if (request.Find("properties") == "all")
        {
            properties.TryAdd("odps.sql.cfile2.field.maxsize", "8192");
        }

        ServiceResponse response = ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Project");
            xml.Element("Name", project);
            xml.Element("Type", "managed");
            xml.Element("Comment", settings.Comment ?? "");
            xml.Element("ProjectGroupName", Group);
            xml.Element("State", settings.State);
            xml.Element("SuperAdministrator", service.Users.Owner.Account);
            xml.Element("Region", service.Options.Region);
            xml.Element("TenantId", service.Users.Owner.Id);
            xml.Element("DefaultQuotaNickname", "os_default");
            xml.Element("DefaultQuotaRegion", service.Options.Region);
            xml.WriteStartElement("Clusters");
            xml.WriteStartElement("Cluster");
            xml.Element("Name", "emulator");
            xml.Element("QuotaID", "1001");
            xml.WriteEndElement();
            xml.WriteEndElement();
            WriteProperties(xml, "Properties", properties);
            xml.WriteEndElement();
        });
        return response
            .With("x-odps-owner", Owner(settings))
            .With("x-odps-creation-time", ServiceXml.HttpDate(service.StartTime))
            .With("Last-Modified", ServiceXml.HttpDate(settings.ModifiedTime ?? service.StartTime));
    }

    /// <summary>Changes what the document names. An available project can be frozen, a frozen one made available or deleted; deleting is final.</summary>
    private async Task<ServiceResponse> UpdateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Project", cancellationToken).ConfigureAwait(false);
        ProjectSettings settings = ProjectSettings.Read(service.Objects, project);
        string state = document.Text("State")?.ToUpperInvariant() ?? settings.State;
        bool isAllowed = state == settings.State || (settings.State, state) is ("AVAILABLE", "FROZEN" or "READONLY") or ("READONLY", "AVAILABLE") or ("FROZEN", "AVAILABLE" or "DELETING");
        if (!isAllowed)
        {
            throw new EmulatorException("InvalidStateSetting", $"The project {project} cannot become {state}; it is {settings.State}.");
        }

        var properties = new Dictionary<string, string>(settings.Properties, StringComparer.Ordinal);
        foreach (XElement property in document.Elements("Properties").Elements("Property"))
        {
            properties[property.Text("Name") ?? throw new EmulatorException("InvalidArgument", "A property needs a name.")] = property.Element("Value")?.Value ?? "";
        }

        (settings with
        {
            Comment = document.Element("Comment")?.Value ?? settings.Comment,
            Owner = document.Text("Owner") ?? settings.Owner,
            State = state,
            Properties = properties,
        }).Write(service.Objects, project, service.Clock.GetUtcNow());
        return ServiceResponse.Empty();
    }

    private ServiceResponse Extended(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        long size = service.Store.ListSchemas(project).SelectMany(schema => service.Store.ListTables(project, schema.Name)).Sum(table => table.Size);
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

    private string Owner(ProjectSettings settings) => settings.Owner ?? service.Users.Owner.Account;

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
