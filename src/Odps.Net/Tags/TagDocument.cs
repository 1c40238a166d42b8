using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The JSON documents of classifications and tags.</summary>
internal static class TagDocument
{
    /// <summary>Milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(JsonElement json, string key) =>
        json.Number(key) is > 0 and < 253_402_300_800_000 and long milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>Reads an object that stands below a key of the answer.</summary>
    public static async ValueTask<T> ReadAsync<T>(OdpsResponse response, string key, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class
    {
        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return document.RootElement.Object(key, read) ?? throw response.Malformed($"has no object '{key}'");
    }

    /// <summary>One page of a listing; an empty token ends it.</summary>
    public static async ValueTask<Page<T>> ReadPageAsync<T>(OdpsResponse response, string key, string tokenKey, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        JsonElement root = document.RootElement;
        return root.ValueKind != JsonValueKind.Object
            ? throw response.Malformed("is not a JSON object")
            : new Page<T>(
                root.Has(key) && root.GetProperty(key) is { ValueKind: JsonValueKind.Array } items
                    ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(read)]
                    : [],
                root.Text(tokenKey));
    }

    public static string Classification(string project, string name, IEnumerable<KeyValuePair<string, TagAttribute>> attributes, bool? ifNotExists) => RequestJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("ClassificationInput"u8);
        json.WriteStartObject("Attributes"u8);
        foreach ((string attribute, TagAttribute definition) in attributes)
        {
            json.WritePropertyName(attribute);
            definition.Write(json);
        }

        json.WriteEndObject();
        json.WriteString("DatabaseName"u8, project);
        json.WriteString("Name"u8, name);
        json.WriteEndObject();
        WriteFlag(json, ifNotExists);
        json.WriteEndObject();
    });

    public static string Tag(string input, Tag tag, TagOptions options, bool? ifNotExists) => RequestJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(input);
        json.WriteString("DatabaseName"u8, tag.Project);
        json.WriteString("Classification"u8, tag.Classification);
        json.WriteString("Name"u8, tag.Name);
        if (options.Policy is not null)
        {
            json.WriteStartObject("ExtendedInfo"u8);
            json.WriteString("Policy"u8, options.Policy);
            json.WriteEndObject();
        }

        json.WriteStartObject("TagValues"u8);
        foreach ((string attribute, string value) in options.Attributes)
        {
            json.WriteString(attribute, value);
        }

        json.WriteEndObject();
        if (options.RemovedAttributes.Count > 0)
        {
            WriteTexts(json, "TagKeys", options.RemovedAttributes);
        }

        json.WriteEndObject();
        WriteFlag(json, ifNotExists);
        json.WriteEndObject();
    });

    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteFlag(Utf8JsonWriter json, bool? ifNotExists)
    {
        if (ifNotExists is bool value)
        {
            json.WriteBoolean("IfNotExists"u8, value);
        }
    }
}
