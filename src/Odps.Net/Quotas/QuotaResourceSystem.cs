namespace Odps.Net;

/// <summary>What kind of computing a quota is for (<c>ResourceSystemType</c>). An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct QuotaResourceSystem(string Value)
{
    /// <summary>Jobs.</summary>
    public static QuotaResourceSystem Offline { get; } = new("FUXI_OFFLINE");

    /// <summary>Services that are always running.</summary>
    public static QuotaResourceSystem Online { get; } = new("FUXI_ONLINE");

    /// <summary>A cluster of its own.</summary>
    public static QuotaResourceSystem Standalone { get; } = new("FUXI_STANDALONE");

    /// <summary>A virtual warehouse, for interactive queries.</summary>
    public static QuotaResourceSystem VirtualWarehouse { get; } = new("FUXI_VW");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
