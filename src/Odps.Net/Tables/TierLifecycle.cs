using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>When data moves to a cheaper storage tier by itself.</summary>
public sealed record TierLifecycle
{
    /// <summary>When it moves to low-frequency storage; <see langword="null"/> when it does not.</summary>
    public TierTransition? ToLowFrequency { get; init; }

    /// <summary>When it moves to long-term storage; <see langword="null"/> when it does not.</summary>
    public TierTransition? ToLongTerm { get; init; }

    internal static TierLifecycle Read(JsonElement json) => new()
    {
        ToLowFrequency = json.Object("TierToLowFrequency", TierTransition.Read),
        ToLongTerm = json.Object("TierToLongterm", TierTransition.Read),
    };
}
