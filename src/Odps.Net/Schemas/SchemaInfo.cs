using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a schema: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record SchemaInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind, for example <c>MANAGED</c> or <c>EXTERNAL</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The account that owns the schema.</summary>
    public string? Owner { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>When the schema was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the schema was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    internal static SchemaInfo Read(XElement element, string project, string? name, OdpsResponse? response) => new()
    {
        Project = element.Text("Project") ?? project,
        Name = element.Text("Name") ?? name ?? "",
        Type = element.Text("Type"),
        Owner = response?.Header("x-odps-owner") ?? element.Text("Owner"),
        Comment = element.Text("Comment") ?? element.Text("Description"),
        CreationTime = WireTime.Rfc1123(response?.Header("x-odps-creation-time") ?? element.Text("CreateTime")),
        LastModifiedTime = WireTime.Rfc1123(response?.Header("Last-Modified") ?? element.Text("ModifiedTime") ?? element.Text("ModifyTime")),
    };
}
