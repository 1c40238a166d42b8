using System.Globalization;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>On which storage tiers the data of a project, table or partition lies. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record StorageTierInfo
{
    /// <summary>The tier; <see langword="null"/> for projects and partitioned tables, whose parts have tiers of their own.</summary>
    public StorageTier? Tier { get; init; }

    /// <summary>When the tier was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>The bytes on standard storage.</summary>
    public long? StandardSize { get; init; }

    /// <summary>The bytes on low-frequency storage.</summary>
    public long? LowFrequencySize { get; init; }

    /// <summary>The bytes on long-term storage.</summary>
    public long? LongTermSize { get; init; }

    /// <summary>From the reserved part of an extended table or partition document; null when it says nothing of tiers.</summary>
    internal static StorageTierInfo? Read(JsonElement reserved) => OrNull(new StorageTierInfo
    {
        Tier = reserved.Text("StorageTier") is { } tier ? new StorageTier(tier) : null,
        LastModifiedTime = WireTime.UnixSeconds(reserved.Number("StorageLastModifiedTime")),
        StandardSize = reserved.Number("StandardSize"),
        LowFrequencySize = reserved.Number("LowFrequencySize"),
        LongTermSize = reserved.Number("LongTermSize"),
    });

    /// <summary>From the extended properties of a project; null when they say nothing of tiers.</summary>
    internal static StorageTierInfo? Read(IReadOnlyDictionary<string, string> properties) => OrNull(new StorageTierInfo
    {
        StandardSize = Number(properties, "chargableAliveDataSize"),
        LowFrequencySize = Number(properties, "chargableLowFreqStorageSize"),
        LongTermSize = Number(properties, "chargableLongTermStorageSize"),
    });

    private static long? Number(IReadOnlyDictionary<string, string> properties, string key) =>
        long.TryParse(properties.GetValueOrDefault(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static StorageTierInfo? OrNull(StorageTierInfo info) => info == new StorageTierInfo() ? null : info;
}
