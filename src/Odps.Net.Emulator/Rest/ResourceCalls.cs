using System.Globalization;
using System.Text;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Resources: list, get, write (whole, in parts, or a reference to a table or volume file), read, delete. Temporary ones stay until they are deleted.</summary>
internal sealed class ResourceCalls(EmulatedService service)
{
    private const string Collection = "projects/{project}/resources";
    private const string One = "projects/{project}/resources/{resource}";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", Collection, List);
        routes.Map("POST", Collection, (request, token) => WriteAsync(request, overwrite: false, token));
        routes.Map("GET", One, Meta, "meta");
        routes.Map("GET", One, Content);
        routes.Map("PUT", One, ChangeOwner, "updateowner");
        routes.Map("PUT", One, (request, token) => WriteAsync(request, overwrite: true, token));
        routes.Map("DELETE", One, Delete);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<StoredResource> resources = service.Objects.List(project, request.ListedSchema(service.Store), StoredResource.Kind)
            .Select(StoredResource.Of)
            .Where(r => r.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (owner is null || owner == r.Fields["owner"]));
        return Paging.List(request, "Resources", resources, r => r.Name, (xml, resource) =>
        {
            xml.WriteStartElement("Resource");
            xml.Element("Name", resource.Name);
            xml.Element("SchemaName", request.Schema());
            xml.Element("Owner", resource.Fields["owner"]);
            xml.Element("LastUpdator", resource.Fields["updator"]);
            xml.Element("Comment", resource.Fields["comment"]);
            xml.Element("ResourceType", resource.Type);
            xml.Element("ResourceSize", resource.Length);
            xml.Element("CreationTime", resource.Fields.Time("created"));
            xml.Element("LastModifiedTime", resource.Fields.Time("modified"));
            xml.Element("TableName", resource.Fields["table"]);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Meta(ServiceRequest request)
    {
        StoredResource resource = Find(request);
        return ServiceResponse.Empty()
            .With("x-odps-resource-name", resource.Name)
            .With("x-odps-resource-type", resource.Type)
            .With("x-odps-resource-size", resource.Length.ToString(CultureInfo.InvariantCulture))
            .With("x-odps-resource-istemp", resource.IsTemporary ? "true" : "false")
            .With("x-odps-owner", resource.Fields["owner"])
            .With("x-odps-updator", resource.Fields["updator"])
            .With("x-odps-comment", resource.Fields["comment"])
            .With("x-odps-copy-table-source", resource.Fields["table"])
            .With("x-odps-copy-file-source", resource.Fields["volume"])
            .With("x-odps-creation-time", Time(resource, "created"))
            .With("Last-Modified", Time(resource, "modified"))
            .With("Content-MD5", resource.Fields["md5"])
            .With("schema-name", request.Schema());
    }

    private ServiceResponse Content(ServiceRequest request)
    {
        StoredResource resource = Find(request);
        if (resource.IsReference)
        {
            throw new EmulatorException("InvalidParameter", $"The resource '{resource.Name}' of type '{resource.Type}' has no content of its own.");
        }

        byte[] content = service.Objects.ReadContent(Key(request, resource.Name));
        long offset = request.Number("rOffset", 0);
        long size = request.Number("rSize", long.MaxValue);
        if (offset < 0 || size < 0)
        {
            throw new EmulatorException("InvalidParameter", $"rOffset and rSize are to be 0 or more; they are {offset} and {size}.");
        }

        int start = (int)Math.Min(offset, content.Length);
        int length = (int)Math.Min(size, content.Length - start);
        return new ServiceResponse { ContentType = "application/octet-stream", Body = content.AsMemory(start, length) }
            .With("x-odps-resource-has-remaining", start + length < content.Length ? "true" : "false");
    }

    private async Task<ServiceResponse> WriteAsync(ServiceRequest request, bool overwrite, CancellationToken cancellationToken)
    {
        byte[] body = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        string name = overwrite ? request.Route("resource") : request.Header("x-odps-resource-name") ?? "";
        StoredResource.CheckName(name);
        string type = request.Header("x-odps-resource-type")?.ToLowerInvariant()
            ?? throw new EmulatorException("InvalidParameter", "The header x-odps-resource-type is missing.");
        (string project, _) = request.Place(service.Store);
        ObjectKey key = Key(request, name);
        service.Objects.Transact(() =>
        {
            StoredObject? existing = service.Objects.Find(key);
            bool isPart = request.IsOn("rIsPart");
            CheckExistence(project, name, existing, overwrite, isPart);
            byte[] content = request.IsOn("rOpMerge") ? Merge(request, body) : body;
            var fields = existing is null ? new ObjectFields() : ObjectFields.Parse(existing.Document);
            Describe(request, fields, type, content);
            service.Objects.Put(key, fields.ToJson(), content);
            return 0;
        });
        return ServiceResponse.Empty(201).With("Location", $"http://{service.Authority}/api/projects/{project}/resources/{Uri.EscapeDataString(name)}");
    }

    private static void CheckExistence(string project, string name, StoredObject? existing, bool overwrite, bool isPart)
    {
        if (overwrite && existing is null)
        {
            throw StoreErrors.NoSuchObject("resource", $"{project}/resources/{name}");
        }

        bool replacesPart = isPart && existing is not null && StoredResource.Of(existing).IsTemporary;
        if (!overwrite && existing is not null && !replacesPart)
        {
            throw StoreErrors.ObjectExists("resource", $"{project}/resources/{name}");
        }
    }

    /// <summary>Puts parts together after their MD5 and their bytes were checked, and drops them.</summary>
    private byte[] Merge(ServiceRequest request, byte[] body)
    {
        string[] halves = Encoding.UTF8.GetString(body).Split('|');
        if (halves.Length != 2)
        {
            throw new EmulatorException("InvalidParameter", "The body of a merge is to be '<md5>|<part>,<part>,...'.");
        }

        string[] parts = halves[1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        using var content = new MemoryStream();
        foreach (string part in parts)
        {
            ObjectKey key = Key(request, part);
            StoredObject stored = service.Objects.Find(key) ?? throw StoreErrors.NoSuchObject("resource", $"{key.Project}/resources/{part}");
            if (!StoredResource.Of(stored).IsTemporary)
            {
                throw new EmulatorException("InvalidParameter", $"'{part}' is not a temporary resource and cannot be a part.");
            }

            content.Write(service.Objects.ReadContent(key));
        }

        byte[] whole = content.ToArray();
        string? total = request.Header("x-odps-resource-merge-total-bytes");
        if (total != whole.Length.ToString(CultureInfo.InvariantCulture))
        {
            throw new EmulatorException("InvalidParameter", $"The parts have {whole.Length} bytes; x-odps-resource-merge-total-bytes is '{total}'.");
        }

        string md5 = StoredResource.Checksum(whole);
        if (!md5.Equals(halves[0], StringComparison.OrdinalIgnoreCase))
        {
            throw new EmulatorException("InvalidParameter", $"The parts have the MD5 {md5}; '{halves[0]}' was stated.");
        }

        foreach (string part in parts)
        {
            service.Objects.Delete(Key(request, part));
        }

        return whole;
    }

    private void Describe(ServiceRequest request, ObjectFields fields, string type, byte[] content)
    {
        DateTimeOffset now = service.Clock.GetUtcNow();
        if (fields["created"] is null)
        {
            fields.SetTime("created", now);
            fields["owner"] = request.Caller.Account;
        }

        fields.SetTime("modified", now);
        fields["updator"] = request.Caller.Account;
        fields["type"] = type;
        fields["comment"] = request.Header("x-odps-comment");
        fields["temporary"] = "true".Equals(request.Header("x-odps-resource-istemp"), StringComparison.OrdinalIgnoreCase) ? "true" : null;
        fields["table"] = type == "table" ? Source(request, "x-odps-copy-table-source") : null;
        fields["volume"] = type is "volumefile" or "volumearchive" ? Source(request, "x-odps-copy-file-source") : null;
        fields["md5"] = StoredResource.Checksum(content);
    }

    private ServiceResponse ChangeOwner(ServiceRequest request)
    {
        StoredResource resource = Find(request);
        resource.Fields["owner"] = request.Header("x-odps-owner") ?? throw new EmulatorException("InvalidParameter", "The header x-odps-owner is missing.");
        service.Objects.Put(Key(request, resource.Name), resource.Fields.ToJson());
        return ServiceResponse.Empty();
    }

    private ServiceResponse Delete(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("resource");
        return service.Objects.Delete(Key(request, name)) ? ServiceResponse.Empty(204) : throw StoreErrors.NoSuchObject("resource", $"{project}/resources/{name}");
    }

    private StoredResource Find(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("resource");
        return StoredResource.Of(service.Objects.Find(Key(request, name)) ?? throw StoreErrors.NoSuchObject("resource", $"{project}/resources/{name}"));
    }

    private static ObjectKey Key(ServiceRequest request, string name) => new(request.Route("project"), request.Schema(), StoredResource.Kind, name);

    private static string Source(ServiceRequest request, string header) =>
        request.Header(header) ?? throw new EmulatorException("InvalidParameter", $"The header {header} is missing.");

    private static string? Time(StoredResource resource, string field) => resource.Fields.Time(field) is { } time ? ServiceXml.HttpDate(time) : null;
}
