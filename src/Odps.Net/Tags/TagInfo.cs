using System.Collections.Frozen;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a tag: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record TagInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The classification that the tag belongs to.</summary>
    public required string Classification { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The account that owns the tag.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The values of the attributes, by their names.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The policy for what carries the tag, a JSON text; <see langword="null"/> when there is none.</summary>
    public string? Policy { get; init; }

    internal static TagInfo Read(JsonElement json, string project, string classification, string? name) => new()
    {
        Project = json.Text("DatabaseName") ?? project,
        Classification = json.Text("Classification") ?? classification,
        Name = json.Text("Name") ?? name ?? "",
        Owner = json.Text("Owner"),
        CreationTime = TagDocument.Time(json, "CreateTime"),
        LastModifiedTime = TagDocument.Time(json, "UpdateTime"),
        Attributes = json.TextMap("TagValues"),
        Policy = json.Object("ExtendedInfo", static info => info.Text("Policy") ?? "") is { Length: > 0 } policy ? policy : null,
    };
}
