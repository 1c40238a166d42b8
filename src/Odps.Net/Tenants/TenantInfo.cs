using System.Collections.Frozen;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a tenant: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record TenantInfo
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The id.</summary>
    public string? Id { get; init; }

    /// <summary>The id of the account that owns the tenant.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The state.</summary>
    public TenantState? State { get; init; }

    /// <summary>When the tenant was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the tenant was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>Settings for all projects, for example <c>odps.namespace.schema</c>: whether names have three levels.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What the service keeps about the tenant, a JSON text.</summary>
    public string? Metadata { get; init; }

    internal static TenantInfo Read(JsonElement json) => new()
    {
        Name = json.Text("Name"),
        Id = json.Text("TenantId"),
        OwnerId = json.Text("OwnerId"),
        State = (json.Text("TenantState") ?? json.Text("State")) is { } state ? Normalized(state) : null,
        CreationTime = Time(json.Number("CreateTime")),
        LastModifiedTime = Time(json.Number("UpdateTime")),
        Parameters = json.TextMap("Parameters"),
        Metadata = json.Text("TenantMeta"),
    };

    /// <summary>Services write the one state in two ways.</summary>
    private static TenantState Normalized(string state) => state.ToUpperInvariant() is var text && text == "SUSPENDED" ? TenantState.Suspended : new TenantState(text);

    /// <summary>Seconds, or of some services milliseconds: no tenant is from after the year 5000.</summary>
    private static DateTimeOffset? Time(long? value) => WireTime.UnixSeconds(value > 100_000_000_000 ? value / 1000 : value);
}
