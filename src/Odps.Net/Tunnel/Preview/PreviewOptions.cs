using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>What a preview reads. Everything has a default.</summary>
public sealed record PreviewOptions
{
    /// <summary>How many rows at most. Default: as many as the service gives, which is at most 10,000.</summary>
    public int? Limit { get; init; }

    /// <summary>The columns, data or partition columns, in this order. Default: all data columns, then the partition columns.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>How the batches are compressed on their way. Default: not at all.</summary>
    public ArrowCompression Compression { get; init; }

    /// <summary>Where the memory of batches comes from and returns to. Default: a pool for each reader.</summary>
    public ArrowMemoryPool? MemoryPool { get; init; }
}
