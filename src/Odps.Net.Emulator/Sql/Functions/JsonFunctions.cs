using System.Text.Json;
using System.Text.Json.Nodes;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Functions of JSON: of texts that hold it, and of the type JSON.</summary>
internal static class JsonFunctions
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void AddTo(FunctionTable table)
    {
        table.Add("get_json_object", "text,text", OdpsType.String, a => JsonCells.Get((string)a[0]!, (string)a[1]!));
        table.Add("get_json_object", "json,text", OdpsType.String, a => JsonCells.Get((string)a[0]!, (string)a[1]!));
        table.Add("json_parse", "text", OdpsType.Json, a => JsonCells.Normalize(a[0]!) ?? throw SqlErrors.InvalidValue($"'{a[0]}' is not JSON"));
        table.Add("json_format", "json", OdpsType.String, a => a[0]);
        table.Add("json_pretty", "json", OdpsType.String, a => JsonNode.Parse((string)a[0]!)?.ToJsonString(Indented) ?? "null");
        table.Add("json_valid", "text", OdpsType.Boolean, a => JsonCells.Normalize(a[0]!) is null ? 0L : 1L);
        table.Add("json_type", "json", OdpsType.String, a => JsonCells.TypeOf((string)a[0]!));
        table.Add("json_extract", "json,text", OdpsType.Json, a => JsonCells.Extract((string)a[0]!, (string)a[1]!));
        table.Add("json_exists", "json,text", OdpsType.Boolean, a => JsonCells.Extract((string)a[0]!, (string)a[1]!) is null ? 0L : 1L);
        table.Add("json_array", "any...", _ => OdpsType.Json, (s, t) => a => $"[{string.Join(',', a.Select((cell, i) => Of(t[i], cell, s.Zone)))}]", takesNulls: true);
        table.Add("json_object", "any...", t => t.Length % 2 == 0 ? OdpsType.Json : null, (s, t) => a => Object(t, a, s.Zone), takesNulls: true);
        table.Add("to_json", "any", _ => OdpsType.String, (s, t) => a => JsonText.Of(t[0], a[0]!, s.Zone));
    }

    private static string Object(OdpsType[] types, object?[] cells, TimeZoneInfo zone)
    {
        IEnumerable<string> members = Enumerable.Range(0, cells.Length / 2).Select(i =>
            $"{JsonText.Of(OdpsType.String, cells[i * 2] ?? throw SqlErrors.InvalidValue("json_object: a key is NULL"), zone)}:{Of(types[(i * 2) + 1], cells[(i * 2) + 1], zone)}");
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Of(OdpsType type, object? cell, TimeZoneInfo zone) => cell is null ? "null" : JsonText.Of(type, cell, zone);
}
