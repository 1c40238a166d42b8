using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Odps.Net.Http;

/// <summary>Small readings of the service's JSON. Its clients disagree on which values are text, so a number or flag is taken from either form.</summary>
internal static class WireJson
{
    /// <summary>The text of a key; null when it is absent, null or empty.</summary>
    public static string? Text(this JsonElement json, string key) =>
        TryGet(json, key, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>The whole number of a key; null when it is absent or not a number.</summary>
    public static long? Number(this JsonElement json, string key) => !TryGet(json, key, out JsonElement value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out long number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
            _ => null,
        };

    /// <summary>Whether a key is true.</summary>
    public static bool Flag(this JsonElement json, string key) => TryGet(json, key, out JsonElement value)
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && "true".Equals(value.GetString(), StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a key is there and false.</summary>
    public static bool IsFalse(this JsonElement json, string key) => TryGet(json, key, out JsonElement value)
        && (value.ValueKind == JsonValueKind.False || (value.ValueKind == JsonValueKind.String && "false".Equals(value.GetString(), StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a key is true or false; null when it is neither.</summary>
    public static bool? OptionalFlag(this JsonElement json, string key) => json.Flag(key) ? true : json.IsFalse(key) ? false : null;

    /// <summary>Whether there is a key with a value.</summary>
    public static bool Has(this JsonElement json, string key) => TryGet(json, key, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The texts of an array; empty when the key is absent or no array. Numbers and the like are given as they are written.</summary>
    public static IReadOnlyList<string> TextList(this JsonElement json, string key) =>
        TryGet(json, key, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(TextOf)] : [];

    /// <summary>The pairs of an object, or of an object within a text; empty when the key is absent or neither.</summary>
    public static IReadOnlyDictionary<string, string> TextMap(this JsonElement json, string key) => json.Object(key, static map =>
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in map.EnumerateObject())
        {
            pairs[property.Name] = TextOf(property.Value);
        }

        return (IReadOnlyDictionary<string, string>)pairs.ToFrozenDictionary(StringComparer.Ordinal);
    }) ?? FrozenDictionary<string, string>.Empty;

    /// <summary>Reads an object, or an object within a text; null when the key is absent or neither.</summary>
    public static T? Object<T>(this JsonElement json, string key, Func<JsonElement, T> read)
        where T : class
    {
        if (!TryGet(json, key, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return read(value);
        }

        using JsonDocument? document = TryParse(value);
        return document?.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
    }

    /// <summary>A value as text: texts without their quotes, everything else as it is written.</summary>
    public static string TextOf(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    /// <summary>The document within a text; null when the value is no text or the text no JSON.</summary>
    public static JsonDocument? TryParse(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryGet(JsonElement json, string key, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out value);
    }
}
