using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Schemas: list, get, create, delete. Each project has the schema <c>default</c>.</summary>
internal sealed class SchemaCalls(EmulatedService service)
{
    private const string All = "projects/{project}/schemas";
    private const string One = "projects/{project}/schemas/{schema}";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", All, List);
        routes.Map("POST", All, CreateAsync);
        routes.Map("GET", One, Get);
        routes.Map("DELETE", One, Delete);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<SchemaDefinition> schemas = service.Store.ListSchemas(project)
            .Where(s => s.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (owner is null || owner == Owner(s)));
        return Paging.List(request, "Schemas", schemas, s => s.Name, Write);
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("schema");
        SchemaDefinition schema = service.Store.FindSchema(project, name) ?? throw StoreErrors.NoSuchSchema(project, name);
        return ServiceResponse.Xml(xml => Write(xml, schema))
            .With("x-odps-owner", Owner(schema))
            .With("x-odps-creation-time", ServiceXml.HttpDate(schema.CreationTime ?? service.StartTime))
            .With("Last-Modified", ServiceXml.HttpDate(schema.CreationTime ?? service.StartTime));
    }

    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Schema", cancellationToken).ConfigureAwait(false);
        string name = document.Text("Name") ?? throw new EmulatorException("InvalidArgument", "ODPS-0420411:Invalid argument - a schema needs a name.");
        bool ifNotExists = document.Text("IfNotExists")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
        var schema = new SchemaDefinition { Project = project, Name = name, Owner = request.Caller.Account, Comment = document.Text("Comment") ?? document.Text("Description") };
        service.Store.CreateSchema(schema, ifNotExists);
        return ServiceResponse.Empty(201);
    }

    private ServiceResponse Delete(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string schema = request.Route("schema");
        SchemaObjects.ThrowIfAny(service.Objects, project, schema);
        service.Store.DropSchema(project, schema, ifExists: false);
        return ServiceResponse.Empty();
    }

    private string Owner(SchemaDefinition schema) => schema.Owner.Length > 0 ? schema.Owner : service.Users.Owner.Account;

    private void Write(System.Xml.XmlWriter xml, SchemaDefinition schema)
    {
        xml.WriteStartElement("Schema");
        xml.Element("Name", schema.Name);
        xml.Element("Project", schema.Project);
        xml.Element("Owner", Owner(schema));
        xml.Element("Type", "MANAGED");
        xml.Element("CreateTime", schema.CreationTime ?? service.StartTime);
        xml.Element("ModifiedTime", schema.CreationTime ?? service.StartTime);

        // Java and Go read the comment by the first name, PyODPS by the second.
        xml.Element("Comment", schema.Comment);
        xml.Element("Description", schema.Comment);
        xml.WriteEndElement();
    }
}
