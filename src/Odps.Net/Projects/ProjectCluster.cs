using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A cluster that a project runs on. What the service leaves out is <see langword="null"/>.</summary>
public sealed record ProjectCluster
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the quota of the project on the cluster.</summary>
    public string? QuotaId { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The role of the cluster.</summary>
    public string? Role { get; init; }

    /// <summary>The zone.</summary>
    public string? ZoneId { get; init; }

    /// <summary>Whether jobs run here when they name no cluster.</summary>
    public bool? IsDefault { get; init; }

    internal static ProjectCluster Read(XElement element) => new()
    {
        Name = element.Text("Name") ?? "",
        QuotaId = element.Text("QuotaID") ?? element.Text("QuotaId"),
        Region = element.Text("RegionId"),
        Role = element.Text("ClusterRole"),
        ZoneId = element.Text("ZoneId"),
        IsDefault = element.Flag("IsDefaultInRegion"),
    };
}
