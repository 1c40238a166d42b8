using System.Text.Json;

namespace Odps.Net;

/// <summary>Reads texts that are JSON most of the time.</summary>
internal static class LooseJson
{
    /// <summary>The JSON of a text; a JSON string that holds the text when it is not JSON.</summary>
    public static JsonElement Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            using JsonDocument quoted = JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"");
            return quoted.RootElement.Clone();
        }
    }
}
