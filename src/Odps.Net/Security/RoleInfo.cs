using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a role of a project: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record RoleInfo
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The kind of the role, as the service writes it.</summary>
    public string? Type { get; init; }

    internal static RoleInfo Read(XElement element) => new()
    {
        Name = element.Text("Name") ?? "",
        Comment = element.Text("Comment"),
        Type = element.Text("Type"),
    };
}
