namespace Odps.Net;

/// <summary>How a resource is opened as a stream. Everything has a default.</summary>
public sealed record OpenResourceOptions
{
    /// <summary>The kind, when a resource is created. Default: <see cref="ResourceType.File"/>; one that is there keeps its kind.</summary>
    public ResourceType? Type { get; init; }

    /// <summary>The comment. Default: none; one that is there keeps its comment.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the service removes it by itself after a while. Default: <see langword="false"/>; one that is there stays what it is.</summary>
    public bool? IsTemporary { get; init; }

    /// <summary>A content of more bytes than this is committed in parts of this size. Default: <see cref="ResourceOptions.DefaultPartSize"/>.</summary>
    public int PartSize { get; init; } = ResourceOptions.DefaultPartSize;

    /// <summary>
    /// The most bytes of the content that are held in memory; a larger content is kept in a temporary file that only this user can read and that is
    /// deleted with the stream. Default: 16 MiB.
    /// </summary>
    public int MemoryLimit { get; init; } = 16 * 1024 * 1024;
}
