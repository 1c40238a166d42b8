using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a table stream: an immutable snapshot. What an answer leaves out is <see langword="null"/>; items of a listing hold the name only.</summary>
public sealed record TableStreamInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The project of the table whose changes the stream gives.</summary>
    public string? TableProject { get; init; }

    /// <summary>The table whose changes the stream gives.</summary>
    public string? TableName { get; init; }

    /// <summary>The id of that table.</summary>
    public string? TableId { get; init; }

    /// <summary>The version of the table up to which the changes were taken.</summary>
    public string? TableVersion { get; init; }

    /// <summary>The version of the stream.</summary>
    public string? Version { get; init; }

    /// <summary>When the stream was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the stream was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    internal static TableStreamInfo Read(XElement element, string project, string? name) => new()
    {
        Project = element.Text("Project") ?? project,
        Name = element.Text("Name") ?? name ?? "",
        TableProject = element.Text("RefTableProject"),
        TableName = element.Text("RefTableName"),
        TableId = element.Text("RefTableId"),
        TableVersion = element.Text("RefTableVersion"),
        Version = element.Text("version"),
        CreationTime = WireTime.Rfc1123(element.Text("CreateTime")),
        LastModifiedTime = WireTime.Rfc1123(element.Text("LastModifiedTime")),
    };
}
