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

    private static bool TryGet(JsonElement json, string key, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out value);
    }
}
