using System.Collections.Frozen;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a project: an immutable snapshot. What an answer leaves out is <see langword="null"/>; items of a listing hold less.</summary>
public sealed record ProjectInfo
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind.</summary>
    public ProjectType? Type { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The account that owns the project.</summary>
    public string? Owner { get; init; }

    /// <summary>The account that may do everything in the project.</summary>
    public string? SuperAdministrator { get; init; }

    /// <summary>The group that the project belongs to.</summary>
    public string? Group { get; init; }

    /// <summary>The state.</summary>
    public ProjectState? State { get; init; }

    /// <summary>The region, for example <c>cn-shanghai</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The tenant that the project belongs to.</summary>
    public string? TenantId { get; init; }

    /// <summary>The nickname of the quota that jobs run in when they name none.</summary>
    public string? DefaultQuotaNickname { get; init; }

    /// <summary>The region of that quota.</summary>
    public string? DefaultQuotaRegion { get; init; }

    /// <summary>The clusters that the project runs on; empty when the service does not tell them.</summary>
    public IReadOnlyList<ProjectCluster> Clusters { get; init; } = [];

    /// <summary>When the project was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the project was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The properties that are set, for example <c>odps.sql.timezone</c>. All that are in force: <see cref="ProjectCollection.GetAllPropertiesAsync"/>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;

    internal static ProjectInfo Read(XElement element, OdpsResponse? response) => new()
    {
        Name = element.Text("Name") ?? "",
        Type = element.Text("Type") is { } type ? new ProjectType(type.ToLowerInvariant()) : null,
        Comment = element.Text("Comment"),
        Owner = response?.Header("x-odps-owner") ?? element.Text("Owner"),
        SuperAdministrator = element.Text("SuperAdministrator"),
        Group = element.Text("ProjectGroupName"),
        State = element.Text("State") is { } state ? new ProjectState(state.ToUpperInvariant()) : null,
        Region = element.Text("Region"),
        TenantId = element.Text("TenantId"),
        DefaultQuotaNickname = element.Text("DefaultQuotaNickname"),
        DefaultQuotaRegion = element.Text("DefaultQuotaRegion"),
        Clusters = [.. element.Elements("Clusters").Elements("Cluster").Select(ProjectCluster.Read)],
        CreationTime = WireTime.Rfc1123(response?.Header("x-odps-creation-time") ?? element.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(response?.Header("Last-Modified") ?? element.Text("LastModifiedTime")),
        Properties = ReadProperties(element, "Properties"),
    };

    internal static FrozenDictionary<string, string> ReadProperties(XElement element, string name) => element.Elements(name).Elements("Property")
        .Where(p => p.Text("Name") is not null)
        .DistinctBy(p => p.Text("Name"))
        .ToFrozenDictionary(p => p.Text("Name")!, p => p.Element("Value")?.Value ?? "", StringComparer.Ordinal);
}
