namespace Odps.Net;

/// <summary>How a resource is created or replaced. Everything has a default.</summary>
public sealed record ResourceOptions
{
    /// <summary>The size of a part when nothing else is said: 64 MiB.</summary>
    public const int DefaultPartSize = 64 * 1024 * 1024;

    /// <summary>The comment. Default: none; where a resource is replaced, its comment stays.</summary>
    public string? Comment { get; init; }

    /// <summary>
    /// Whether the service removes the resource by itself after a while; it does not say when. Default: <see langword="false"/>; where a resource is
    /// replaced, it stays what it is.
    /// </summary>
    public bool? IsTemporary { get; init; }

    /// <summary>
    /// A content of more bytes than this is sent in parts of this size, one after another, and put together by the service; one part is held in memory.
    /// Default: <see cref="DefaultPartSize"/>.
    /// </summary>
    public int PartSize { get; init; } = DefaultPartSize;
}
