using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Schemas. Projects of the emulator have the two-level model, in which there is one schema, <c>default</c>.</summary>
internal sealed class SchemaCalls(EmulatedService service)
{
    private const string Default = "default";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects/{project}/schemas", List);
        routes.Map("GET", "projects/{project}/schemas/{schema}", Get);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string prefix = request.Find("name") ?? "";
        IEnumerable<string> schemas = Default.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? [Default] : [];
        return Paging.List(request, "Schemas", schemas, s => s, (xml, schema) => Write(xml, project, schema));
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string schema = request.Route("schema");
        if (!schema.Equals(Default, StringComparison.OrdinalIgnoreCase))
        {
            throw new EmulatorException("NoSuchObject", $"ODPS-0422155: The schema {project}.{schema} does not exist.", 404);
        }

        return ServiceResponse.Xml(xml => Write(xml, project, Default))
            .With("x-odps-owner", service.Users.Owner.Account)
            .With("x-odps-creation-time", ServiceXml.HttpDate(service.StartTime))
            .With("Last-Modified", ServiceXml.HttpDate(service.StartTime));
    }

    private void Write(System.Xml.XmlWriter xml, string project, string schema)
    {
        xml.WriteStartElement("Schema");
        xml.Element("Name", schema);
        xml.Element("Project", project);
        xml.Element("Owner", service.Users.Owner.Account);
        xml.Element("Type", "MANAGED");
        xml.Element("CreateTime", service.StartTime);
        xml.WriteEndElement();
    }
}
