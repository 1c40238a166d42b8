namespace Odps.Net.Arrow;

/// <summary>How Arrow data is read.</summary>
public sealed record ArrowReadOptions
{
    /// <summary>Where the memory of batches comes from and returns to. Default: a pool for each reader.</summary>
    public ArrowMemoryPool? MemoryPool { get; init; }

    /// <summary>How much is checked. Default: <see cref="ArrowValidation.Offsets"/>.</summary>
    public ArrowValidation Validation { get; init; } = ArrowValidation.Offsets;

    /// <summary>
    /// How many rows there are, when that is known: a stream that ends with fewer rows is reported as cut, even between two messages, and one with more
    /// as corrupt. Default: not known; an end between two messages is then the end, as the format allows.
    /// </summary>
    public long? ExpectedRowCount { get; init; }

    /// <summary>Whether a stream must end with its end marker; without one it is reported as cut. Default: no, as the format allows.</summary>
    public bool RequireEndMarker { get; init; }

    /// <summary>The most bytes of a message's metadata. Default: 16 MiB.</summary>
    public int MaxMetadataLength { get; init; } = 16 << 20;

    /// <summary>The most bytes of a message's body, and of what it decompresses to. Default: 1 GiB.</summary>
    public int MaxBodyLength { get; init; } = 1 << 30;

    /// <summary>How deep types may be nested. Default: 64.</summary>
    public int MaxDepth { get; init; } = 64;

    internal static ArrowReadOptions Default { get; } = new();
}
