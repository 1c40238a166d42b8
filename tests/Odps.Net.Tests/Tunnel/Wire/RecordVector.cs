using System.Text.Json;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>A record stream that another implementation has written, with what it holds.</summary>
internal sealed class RecordVector
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "records");

    private readonly JsonElement _json;

    private RecordVector(string name, JsonElement json)
    {
        Name = name;
        _json = json;
        JsonElement.ArrayEnumerator columns = json.GetProperty("schema").GetProperty("columns").EnumerateArray();
        Columns = new ColumnCollection(columns.Select(c => new Column(c.GetProperty("name").GetString()!, OdpsType.Parse(c.GetProperty("type").GetString()!))));
        byte[] body = File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));
        Raw = Text("contentEncoding") is string encoding ? Decompress(encoding, body) : body;
    }

    public string Name { get; }

    public ColumnCollection Columns { get; }

    /// <summary>The record stream, decompressed.</summary>
    public byte[] Raw { get; }

    public string Kind => Text("kind")!;

    /// <summary>Whether the values have this encoding and no other.</summary>
    public bool IsCanonical => _json.TryGetProperty("canonical", out JsonElement canonical) && canonical.GetBoolean();

    /// <summary>All record streams of the folder.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json")
        .Select(f => Path.GetFileNameWithoutExtension(f)!)
        .Where(n => Parse(n).TryGetProperty("kind", out JsonElement kind) && kind.GetString() is "upload-body" or "download-body" or "upsert-bucket-body" or "invalid-body")
        .Order(StringComparer.Ordinal);

    public static RecordVector Load(string name) => new(name, Parse(name));

    public string? Text(string property) => _json.TryGetProperty(property, out JsonElement value) ? value.GetString() : null;

    public JsonElement Property(string property) => _json.GetProperty(property);

    /// <summary>The stated values, row by row.</summary>
    public IReadOnlyList<JsonElement[]> Rows()
    {
        JsonElement source = Text("recordsFrom") is string other ? Parse(Path.GetFileNameWithoutExtension(other)) : _json;
        bool isSparse = source.TryGetProperty("recordsForm", out _);
        return [.. source.GetProperty("records").EnumerateArray().Select(row => isSparse ? Dense(row) : row.EnumerateArray().ToArray())];
    }

    private static JsonElement Parse(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json"))).RootElement;

    private static byte[] Decompress(string contentEncoding, byte[] body)
    {
        CompressionAlgorithm algorithm = contentEncoding switch
        {
            "deflate" => CompressionAlgorithm.Deflate,
            "x-lz4-frame" => CompressionAlgorithm.Lz4Frame,
            "x-snappy-framed" => CompressionAlgorithm.Snappy,
            _ => CompressionAlgorithm.Zstandard,
        };
        using Stream stream = CompressionStreams.OpenRead(algorithm, new MemoryStream(body));
        using var raw = new MemoryStream();
        stream.CopyToAsync(raw).GetAwaiter().GetResult();
        return raw.ToArray();
    }

    private JsonElement[] Dense(JsonElement row)
    {
        JsonElement none = JsonDocument.Parse("null").RootElement;
        return [.. Enumerable.Range(1, Columns.Count).Select(n => row.TryGetProperty(n.ToString(System.Globalization.CultureInfo.InvariantCulture), out JsonElement value) ? value : none)];
    }
}
