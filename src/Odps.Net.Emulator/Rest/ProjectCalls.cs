using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Projects: list, get, create, update and delete.</summary>
internal sealed partial class ProjectCalls(EmulatedService service)
{
    private const string Group = "default";

    private static readonly Dictionary<string, string> DefaultProperties = new()
    {
        ["odps.sql.timezone"] = "UTC",
        ["odps.schema.model.enabled"] = "true",
        ["READ_TABLE_MAX_ROW"] = ResultText.MaxRows.ToString(CultureInfo.InvariantCulture),
    };

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects", List);
        routes.Map("GET", "projects/{project}", Extended, "extended");
        routes.Map("GET", "projects/{project}", Get);
        routes.Map("POST", "projects", CreateAsync);
        routes.Map("PUT", "projects/{project}", UpdateAsync);
        routes.Map("DELETE", "projects/{project}", Delete);
        routes.Map("GET", "projects/{project}/system", System);
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
            && (region is null || region == service.Options.Region)
            && (tenant is null || tenant == service.Users.Owner.Id);
        IEnumerable<(string Name, ProjectSettings Settings)> projects = (fits ? service.Store.ListProjects() : [])
            .Where(p => p.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(p => (p, ProjectSettings.Read(service.Objects, p)))
            .Where(p => (owner is null || owner == Owner(p.Item2)) && (group is null || group == (p.Item2.Group ?? Group)));
        return Paging.List(request, "Projects", projects, p => p.Name, (xml, project) =>
        {
            xml.WriteStartElement("Project");
            xml.Element("Name", project.Name);
            xml.Element("Comment", project.Settings.Comment);
            xml.Element("Owner", Owner(project.Settings));
            xml.Element("CreationTime", project.Settings.CreationTime ?? service.StartTime);
            xml.Element("LastModifiedTime", project.Settings.ModifiedTime ?? service.StartTime);
            xml.Element("ProjectGroupName", project.Settings.Group ?? Group);
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
            xml.Element("Type", settings.Type);
            xml.Element("Comment", settings.Comment ?? "");
            xml.Element("ProjectGroupName", settings.Group ?? Group);
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
            .With("x-odps-creation-time", ServiceXml.HttpDate(settings.CreationTime ?? service.StartTime))
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

        (settings with
        {
            Comment = document.Element("Comment")?.Value ?? settings.Comment,
            Owner = document.Text("Owner") ?? settings.Owner,
            State = state,
            Properties = ReadProperties(document, settings.Properties),
        }).Write(service.Objects, project, service.Clock.GetUtcNow());
        return ServiceResponse.Empty();
    }

    /// <summary>The caller owns the new project, or whom the document names.</summary>
    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Project", cancellationToken).ConfigureAwait(false);
        string name = document.Text("Name") is { } text && ProjectName().IsMatch(text)
            ? text
            : throw new EmulatorException("InvalidParameter", $"'{document.Text("Name")}' is not the name of a project: a letter, then letters, digits and underscores, 3 to 60 in all, were expected.");
        service.Security.RequireOwnerOfTenant(request.Caller, "CreateProject");
        service.Objects.Transact(() =>
        {
            if (service.Store.ProjectExists(name) || name == PurgeProjectTaskRunner.Project)
            {
                throw StoreErrors.ObjectExists("project", name);
            }

            service.Store.CreateProject(name);
            new ProjectSettings
            {
                Comment = document.Element("Comment")?.Value,
                Owner = document.Text("Owner") ?? request.Caller.Account,
                Type = document.Text("Type")?.ToLowerInvariant() ?? "managed",
                Group = document.Text("ProjectGroupName"),
                CreationTime = service.Clock.GetUtcNow(),
                Properties = ReadProperties(document, new Dictionary<string, string>()),
            }.Write(service.Objects, name, service.Clock.GetUtcNow());
            return 0;
        });
        return ServiceResponse.Empty(201).With("Location", $"http://{service.Authority}/api/projects/{name}");
    }

    /// <summary>Marks the project; with <c>permanent</c> a job of the service's own purges it, which the token of the answer may look at.</summary>
    private ServiceResponse Delete(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        service.Security.RequireOwnerOfTenant(request.Caller, "Drop");
        if (!request.IsOn("permanent"))
        {
            (ProjectSettings.Read(service.Objects, project) with { State = "DELETING" }).Write(service.Objects, project, service.Clock.GetUtcNow());
            return ServiceResponse.Empty();
        }

        EmulatedInstance instance = PurgeProjectTaskRunner.Submit(service, request.Caller.Account, project);
        return ServiceResponse.Empty(202)
            .With("Location", $"http://{service.Authority}/api/projects/{PurgeProjectTaskRunner.Project}/instances/{instance.Id}")
            .With("x-odps-instance-token", service.Users.SignToken(request.Caller, TimeSpan.FromHours(1)));
    }

    private ServiceResponse System(ServiceRequest request)
    {
        request.Project(service.Store);
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("region"u8, service.Options.Region);
            json.WriteString("service"u8, "emulator");
            json.WriteEndObject();
        });
    }

    private static Dictionary<string, string> ReadProperties(XElement document, IReadOnlyDictionary<string, string> before)
    {
        var properties = new Dictionary<string, string>(before, StringComparer.Ordinal);
        foreach (XElement property in document.Elements("Properties").Elements("Property"))
        {
            properties[property.Text("Name") ?? throw new EmulatorException("InvalidArgument", "A property needs a name.")] = property.Element("Value")?.Value ?? "";
        }

        return properties;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{2,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectName();

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
