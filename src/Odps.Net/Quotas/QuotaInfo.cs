using System.Collections.Frozen;
using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a compute quota: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record QuotaInfo
{
    private const string InteractiveV1Tag = "mcqaVersion";

    /// <summary>The nickname, by which a quota is named everywhere (<see cref="SqlOptions.QuotaName"/>).</summary>
    public required string Nickname { get; init; }

    /// <summary>The id.</summary>
    public string? Id { get; init; }

    /// <summary>The internal name.</summary>
    public string? Name { get; init; }

    /// <summary>The nickname of the quota that this one is part of.</summary>
    public string? ParentNickname { get; init; }

    /// <summary>The id of the quota that this one is part of.</summary>
    public string? ParentId { get; init; }

    /// <summary>The internal name of the quota that this one is part of.</summary>
    public string? ParentName { get; init; }

    /// <summary>Whether other quotas are part of this one.</summary>
    public bool? IsParent { get; init; }

    /// <summary>The cluster.</summary>
    public string? Cluster { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The account that created the quota.</summary>
    public string? CreatorId { get; init; }

    /// <summary>Whether jobs can run in the quota.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>The status, for example <c>ON</c>, <c>OFF</c>, <c>INITIALIZING</c> or <c>ABNORMAL</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What kind of computing the quota is for.</summary>
    public QuotaResourceSystem? ResourceSystem { get; init; }

    /// <summary>The name of the service of sessions.</summary>
    public string? SessionServiceName { get; init; }

    /// <summary>Whether a job may take resources from another: <c>NoPreempt</c> or <c>Preempt</c>.</summary>
    public string? Strategy { get; init; }

    /// <summary>How jobs are ordered: <c>Fifo</c> or <c>Fair</c>.</summary>
    public string? Scheduler { get; init; }

    /// <summary>The CPU of the quota.</summary>
    public QuotaResources Cpu { get; init; } = new();

    /// <summary>The memory of the quota.</summary>
    public QuotaResources Memory { get; init; } = new();

    /// <summary>The GPU of the quota.</summary>
    public QuotaResources Gpu { get; init; } = new();

    /// <summary>How the quota is paid for.</summary>
    public QuotaBilling? Billing { get; init; }

    /// <summary>Tags that users have set.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The properties: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The configuration of a virtual cluster: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> VirtualClusterConfig { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the right to use the quota has to be granted.</summary>
    public bool? NeedsAuthorization { get; init; }

    /// <summary>Whether the quota only stands for another.</summary>
    public bool? IsPureLink { get; init; }

    /// <summary>Whether the quota has no resources of its own.</summary>
    public bool? IsMetaOnly { get; init; }

    /// <summary>When the quota was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the quota was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>How interactive queries reach the quota; <see langword="null"/> for other quotas and in items of a listing.</summary>
    public string? InteractiveConnection { get; init; }

    /// <summary>Whether interactive queries run in the quota (MCQA 2.0): a virtual warehouse that is not of the first version.</summary>
    public bool IsInteractive => ResourceSystem == QuotaResourceSystem.VirtualWarehouse && !Tags.ContainsKey(InteractiveV1Tag);

    internal static QuotaInfo Read(XElement element, string? nickname, OdpsResponse? response) => new()
    {
        Nickname = element.Text("Nickname") ?? nickname ?? element.Text("Name") ?? "",
        Id = element.Text("ID"),
        Name = element.Text("Name"),
        ParentNickname = element.Text("ParentNickname"),
        ParentId = element.Text("ParGroupId"),
        ParentName = element.Text("ParentName"),
        IsParent = element.Flag("IsParGroup"),
        Cluster = element.Text("Cluster"),
        Region = element.Text("Region"),
        TenantId = element.Text("TenantId"),
        CreatorId = element.Text("CreatorId"),
        IsEnabled = element.Flag("IsEnabled"),
        Status = element.Text("Status"),
        ResourceSystem = element.Text("ResourceSystemType") is { } system ? new QuotaResourceSystem(system) : null,
        SessionServiceName = element.Text("SessionServiceName"),
        Strategy = element.Text("Strategy"),
        Scheduler = element.Text("SchedulerType"),
        Cpu = QuotaResources.Read(element, "CPU"),
        Memory = QuotaResources.Read(element, "Memory"),
        Gpu = QuotaResources.Read(element, "GPU"),
        Billing = Json(element, "BillingPolicy", QuotaBilling.Read),
        Tags = ReadTags(element),
        Properties = Json(element, "Properties", Pairs) ?? FrozenDictionary<string, string>.Empty,
        VirtualClusterConfig = Json(element, "VirtualClusterConfig", Pairs) ?? FrozenDictionary<string, string>.Empty,
        Version = element.Text("QuotaVersion"),
        NeedsAuthorization = element.Flag("NeedAuth"),
        IsPureLink = element.Flag("IsPureLink"),
        IsMetaOnly = element.Flag("IsMetaOnly"),
        CreationTime = element.UnixMilliseconds("CreateTimeMs"),
        LastModifiedTime = element.UnixMilliseconds("LastModifiedTimeMs"),
        InteractiveConnection = response?.Header("x-odps-mcqa-conn"),
    };

    /// <summary>The key of an entry is an attribute for some clients and an element for others.</summary>
    private static FrozenDictionary<string, string> ReadTags(XElement element) => element.Elements("UserDefinedTag").Elements("entry")
        .Select(entry => (Key: entry.Attribute("key")?.Value ?? entry.Text("key"), Value: entry.Text("value") ?? ""))
        .Where(entry => !string.IsNullOrEmpty(entry.Key))
        .DistinctBy(entry => entry.Key)
        .ToFrozenDictionary(entry => entry.Key!, entry => entry.Value, StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Pairs(JsonElement json) => json.EnumerateObject()
        .DistinctBy(p => p.Name)
        .ToFrozenDictionary(p => p.Name, p => p.Value.TextOf(), StringComparer.Ordinal);

    /// <summary>An object in the text of an element; null when it is absent or no object.</summary>
    private static T? Json<T>(XElement element, string name, Func<JsonElement, T> read)
        where T : class
    {
        if (element.Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
