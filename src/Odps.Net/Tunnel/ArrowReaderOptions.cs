using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>What an Arrow reader of a download session reads, and how. Everything has a default.</summary>
public sealed record ArrowReaderOptions
{
    /// <summary>The first row, from 0. Default: 0.</summary>
    public long Start { get; init; }

    /// <summary>The number of rows. Default: all rows from <see cref="Start"/> on.</summary>
    public long? Count { get; init; }

    /// <summary>
    /// The columns to read, in this order. Partition columns do not travel: their values are those of the session's partition, and reading nothing else costs no
    /// request. Default: all data columns.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// Whether the partition columns that <see cref="Columns"/> does not name stand behind the other columns, with the values of the session's partition.
    /// Default: <see langword="false"/>.
    /// </summary>
    public bool AppendPartitionColumns { get; init; }

    /// <summary>The compression of the transfer to ask for. Default: that of the session.</summary>
    public TunnelCompression? Compression { get; init; }

    /// <summary>
    /// Whether columns are given in the Arrow types of <see cref="ArrowTypes.From(OdpsType)"/>, whatever the service sends: a TIMESTAMP that comes as a struct of
    /// seconds and nanoseconds becomes a time stamp. Otherwise batches are given as they come, without a copy; their own schema tells the types. Default:
    /// <see langword="true"/>.
    /// </summary>
    public bool ConvertToDeclaredTypes { get; init; } = true;

    /// <summary>How much of the batches is checked. Checksums of the transfer are verified always. Default: <see cref="ArrowValidation.Offsets"/>.</summary>
    public ArrowValidation Validation { get; init; } = ArrowValidation.Offsets;

    /// <summary>Where the memory of batches comes from and returns to. Default: a pool for each reader.</summary>
    public ArrowMemoryPool? MemoryPool { get; init; }

    /// <summary>Told of the rows of the batches that were given, after each batch and at the end. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
