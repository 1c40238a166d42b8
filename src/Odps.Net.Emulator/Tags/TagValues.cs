using System.Globalization;
using System.Text.Json.Nodes;

namespace Odps.Net.Emulator.Tags;

/// <summary>Holds the values of a tag against the attributes of its classification.</summary>
internal static class TagValues
{
    /// <returns>The values.</returns>
    /// <exception cref="EmulatorException">A value does not fit, is missing, or has no attribute.</exception>
    public static JsonObject Check(JsonObject classification, JsonObject values)
    {
        JsonObject attributes = classification["Attributes"]!.AsObject();
        foreach ((string name, JsonNode? value) in values)
        {
            if (attributes[name] is not JsonObject attribute)
            {
                throw Invalid($"the classification has no attribute '{name}'");
            }

            string text = value?.ToString() ?? "";
            JsonObject constraints = attribute["Constraints"] as JsonObject ?? [];
            string? fault = attribute["Type"]?.ToString() switch
            {
                "integer" => FaultOfNumber(text, constraints),
                "boolean" => text is "true" or "false" ? null : "true or false",
                "enum" => constraints["Elements"] is JsonArray elements && elements.Any(e => e!.ToString() == text) ? null : $"one of {constraints["Elements"]?.ToJsonString()}",
                _ => FaultOfText(text, constraints),
            };
            if (fault is not null)
            {
                throw Invalid($"the attribute '{name}' is to be {fault}; it is '{text}'");
            }
        }

        string? missing = attributes.FirstOrDefault(a => a.Value?["Constraints"]?["IsRequired"]?.GetValue<bool>() == true && !values.ContainsKey(a.Key)).Key;
        return missing is null ? values : throw Invalid($"the attribute '{missing}' needs a value");
    }

    private static string? FaultOfNumber(string text, JsonObject constraints) =>
        !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? "a whole number"
        : constraints["Minimum"]?.GetValue<long>() is long least && number < least ? string.Create(CultureInfo.InvariantCulture, $"at least {least}")
        : constraints["Maximum"]?.GetValue<long>() is long most && number > most ? string.Create(CultureInfo.InvariantCulture, $"at most {most}")
        : null;

    private static string? FaultOfText(string text, JsonObject constraints) =>
        constraints["MinLength"]?.GetValue<int>() is int least && text.Length < least ? string.Create(CultureInfo.InvariantCulture, $"{least} characters or more")
        : constraints["MaxLength"]?.GetValue<int>() is int most && text.Length > most ? string.Create(CultureInfo.InvariantCulture, $"{most} characters or less")
        : null;

    private static EmulatorException Invalid(string reason) => new("InvalidParameter", $"ODPS-0420061: Invalid parameter in HTTP request - {reason}.");
}
