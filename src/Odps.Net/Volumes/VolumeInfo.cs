namespace Odps.Net;

/// <summary>What the service says of a volume: an immutable snapshot. What an answer leaves out is <see langword="null"/> (or empty).</summary>
public sealed record VolumeInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind.</summary>
    public VolumeType? Type { get; init; }

    /// <summary>The account that owns the volume.</summary>
    public string? Owner { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The bytes of all its files.</summary>
    public long? Length { get; init; }

    /// <summary>How many files it has.</summary>
    public long? FileCount { get; init; }

    /// <summary>When the volume was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>After how many days without a change the data is recycled; <see langword="null"/> when never.</summary>
    public int? LifecycleDays { get; init; }

    /// <summary>Further properties; values that are not text are kept as JSON.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the data of an external volume is: <c>oss://endpoint/bucket/directory/</c> (<c>external.location</c>).</summary>
    public string? Location => Properties.GetValueOrDefault(VolumeDocument.LocationProperty);

    /// <summary>The RAM role by which the service reaches it (<c>odps.properties.rolearn</c>).</summary>
    public string? RoleArn => Properties.GetValueOrDefault(VolumeDocument.RoleArnProperty);
}
