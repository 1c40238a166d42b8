namespace Odps.Net;

/// <summary>What the service says of a file or directory of a volume: an immutable snapshot. What an answer leaves out is <see langword="null"/>.</summary>
public sealed record VolumeItemInfo
{
    /// <summary>The path from the root of the volume, without a slash at either end: <c>dir/file</c>; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>The last step of the path; empty for the root.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether this is a directory.</summary>
    public bool IsDirectory { get; init; }

    /// <summary>The length of a file in bytes.</summary>
    public long? Length { get; init; }

    /// <summary>The permissions, as the service writes them.</summary>
    public string? Permission { get; init; }

    /// <summary>How many copies the service keeps.</summary>
    public int? Replication { get; init; }

    /// <summary>The size of a block in bytes.</summary>
    public long? BlockSize { get; init; }

    /// <summary>The quota of a directory.</summary>
    public long? Quota { get; init; }

    /// <summary>The account that owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>The group that owns it.</summary>
    public string? Group { get; init; }

    /// <summary>What a symbolic link points at.</summary>
    public string? SymbolicLink { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last read.</summary>
    public DateTimeOffset? LastAccessTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }
}
