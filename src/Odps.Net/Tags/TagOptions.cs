namespace Odps.Net;

/// <summary>What a tag says.</summary>
public sealed record TagOptions
{
    /// <summary>Values of attributes that its classification defines. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>When a tag is changed: attributes whose values are taken away. Default: none.</summary>
    public IReadOnlyList<string> RemovedAttributes { get; init; } = [];

    /// <summary>The policy for what carries the tag, a JSON text. Default: none; when a tag is changed, the one that it has.</summary>
    public string? Policy { get; init; }
}
