namespace Odps.Net;

/// <summary>What the service says of a resource: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record ResourceInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind.</summary>
    public ResourceType? Type { get; init; }

    /// <summary>The account that owns the resource.</summary>
    public string? Owner { get; init; }

    /// <summary>The account that changed it last (<c>LastUpdator</c>).</summary>
    public string? LastUpdatedBy { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The length of the content in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>When the resource was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>Whether the service removes it by itself after a while; <see langword="null"/> in items of a listing.</summary>
    public bool? IsTemporary { get; init; }

    /// <summary>The MD5 of the content in hexadecimal; <see langword="null"/> in items of a listing.</summary>
    public string? ContentMD5 { get; init; }

    /// <summary>
    /// The table behind a table resource, as the service writes it: <c>project.table</c> or <c>project.schema.table</c>, where it is of a partition followed
    /// by <c>partition(pt='1')</c>. See <see cref="TableResource.GetSourceAsync"/>.
    /// </summary>
    public string? TableSource { get; init; }

    /// <summary>The path of the file behind a volume resource; <see langword="null"/> in items of a listing.</summary>
    public string? VolumePath { get; init; }
}
