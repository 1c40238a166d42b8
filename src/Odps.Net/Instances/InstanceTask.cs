using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of one task of an instance: an immutable snapshot. An instance of SQL has one task.</summary>
public sealed record InstanceTask
{
    /// <summary>The name, for example <c>AnonymousSQLTask</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The kind, for example <c>SQL</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The status.</summary>
    public required InstanceTaskStatus Status { get; init; }

    /// <summary>When it began; <see langword="null"/> when it has not.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended; <see langword="null"/> when it has not.</summary>
    public DateTimeOffset? EndTime { get; init; }

    internal static InstanceTask Read(XElement element) => new()
    {
        Name = element.Text("Name") ?? "",
        Type = element.Attribute("Type")?.Value,
        Status = new InstanceTaskStatus(element.Text("Status") ?? ""),
        StartTime = WireTime.Rfc1123(element.Text("StartTime")),
        EndTime = WireTime.Rfc1123(element.Text("EndTime")),
    };
}
