using System.Text.Json;
using System.Text.Json.Nodes;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tags;

/// <summary>Classifications and their tags. Both are kept as the JSON documents that clients send and get.</summary>
internal sealed class TagCalls(EmulatedService service)
{
    private const string Classifications = "projects/{project}/classifications";
    private const string Classification = "projects/{project}/classifications/{classification}";
    private const string Tags = "projects/{project}/classifications/{classification}/tags";
    private const string Tag = "projects/{project}/classifications/{classification}/tags/{tag}";
    private const int PageSize = 1000;

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", Classifications, request => List(request, "Classifications", TagStore.ClassificationKind, _ => true));
        routes.Map("POST", Classifications, CreateClassificationAsync);
        routes.Map("GET", Classification, request => ServiceResponse.Json(json => Write(json, "Classification", service.Tags.Classification(request))));
        routes.Map("PUT", Classification, AddAttributeAsync);
        routes.Map("DELETE", Classification, DeleteClassification);
        routes.Map("GET", Tags, ListTags);
        routes.Map("POST", Tags, CreateTagAsync);
        routes.Map("GET", Tag, request => ServiceResponse.Json(json => Write(json, "Tag", service.Tags.Tag(request))));
        routes.Map("PUT", Tag, UpdateTagAsync);
    }

    private async Task<ServiceResponse> CreateClassificationAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (JsonObject input, bool ifNotExists) = await ReadAsync(request, "ClassificationInput", cancellationToken).ConfigureAwait(false);
        string project = request.Project(service.Store);
        string name = TagStore.NameOf(input);
        service.Tags.Create(TagStore.ClassificationKey(project, name), $"classification {project}.{name}", ifNotExists, () => new JsonObject
        {
            ["DatabaseName"] = project,
            ["Name"] = name,
            ["Owner"] = request.Caller.Account,
            ["Attributes"] = input["Attributes"]?.DeepClone() ?? new JsonObject(),
        });
        return ServiceResponse.Empty(201);
    }

    private async Task<ServiceResponse> AddAttributeAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (JsonObject input, _) = await ReadAsync(request, "ClassificationInput", cancellationToken).ConfigureAwait(false);
        JsonObject classification = service.Tags.Classification(request);
        JsonObject attributes = classification["Attributes"]!.AsObject();
        foreach ((string name, JsonNode? definition) in input["Attributes"]?.AsObject() ?? [])
        {
            if (!attributes.TryAdd(name, definition?.DeepClone()))
            {
                throw StoreErrors.ObjectExists("attribute", name);
            }
        }

        service.Tags.Put(TagStore.ClassificationKey(request.Route("project"), request.Route("classification")), classification);
        return ServiceResponse.Empty();
    }

    private ServiceResponse DeleteClassification(ServiceRequest request)
    {
        service.Tags.Classification(request);
        service.Tags.DeleteClassification(request.Route("project"), request.Route("classification"));
        return ServiceResponse.Empty(204);
    }

    private ServiceResponse ListTags(ServiceRequest request)
    {
        service.Tags.Classification(request);
        string prefix = $"{request.Route("classification")}/";
        return List(request, "Tags", TagStore.TagKind, name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    private async Task<ServiceResponse> CreateTagAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (JsonObject input, bool ifNotExists) = await ReadAsync(request, "TagInput", cancellationToken).ConfigureAwait(false);
        JsonObject classification = service.Tags.Classification(request);
        string project = request.Route("project");
        string family = request.Route("classification");
        string name = TagStore.NameOf(input);
        service.Tags.Create(TagStore.TagKey(project, family, name), $"tag {project}.{family}.{name}", ifNotExists, () => new JsonObject
        {
            ["DatabaseName"] = project,
            ["Classification"] = family,
            ["Name"] = name,
            ["Owner"] = request.Caller.Account,
            ["TagValues"] = TagValues.Check(classification, input["TagValues"]?.DeepClone().AsObject() ?? []),
            ["ExtendedInfo"] = input["ExtendedInfo"]?.DeepClone() ?? new JsonObject(),
        });
        return ServiceResponse.Empty(201);
    }

    private async Task<ServiceResponse> UpdateTagAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (JsonObject input, _) = await ReadAsync(request, "UpdateTagInput", cancellationToken).ConfigureAwait(false);
        JsonObject tag = service.Tags.Tag(request);
        JsonObject values = tag["TagValues"]!.AsObject();
        foreach ((string name, JsonNode? value) in input["TagValues"]?.AsObject() ?? [])
        {
            values[name] = value?.DeepClone();
        }

        foreach (JsonNode? name in input["TagKeys"]?.AsArray() ?? [])
        {
            values.Remove(name!.GetValue<string>());
        }

        TagValues.Check(service.Tags.Classification(request), values);
        if (input["ExtendedInfo"] is { } info)
        {
            tag["ExtendedInfo"] = info.DeepClone();
        }

        service.Tags.Put(TagStore.TagKey(request.Route("project"), request.Route("classification"), request.Route("tag")), tag);
        return ServiceResponse.Empty();
    }

    /// <summary>One page; the token of the next is the name of the last item.</summary>
    private ServiceResponse List(ServiceRequest request, string key, string kind, Func<string, bool> fits)
    {
        string project = request.Project(service.Store);
        string last = request.Find("NextPageToken") ?? "";
        StoredObject[] rest = [.. service.Objects.List(project, null, kind).Where(o => fits(o.Name) && string.CompareOrdinal(o.Name, last) > 0).Take(PageSize + 1)];
        StoredObject[] page = [.. rest.Take(PageSize)];
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray(key);
            foreach (StoredObject item in page)
            {
                json.WriteRawValue(item.Document);
            }

            json.WriteEndArray();
            json.WriteString("NextPageToken"u8, rest.Length > page.Length ? page[^1].Name : "");
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, string key, JsonObject document)
    {
        json.WriteStartObject();
        json.WritePropertyName(key);
        document.WriteTo(json);
        json.WriteEndObject();
    }

    private static async Task<(JsonObject Input, bool IfNotExists)> ReadAsync(ServiceRequest request, string key, CancellationToken cancellationToken)
    {
        JsonNode? root = JsonNode.Parse(await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false));
        return root is JsonObject document && document[key] is JsonObject input
            ? (input, document["IfNotExists"] is JsonValue flag && flag.TryGetValue(out bool value) && value)
            : throw new EmulatorException("InvalidArgument", $"The body is to be a JSON object with the object '{key}'.");
    }
}
