using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Odps.Net.Tests.Arrow;

/// <summary>A stored stream of another Arrow implementation, and what it holds according to its JSON.</summary>
internal sealed class ArrowVector
{
    private ArrowVector(string name, JsonObject json)
    {
        Name = name;
        Json = json;
    }

    public string Name { get; }

    public JsonObject Json { get; }

    public byte[] Bytes => File.ReadAllBytes(PathOf(Json["file"]!.GetValue<string>()));

    public JsonObject SchemaJson => Json["schema"]!.AsObject();

    /// <summary>The expected batches, which may be in another file.</summary>
    public JsonArray Batches => (Json["valuesOf"] ?? Json["schemaAndValuesOf"]) is { } other
        ? Load(Path.GetFileNameWithoutExtension(other.GetValue<string>())).Batches
        : Json["batches"]!.AsArray();

    public static IEnumerable<string> StreamNames => Directory
        .EnumerateFiles(PathOf(""), "*.arrows")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Order(StringComparer.Ordinal);

    public static IEnumerable<string> TunnelNames => Directory
        .EnumerateFiles(PathOf(""), "tunnel_*.bin")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Order(StringComparer.Ordinal);

    public static ArrowVector Load(string name)
    {
        string path = PathOf(name + ".json");
        using Stream stream = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        return new ArrowVector(name, JsonNode.Parse(stream)!.AsObject());
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Vectors", "arrow", file);
}
