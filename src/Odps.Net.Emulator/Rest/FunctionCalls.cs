using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>User-defined functions: their definitions are kept, but SQL does not call them.</summary>
internal sealed class FunctionCalls(EmulatedService service)
{
    private const string Collection = "projects/{project}/registration/functions";
    private const string One = "projects/{project}/registration/functions/{function}";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", Collection, List);
        routes.Map("POST", Collection, CreateAsync);
        routes.Map("GET", One, Get);
        routes.Map("PUT", One, ChangeOwner, "updateowner");
        routes.Map("PUT", One, UpdateAsync);
        routes.Map("DELETE", One, Delete);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<ObjectFields> functions = service.Objects.List(project, request.ListedSchema(service.Store), StoredFunction.Kind)
            .Select(stored => ObjectFields.Parse(stored.Document))
            .Where(f => f["alias"]!.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (owner is null || owner == f["owner"]));
        return Paging.List(request, "Functions", functions, f => f["alias"]!.ToLowerInvariant(), (xml, fields) => Write(xml, fields, request.Schema()));
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        ObjectFields fields = Find(request);
        return ServiceResponse.Xml(xml => Write(xml, fields, request.Schema()));
    }

    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Function", cancellationToken).ConfigureAwait(false);
        (string project, _) = request.Place(service.Store);
        string name = document.Text("Alias") is { } alias && StoredFunction.IsName(alias)
            ? alias
            : throw new EmulatorException("InvalidParameter", $"'{document.Text("Alias")}' is not the name of a function: letters, digits and underscores were expected.");
        ObjectKey key = Key(request, name);
        service.Objects.Transact(() =>
        {
            if (service.Objects.Find(key) is not null)
            {
                throw StoreErrors.ObjectExists("function", $"{project}.{name}");
            }

            var fields = new ObjectFields { ["alias"] = name, ["owner"] = document.Text("Owner") ?? request.Caller.Account };
            fields.SetTime("created", service.Clock.GetUtcNow());
            Define(request, document, fields);
            service.Objects.Put(key, fields.ToJson());
            return 0;
        });
        return ServiceResponse.Empty(201);
    }

    private async Task<ServiceResponse> UpdateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Function", cancellationToken).ConfigureAwait(false);
        ObjectFields fields = Find(request);
        Define(request, document, fields);
        service.Objects.Put(Key(request, request.Route("function")), fields.ToJson());
        return ServiceResponse.Empty();
    }

    private ServiceResponse ChangeOwner(ServiceRequest request)
    {
        ObjectFields fields = Find(request);
        fields["owner"] = request.Header("x-odps-owner") ?? throw new EmulatorException("InvalidParameter", "The header x-odps-owner is missing.");
        service.Objects.Put(Key(request, request.Route("function")), fields.ToJson());
        return ServiceResponse.Empty();
    }

    private ServiceResponse Delete(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("function");
        return service.Objects.Delete(Key(request, name)) ? ServiceResponse.Empty(204) : throw StoreErrors.NoSuchObject("function", $"{project}.{name}");
    }

    private void Define(ServiceRequest request, XElement document, ObjectFields fields)
    {
        fields["class"] = document.Text("ClassType") ?? throw new EmulatorException("InvalidParameter", "The function has no ClassType.");

        // One wrapper with all names, or as one client writes it, a wrapper for each.
        string[] resources = [.. document.Elements("Resources").Elements("ResourceName").Select(r => r.Value.Trim()).Where(r => r.Length > 0)];
        fields["resources"] = string.Join('\n', resources.Select(name => StoredFunction.FullName(service.Objects, request.Route("project"), request.Schema(), name)));
    }

    private ObjectFields Find(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("function");
        return ObjectFields.Parse((service.Objects.Find(Key(request, name)) ?? throw StoreErrors.NoSuchObject("function", $"{project}.{name}")).Document);
    }

    private static void Write(XmlWriter xml, ObjectFields fields, string? schema)
    {
        xml.WriteStartElement("Function");
        xml.Element("Alias", fields["alias"]);
        xml.Element("SchemaName", schema);
        xml.Element("Owner", fields["owner"]);
        xml.Element("CreationTime", fields.Time("created"));
        xml.Element("ClassType", fields["class"]);
        xml.Element("IsSqlFunction", "false");
        xml.Element("IsEmbeddedFunction", "false");
        xml.WriteStartElement("Resources");
        foreach (string resource in (fields["resources"] ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            xml.Element("ResourceName", resource);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static ObjectKey Key(ServiceRequest request, string name) => StoredFunction.Key(request.Route("project"), request.Schema(), name);
}
