using System.Globalization;
using System.Text.Json;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>JSON texts and the paths of GET_JSON_OBJECT: <c>$</c>, <c>.name</c>, <c>['name']</c>, <c>[n]</c>, <c>[*]</c>.</summary>
internal static class JsonCells
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>A text as a JSON value; null when it is none.</summary>
    public static object? Normalize(object cell)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse((string)cell, Options);
            return document.RootElement.GetRawText();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a path finds, as JSON; null when there is nothing.</summary>
    public static string? Extract(string text, string path) => Find(text, path, many => many.GetRawText());

    /// <summary>The member of an object: a string without quotes, anything else as JSON; null when there is none.</summary>
    public static string? Member(string text, string key)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out JsonElement member) ? Text(member) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The kind of a JSON value, as JSON_TYPE names it.</summary>
    public static string? TypeOf(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, Options);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };
    }

    /// <summary>The type that the second argument of FROM_JSON means: a type, or columns such as <c>a int, b string</c>; null when it is neither.</summary>
    public static OdpsType? ParseSchema(string text)
    {
        string trimmed = text.Trim();
        bool isType = trimmed.Contains('<', StringComparison.Ordinal) && trimmed.AsSpan(0, trimmed.IndexOf('<', StringComparison.Ordinal)).IndexOfAny(" :,") < 0;
        try
        {
            OdpsType type = OdpsType.Parse(isType ? trimmed : $"struct<{string.Join(',', Columns(trimmed))}>");
            return type.Kind == OdpsTypeKind.Unknown ? null : type;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A JSON text as a cell of a type; null when it is none.</summary>
    public static object? Read(OdpsType type, string text, Binding.SqlSession session)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Options);
            return Read(type, document.RootElement, session);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object? Read(OdpsType type, JsonElement json, Binding.SqlSession session) => type switch
    {
        _ when json.ValueKind == JsonValueKind.Null => null,
        ArrayType array => json.ValueKind == JsonValueKind.Array ? NestedCells.WriteArray(json.EnumerateArray().Select(e => Read(array.ElementType, e, session)), array.ElementType) : null,
        StructType fields => json.ValueKind != JsonValueKind.Object ? null : NestedCells.WriteStruct(
            [.. fields.Fields.Select(f => json.TryGetProperty(f.Name, out JsonElement member) ? Read(f.Type, member, session) : null)], fields),
        MapType map => json.ValueKind != JsonValueKind.Object ? null : NestedCells.WriteMap(
            json.EnumerateObject().Select(p => (Casts.Find(OdpsType.String, map.KeyType, session)?.Invoke([p.Name]), Read(map.ValueType, p.Value, session))), map),
        _ => Casts.Find(OdpsType.String, type, session)?.Invoke([Text(json)]),
    };

    /// <summary>The columns of <c>a int, b string</c>, each as <c>name:type</c>.</summary>
    private static IEnumerable<string> Columns(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ',';
            depth += c is '<' or '(' ? 1 : c is '>' or ')' ? -1 : 0;
            if (c == ',' && depth <= 0)
            {
                string column = text[start..i].Trim();
                int end = column.AsSpan().IndexOfAny(' ', ':');
                yield return end < 0 ? column : $"{column[..end]}:{column[(end + 1)..].Trim()}";
                start = i + 1;
            }
        }
    }

    /// <summary>What a path finds: a string without quotes, anything else as JSON; null when there is nothing or the text is no JSON.</summary>
    public static string? Get(string text, string path) => Find(text, path, Text);

    private static string? Find(string text, string path, Func<JsonElement, string?> show)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Options);
            if (ParsePath(path) is not { } steps)
            {
                return null;
            }

            List<JsonElement> found = [document.RootElement];
            bool many = false;
            foreach (object step in steps)
            {
                many |= step is '*';
                found = [.. found.SelectMany(e => Step(e, step))];
            }

            return found.Count == 0 ? null : found.Count == 1 && !many ? show(found[0]) : $"[{string.Join(',', found.Select(e => e.GetRawText()))}]";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => json.GetString(),
        _ => json.GetRawText(),
    };

    private static IEnumerable<JsonElement> Step(JsonElement json, object step)
    {
        switch (step)
        {
            case string name when json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement property):
                return [property];
            case string name when json.ValueKind == JsonValueKind.Array:
                return json.EnumerateArray().SelectMany(e => Step(e, name));
            case int index when json.ValueKind == JsonValueKind.Array && index < json.GetArrayLength():
                return [json[index]];
            case '*' when json.ValueKind == JsonValueKind.Array:
                return json.EnumerateArray();
            case '*' when json.ValueKind == JsonValueKind.Object:
                return json.EnumerateObject().Select(p => p.Value);
            default:
                return [];
        }
    }

    private static List<object>? ParsePath(string path)
    {
        if (path.Length == 0 || path[0] != '$')
        {
            return null;
        }

        var steps = new List<object>();
        for (int i = 1; i < path.Length;)
        {
            if (path[i] == '.')
            {
                int end = path.AsSpan(i + 1).IndexOfAny('.', '[');
                end = end < 0 ? path.Length : i + 1 + end;
                string name = path[(i + 1)..end];
                steps.Add(name == "*" ? '*' : name);
                i = end;
                continue;
            }

            int close = path.IndexOf(']', i);
            if (path[i] != '[' || close < 0)
            {
                return null;
            }

            string content = path[(i + 1)..close].Trim();
            if (content == "*")
            {
                steps.Add('*');
            }
            else if (int.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            {
                steps.Add(index);
            }
            else
            {
                steps.Add(content.Trim('\'', '"'));
            }

            i = close + 1;
        }

        return steps;
    }
}
