using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>How much of one resource a quota has, in the units of the service. What the service leaves out is <see langword="null"/>.</summary>
public sealed record QuotaResources
{
    /// <summary>The most that jobs get.</summary>
    public long? Max { get; init; }

    /// <summary>What is always there.</summary>
    public long? Min { get; init; }

    /// <summary>The most of the elastic part.</summary>
    public long? ElasticMax { get; init; }

    /// <summary>The least of the elastic part.</summary>
    public long? ElasticMin { get; init; }

    /// <summary>The part for ad-hoc jobs.</summary>
    public long? AdHoc { get; init; }

    /// <summary>How much is in use.</summary>
    public double? Usage { get; init; }

    /// <summary>How much of the part for ad-hoc jobs is in use.</summary>
    public double? AdHocUsage { get; init; }

    /// <summary>Which part of it is ready.</summary>
    public double? ReadyRatio { get; init; }

    internal static QuotaResources Read(XElement element, string resource) => new()
    {
        Max = element.Number(resource),
        Min = element.Number($"Min{resource}"),
        ElasticMax = element.Number($"Elastic{resource}Max"),
        ElasticMin = element.Number($"Elastic{resource}Min"),
        AdHoc = element.Number($"Adhoc{resource}"),
        Usage = element.Fraction($"{resource}Usage"),
        AdHocUsage = element.Fraction($"Adhoc{resource}Usage"),
        ReadyRatio = element.Fraction($"{resource}ReadyRatio"),
    };
}
