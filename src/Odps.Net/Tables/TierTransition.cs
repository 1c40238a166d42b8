using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>After how many days data moves to another storage tier. A condition that does not apply is <see langword="null"/>.</summary>
public sealed record TierTransition
{
    /// <summary>Days since the data was last changed.</summary>
    public int? DaysAfterLastModification { get; init; }

    /// <summary>Days since the data was last read.</summary>
    public int? DaysAfterLastAccess { get; init; }

    /// <summary>Days since the tier was last changed.</summary>
    public int? DaysAfterLastTierModification { get; init; }

    internal static TierTransition Read(JsonElement json) => new()
    {
        DaysAfterLastModification = Days(json, "DaysAfterLastModificationGreaterThan"),
        DaysAfterLastAccess = Days(json, "DaysAfterLastAccessGreaterThan"),
        DaysAfterLastTierModification = Days(json, "DaysAfterLastTierModificationGreaterThan"),
    };

    private static int? Days(JsonElement json, string key) => json.Number(key) is >= 0 and <= int.MaxValue and long days ? (int)days : null;
}
