using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>What was changed of a project; the rest is as the emulator made it.</summary>
internal sealed record ProjectSettings
{
    private const string Kind = "project";

    public string? Comment { get; init; }

    public string? Owner { get; init; }

    public string State { get; init; } = "AVAILABLE";

    public string Type { get; init; } = "managed";

    public string? Group { get; init; }

    public DateTimeOffset? CreationTime { get; init; }

    public DateTimeOffset? ModifiedTime { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public static ProjectSettings Read(IObjectStore objects, string project)
    {
        if (objects.Find(Key(project)) is not { } stored)
        {
            return new ProjectSettings();
        }

        using JsonDocument document = JsonDocument.Parse(stored.Document);
        JsonElement json = document.RootElement;
        return new ProjectSettings
        {
            Comment = json.GetProperty("comment").GetString(),
            Owner = json.GetProperty("owner").GetString(),
            State = json.GetProperty("state").GetString()!,
            Type = json.TryGetProperty("type", out JsonElement type) ? type.GetString()! : "managed",
            Group = json.TryGetProperty("group", out JsonElement group) ? group.GetString() : null,
            CreationTime = json.TryGetProperty("created", out JsonElement created) ? created.GetDateTimeOffset() : null,
            ModifiedTime = json.GetProperty("modified").GetDateTimeOffset(),
            Properties = json.GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal),
        };
    }

    public void Write(IObjectStore objects, string project, DateTimeOffset now) => objects.Put(Key(project), ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("comment"u8, Comment);
        json.WriteString("owner"u8, Owner);
        json.WriteString("state"u8, State);
        json.WriteString("type"u8, Type);
        json.WriteString("group"u8, Group);
        if (CreationTime is { } created)
        {
            json.WriteString("created"u8, created);
        }

        json.WriteString("modified"u8, now);
        json.WriteStartObject("properties"u8);
        foreach ((string name, string value) in Properties)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }));

    private static ObjectKey Key(string project) => new(project, null, Kind, "settings");
}
