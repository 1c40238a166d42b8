using System.Collections.Frozen;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a project: an immutable snapshot. What an answer leaves out is <see langword="null"/>; items of a listing hold less.</summary>
public sealed record ProjectInfo
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind, for example <c>managed</c> or <c>external</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The account that owns the project.</summary>
    public string? Owner { get; init; }

    /// <summary>The state.</summary>
    public ProjectState? State { get; init; }

    /// <summary>The region, for example <c>cn-shanghai</c>.</summary>
    public string? Region { get; init; }

    /// <summary>When the project was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the project was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The properties that are set, for example <c>odps.sql.timezone</c>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;

    internal static ProjectInfo Read(XElement element, OdpsResponse? response) => new()
    {
        Name = element.Text("Name") ?? "",
        Type = element.Text("Type"),
        Comment = element.Text("Comment"),
        Owner = response?.Header("x-odps-owner") ?? element.Text("Owner"),
        State = element.Text("State") is string state ? new ProjectState(state.ToUpperInvariant()) : null,
        Region = element.Text("Region"),
        CreationTime = WireTime.Rfc1123(response?.Header("x-odps-creation-time") ?? element.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(response?.Header("Last-Modified") ?? element.Text("LastModifiedTime")),
        Properties = element.Element("Properties")?.Elements("Property")
            .Where(p => p.Text("Name") is not null)
            .DistinctBy(p => p.Text("Name"))
            .ToFrozenDictionary(p => p.Text("Name")!, p => p.Element("Value")?.Value ?? "", StringComparer.Ordinal)
            ?? FrozenDictionary<string, string>.Empty,
    };
}
