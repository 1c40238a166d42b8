using System.Text.Json.Nodes;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tags;

/// <summary>The classifications and tags of projects, as JSON documents.</summary>
internal sealed class TagStore(IObjectStore objects, ITableStore tables, TimeProvider clock)
{
    public const string ClassificationKind = "classification";
    public const string TagKind = "tag";

    public static ObjectKey ClassificationKey(string project, string name) => new(project, null, ClassificationKind, name);

    public static ObjectKey TagKey(string project, string classification, string name) => new(project, null, TagKind, $"{classification}/{name}");

    /// <summary>The name that a new classification or tag is to have.</summary>
    public static string NameOf(JsonObject input) =>
        input["Name"] is JsonValue value && value.TryGetValue(out string? name) && name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')
            ? name
            : throw new EmulatorException("InvalidParameter", $"'{input["Name"]}' is not the name of a classification or tag: letters, digits, '_' and '-' were expected.");

    public JsonObject Classification(ServiceRequest request) => Classification(request.Project(tables), request.Route("classification"));

    public JsonObject Tag(ServiceRequest request)
    {
        Classification(request);
        return Tag(request.Route("project"), request.Route("classification"), request.Route("tag"));
    }

    public JsonObject Classification(string project, string name) => Find(ClassificationKey(project, name)) ?? throw StoreErrors.NoSuchObject("classification", $"{project}.{name}");

    public JsonObject Tag(string project, string classification, string name) =>
        Find(TagKey(project, classification, name)) ?? throw StoreErrors.NoSuchObject("tag", $"{project}.{classification}.{name}");

    public void Create(ObjectKey key, string what, bool ifNotExists, Func<JsonObject> make) => objects.Transact(() =>
    {
        if (objects.Find(key) is null)
        {
            JsonObject document = make();
            document["CreateTime"] = clock.GetUtcNow().ToUnixTimeMilliseconds();
            Put(key, document);
        }
        else if (!ifNotExists)
        {
            string[] words = what.Split(' ');
            throw StoreErrors.ObjectExists(words[0], words[1]);
        }

        return 0;
    });

    public void Put(ObjectKey key, JsonObject document)
    {
        document["UpdateTime"] = clock.GetUtcNow().ToUnixTimeMilliseconds();
        objects.Put(key, document.ToJsonString());
    }

    public void DeleteClassification(string project, string name) => objects.Transact(() =>
    {
        foreach (StoredObject tag in objects.List(project, null, TagKind).Where(t => t.Name.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            objects.Delete(new ObjectKey(project, null, TagKind, tag.Name));
        }

        return objects.Delete(ClassificationKey(project, name));
    });

    private JsonObject? Find(ObjectKey key) => objects.Find(key) is { } stored ? JsonNode.Parse(stored.Document)!.AsObject() : null;
}
