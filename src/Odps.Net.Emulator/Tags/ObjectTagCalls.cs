using System.Text.Json.Nodes;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;
using Odps.Net.Emulator.Volumes;

namespace Odps.Net.Emulator.Tags;

/// <summary>The tags that tables, partitions, functions, resources and volumes carry, kept in the form in which they are shown.</summary>
internal sealed class ObjectTagCalls(EmulatedService service)
{
    private const string Kind = "object-tags";

    public void AddTo(RouteTable routes)
    {
        Add(routes, "projects/{project}/tables/{table}", RequireTable);
        Add(routes, "projects/{project}/registration/functions/{function}", request => RequireObject(request, "function", request.Route("function").ToLowerInvariant()));
        Add(routes, "projects/{project}/resources/{resource}", request => RequireObject(request, "resource", request.Route("resource")));
        Add(routes, VolumeCalls.One, request => RequireObject(request, "volume", request.Route("volume")));
    }

    /// <param name="routes">The routes.</param>
    /// <param name="path">The path of the object.</param>
    /// <param name="require">Finds the object and gives the name under which its tags are kept.</param>
    private void Add(RouteTable routes, string path, Func<ServiceRequest, string> require)
    {
        routes.Map("GET", path, request => Get(request, require(request)), "tagging");
        routes.Map("PUT", path, (request, token) => PutAsync(request, require(request), token), "tagging");
    }

    private ServiceResponse Get(ServiceRequest request, string name) => ServiceResponse.Json(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("ObjectTagInfo"u8);
        Read(request, name).WriteTo(json);
        json.WriteEndObject();
    });

    private async Task<ServiceResponse> PutAsync(ServiceRequest request, string name, CancellationToken cancellationToken)
    {
        JsonNode? root = JsonNode.Parse(await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false));
        if (root?["SetObjectTagInput"] is not JsonObject input || input["OpType"]?.ToString() is not ("SET" or "UNSET"))
        {
            throw new EmulatorException("InvalidArgument", "The body is to be a JSON object 'SetObjectTagInput' with the 'OpType' SET or UNSET.");
        }

        bool isSet = input["OpType"]!.ToString() == "SET";
        string?[] columns = input["ObjectRef"]?["ColumnNames"] is JsonArray { Count: > 0 } names ? [.. names.Select(n => CheckColumn(request, n!.ToString()))] : [null];
        service.Objects.Transact(() =>
        {
            JsonObject info = Read(request, name);
            foreach (string? column in columns)
            {
                if (input["TagRef"] is JsonObject tag)
                {
                    Change(request, Family(info, "Tag", column), tag, isSet);
                }
                else if (input["SimpleTag"] is JsonObject simple)
                {
                    Change(Family(info, "SimpleTag", column), simple, isSet);
                }
            }

            service.Objects.Put(Key(request, name), info.ToJsonString());
            return 0;
        });
        return ServiceResponse.Empty();
    }

    /// <summary>Where the tags of the object or of one of its columns stand.</summary>
    private JsonObject Family(JsonObject info, string kind, string? column)
    {
        JsonObject family = Child(info, kind);
        family["UpdateTime"] = service.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        return column is null ? Child(family, "Tags") : Child(Child(family, "ColumnTags"), column);
    }

    private void Change(ServiceRequest request, JsonObject family, JsonObject tag, bool isSet)
    {
        string classification = tag["Classification"]?.ToString() ?? "";
        string name = tag["Name"]?.ToString() ?? "";
        service.Tags.Classification(request.Route("project"), classification);
        service.Tags.Tag(request.Route("project"), classification, name);
        JsonArray names = family[classification] as JsonArray ?? [];
        if (isSet && !names.Any(n => n!.ToString() == name))
        {
            names.Add(name);
        }
        else if (!isSet && names.FirstOrDefault(n => n!.ToString() == name) is { } found)
        {
            names.Remove(found);
        }
        else if (!isSet)
        {
            throw StoreErrors.NoSuchObject("tag", $"{classification}.{name} of the object");
        }

        Set(family, classification, names);
    }

    private static void Change(JsonObject family, JsonObject simple, bool isSet)
    {
        string category = simple["Category"]?.ToString() ?? "";
        JsonArray entries = family[category] as JsonArray ?? [];
        foreach ((string name, JsonNode? value) in simple["KeyValues"]?.AsObject() ?? [])
        {
            if (entries.FirstOrDefault(e => e!["TagName"]!.ToString() == name) is { } found)
            {
                entries.Remove(found);
            }

            if (isSet)
            {
                entries.Add(new JsonObject { ["TagCategory"] = category, ["TagName"] = name, ["TagValue"] = value?.ToString() ?? "" });
            }
        }

        Set(family, category, entries);
    }

    /// <summary>A list without items is not shown.</summary>
    private static void Set(JsonObject family, string key, JsonArray items)
    {
        family.Remove(key);
        if (items.Count > 0)
        {
            family[key] = items;
        }
    }

    private static JsonObject Child(JsonObject parent, string key)
    {
        if (parent[key] is JsonObject child)
        {
            return child;
        }

        var made = new JsonObject();
        parent[key] = made;
        return made;
    }

    private JsonObject Read(ServiceRequest request, string name) =>
        service.Objects.Find(Key(request, name)) is { } stored ? JsonNode.Parse(stored.Document)!.AsObject() : [];

    private string RequireTable(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        if (request.Find("partition") is not { } text)
        {
            return $"tables/{table.Name}";
        }

        PartitionSpec spec = Lookup.WholeSpec(table, text);
        return $"tables/{table.Name}/{Lookup.Partition(service.Store, table, spec).Spec.ToPath()}";
    }

    private string RequireObject(ServiceRequest request, string kind, string name)
    {
        string project = request.Project(service.Store);
        return service.Objects.Find(new ObjectKey(project, request.Schema(), kind, name)) is null ? throw StoreErrors.NoSuchObject(kind, $"{project}/{kind}s/{name}") : $"{kind}s/{name}";
    }

    private string CheckColumn(ServiceRequest request, string column)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        return table.Schema.Columns.Contains(column) ? column : throw StoreErrors.NoSuchObject("column", $"{table.Project}.{table.Name}.{column}");
    }

    private static ObjectKey Key(ServiceRequest request, string name) => new(request.Route("project"), request.Schema(), Kind, name);
}
