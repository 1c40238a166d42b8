namespace Odps.Net;

/// <summary>The kind of a node of an XFlow's run. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct XFlowNodeType(string Value)
{
    /// <summary>An instance of its own.</summary>
    public static XFlowNodeType Instance { get; } = new("Instance");

    /// <summary>A run of another XFlow, which has nodes itself.</summary>
    public static XFlowNodeType SubWorkflow { get; } = new("SubWorkflow");

    /// <summary>Work of the flow itself, without an instance.</summary>
    public static XFlowNodeType Local { get; } = new("Local");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
