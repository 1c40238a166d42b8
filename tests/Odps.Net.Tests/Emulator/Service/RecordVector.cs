using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>A recorded body with what it holds.</summary>
internal sealed class RecordVector
{
    private readonly JsonElement _root;

    private RecordVector(string name)
    {
        Name = name;
        _root = JsonDocument.Parse(File.ReadAllBytes(Path(name + ".json"))).RootElement;
        Columns = new ColumnCollection(_root.GetProperty("schema").GetProperty("columns").EnumerateArray()
            .Select(c => new Column(c.GetProperty("name").GetString()!, OdpsType.Parse(c.GetProperty("type").GetString()!))));
        byte[] file = File.ReadAllBytes(Path(name + ".bin"));
        Raw = Text("contentEncoding") == "deflate" ? Inflate(file) : file;
    }

    public string Name { get; }

    public ColumnCollection Columns { get; }

    /// <summary>The record stream, not compressed.</summary>
    public byte[] Raw { get; }

    /// <summary>Whether an encoder must give exactly these bytes.</summary>
    public bool IsCanonical => _root.TryGetProperty("canonical", out JsonElement canonical) && canonical.GetBoolean();

    public string? Metrics => Text("metrics");

    public JsonElement Records => Text("recordsFrom") is { } other ? Load(other.Replace(".json", "", StringComparison.Ordinal)).Records : _root.GetProperty("records");

    public bool IsSparse => Text("recordsForm")?.StartsWith("sparse", StringComparison.Ordinal) == true;

    public static RecordVector Load(string name) => new(name);

    /// <summary>A value as the vectors write it.</summary>
    public static string? Format(OdpsType type, object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        float f => $"0x{BitConverter.SingleToUInt32Bits(f):x8}",
        double d => $"0x{BitConverter.DoubleToUInt64Bits(d):x16}",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        IntervalDayTime i => string.Create(CultureInfo.InvariantCulture, $"seconds={i.Seconds};nanos={i.Nanoseconds}"),
        IntervalYearMonth i => i.TotalMonths.ToString(CultureInfo.InvariantCulture),
        float[] or double[] => $"[{string.Join(",", ((Array)value).Cast<object>().Select(e => Format(((VectorType)type).ElementType, e)))}]",
        object?[] list => $"[{string.Join(",", list.Select(e => Format(((ArrayType)type).ElementType, e)))}]",
        OdpsMap map => $"[{string.Join(",", map.Select(e => $"[{Format(((MapType)type).KeyType, e.Key)},{Format(((MapType)type).ValueType, e.Value)}]"))}]",
        OdpsStruct s => $"{{{string.Join(",", s.Select((e, i) => $"{s.Type.Fields[i].Name}:{Format(s.Type.Fields[i].Type, e)}"))}}}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>An expected value in the same form.</summary>
    public static string Format(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Array => $"[{string.Join(",", value.EnumerateArray().Select(Format))}]",
        JsonValueKind.Object => $"{{{string.Join(",", value.EnumerateObject().Select(p => $"{p.Name}:{Format(p.Value)}"))}}}",
        _ => value.GetString()!,
    };

    private static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "records", file);

    private static byte[] Inflate(byte[] file)
    {
        using var zlib = new ZLibStream(new MemoryStream(file), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        return raw.ToArray();
    }

    private string? Text(string property) =>
        _root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
