using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The file <c>~/.aliyun/config.json</c> of the command-line tool <c>aliyun</c>: an object with <c>current</c> and <c>profiles</c>, each with a
/// <c>name</c>, a <c>mode</c> (<c>AK</c>, <c>StsToken</c>, <c>EcsRamRole</c>, ...) and the keys of that mode.
/// </summary>
internal static class JsonProfiles
{
    /// <param name="text">The file.</param>
    /// <param name="name">The profile; null for the current one.</param>
    /// <param name="path">The file's path, for messages.</param>
    public static CredentialProfile Read(string text, string? name, string path)
    {
        using JsonDocument document = Parse(text, path);
        JsonElement root = document.RootElement;
        name ??= root.Text("current") ?? "default";
        string description = $"The profile '{name}' of '{path}'";
        JsonElement profile = Find(root, name) ?? throw new InvalidDataException($"The file '{path}' has no profile '{name}'.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in profile.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
            {
                values[property.Name] = property.Value.GetString()!;
            }
        }

        string mode = values.GetValueOrDefault("mode") ?? "";
        return mode switch
        {
            "" => throw new InvalidDataException($"{description} has no 'mode'."),
            "AK" => new CredentialProfile(description, values),
            "StsToken" => new CredentialProfile(description, values)
            {
                Token = new CredentialProfile(description, values).Required("sts_token"),
                ExpiresOn = WireTime.UnixSeconds(profile.Number("sts_expiration")),
            },
            "EcsRamRole" => new CredentialProfile(description, values) { EcsRamRole = values.GetValueOrDefault("ram_role_name") ?? "" },
            _ => throw CredentialProfile.NotSupported(description, mode),
        };
    }

    private static JsonElement? Find(JsonElement root, string name)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("profiles", out JsonElement profiles) && profiles.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement profile in profiles.EnumerateArray())
            {
                if (profile.Text("name") == name)
                {
                    return profile;
                }
            }
        }

        return null;
    }

    private static JsonDocument Parse(string text, string path)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException failure)
        {
            // The parser's own text can repeat what it met; the place is enough.
            throw new InvalidDataException(FormattableString.Invariant($"The file '{path}' is not JSON (line {failure.LineNumber + 1})."));
        }
    }
}
