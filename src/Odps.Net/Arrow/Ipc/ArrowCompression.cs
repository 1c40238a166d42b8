namespace Odps.Net.Arrow;

/// <summary>How the buffers of a record batch are compressed, each on its own.</summary>
public enum ArrowCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>LZ4 frames (<c>LZ4_FRAME</c>): fast.</summary>
    Lz4Frame,

    /// <summary>Zstandard frames (<c>ZSTD</c>): smaller.</summary>
    Zstandard,
}
