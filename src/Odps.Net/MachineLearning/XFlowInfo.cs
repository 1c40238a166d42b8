using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of an XFlow: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record XFlowInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The account that owns the XFlow.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The source: an XML document; <see langword="null"/> in items of a listing.</summary>
    public string? Source { get; init; }

    internal static XFlowInfo Read(string project, XElement item) => new()
    {
        Project = project,
        Name = item.Text("Name") ?? "",
        Owner = item.Text("Owner"),
        CreationTime = WireTime.Rfc1123(item.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(item.Text("LastModifiedTime")),
    };

    internal static XFlowInfo Read(string project, string name, string source, OdpsResponse response) => new()
    {
        Project = project,
        Name = name,
        Owner = response.Header("x-odps-owner"),
        CreationTime = WireTime.Rfc1123(response.Header("x-odps-creation-time")),
        LastModifiedTime = WireTime.Rfc1123(response.Header("Last-Modified")),
        Source = source,
    };
}
