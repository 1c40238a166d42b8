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

    /// <summary>What a path finds: a string without quotes, anything else as JSON; null when there is nothing or the text is no JSON.</summary>
    public static string? Get(string text, string path)
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

            return found.Count == 0 ? null : found.Count == 1 && !many ? Text(found[0]) : $"[{string.Join(',', found.Select(e => e.GetRawText()))}]";
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
