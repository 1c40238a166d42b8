using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of an instance: an immutable snapshot.</summary>
public sealed record InstanceInfo
{
    /// <summary>The id of the instance.</summary>
    public required string Id { get; init; }

    /// <summary>The status.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>The account that submitted it; <see langword="null"/> when the answer does not say.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was submitted; <see langword="null"/> when the answer does not say.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it runs.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Whether it has ended, with success or not.</summary>
    public bool IsTerminated => Status == InstanceStatus.Terminated;

    internal static InstanceInfo Read(string id, System.Xml.Linq.XElement element, OdpsResponse? response) => new()
    {
        Id = id,
        Status = new InstanceStatus(element.Text("Status") ?? ""),
        Owner = response?.Header("x-odps-owner") ?? element.Text("Owner"),
        StartTime = WireTime.Rfc1123(response?.Header("x-odps-start-time") ?? element.Text("StartTime")),
        EndTime = WireTime.Rfc1123(response?.Header("x-odps-end-time") ?? element.Text("EndTime")),
    };
}
