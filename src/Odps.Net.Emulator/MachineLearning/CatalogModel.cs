using System.Globalization;
using System.Text.Json;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>A version of a model of the catalog.</summary>
internal sealed record CatalogModel(string Name, string Version, string Type, string? Description, DateTimeOffset Created)
{
    private const string Kind = "model";

    /// <summary>All versions of all models, in the order of their names and then of their making.</summary>
    public static IEnumerable<CatalogModel> List(IObjectStore objects, string project, string schema) => objects.List(project, SchemaKey(schema), Kind)
        .Select(stored => ObjectFields.Parse(stored.Document))
        .Select(f => new CatalogModel(f["name"]!, f["version"]!, f["type"]!, f["description"], f.Time("created")!.Value));

    public static void Add(IObjectStore objects, string project, string schema, CatalogModel model)
    {
        int number = List(objects, project, schema).Count(m => m.Name == model.Name);
        var fields = new ObjectFields { ["name"] = model.Name, ["version"] = model.Version, ["type"] = model.Type, ["description"] = model.Description };
        fields.SetTime("created", model.Created);
        objects.Put(new ObjectKey(project, SchemaKey(schema), Kind, string.Create(CultureInfo.InvariantCulture, $"{model.Name}/{number:D6}")), fields.ToJson());
    }

    public void Write(Utf8JsonWriter json, string defaultVersion)
    {
        // Numbers of 64 bits are texts.
        string time = Created.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("modelName"u8, Name);
        json.WriteString("versionName"u8, Version);
        json.WriteString("defaultVersion"u8, defaultVersion);
        json.WriteString("modelType"u8, Type);
        json.WriteString("sourceType"u8, "IMPORT");
        json.WriteString("description"u8, Description);
        json.WriteString("createTime"u8, time);
        json.WriteString("updateTime"u8, time);
        json.WriteString("versionCreateTime"u8, time);
        json.WriteString("versionUpdateTime"u8, time);
        json.WriteEndObject();
    }

    private static string? SchemaKey(string schema) => schema.Equals(SqliteTableStore.DefaultSchema, StringComparison.OrdinalIgnoreCase) ? null : schema;
}
