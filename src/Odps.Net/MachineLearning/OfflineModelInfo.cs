using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of an offline model: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record OfflineModelInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The account that owns the model.</summary>
    public string? Owner { get; init; }

    /// <summary>The kind of the model, as the service writes it.</summary>
    public string? Type { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    internal static OfflineModelInfo Read(string project, string? name, XElement element) => new()
    {
        Project = project,
        Name = element.Text("Name") ?? name ?? "",
        Owner = element.Text("Owner"),
        Type = element.Text("Type"),
        CreationTime = WireTime.Rfc1123(element.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(element.Text("LastModifiedTime")),
    };
}
