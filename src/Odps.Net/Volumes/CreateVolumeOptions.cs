namespace Odps.Net;

/// <summary>What a volume may have from the start.</summary>
public sealed record CreateVolumeOptions
{
    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>Further properties. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
