using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of one node (<c>Action</c>) of an XFlow's run: an immutable snapshot.</summary>
public sealed record XFlowNodeResult
{
    /// <summary>The name of the node.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of the node.</summary>
    public required XFlowNodeType NodeType { get; init; }

    /// <summary>The id of the node's instance; <see langword="null"/> when it has none (yet).</summary>
    public string? InstanceId { get; init; }

    /// <summary>The result; empty when there is none.</summary>
    public required string Text { get; init; }

    internal static XFlowNodeResult Read(XElement action) => new()
    {
        Name = action.Text("Name") ?? "",
        NodeType = new XFlowNodeType(action.Attribute("NodeType")?.Value ?? ""),
        InstanceId = action.Text("InstanceId")?.Trim(),
        Text = InstanceTaskResult.Read(action).Text,
    };
}
