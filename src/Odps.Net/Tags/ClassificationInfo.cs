using System.Collections.Frozen;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a classification: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record ClassificationInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The account that owns the classification.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The attributes that its tags may have, by their names.</summary>
    public IReadOnlyDictionary<string, TagAttribute> Attributes { get; init; } = FrozenDictionary<string, TagAttribute>.Empty;

    internal static ClassificationInfo Read(JsonElement json, string project, string? name) => new()
    {
        Project = json.Text("DatabaseName") ?? project,
        Name = json.Text("Name") ?? name ?? "",
        Owner = json.Text("Owner"),
        CreationTime = TagDocument.Time(json, "CreateTime"),
        LastModifiedTime = TagDocument.Time(json, "UpdateTime"),
        Attributes = json.Object(
            "Attributes",
            static map => map.EnumerateObject().DistinctBy(p => p.Name).ToFrozenDictionary(p => p.Name, p => TagAttribute.Read(p.Value), StringComparer.Ordinal))
            ?? FrozenDictionary<string, TagAttribute>.Empty,
    };
}
