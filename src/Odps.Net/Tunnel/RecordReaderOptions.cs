namespace Odps.Net.Tunnel;

/// <summary>What a reader of a download session reads. Everything has a default.</summary>
public sealed record RecordReaderOptions
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

    /// <summary>The compression to ask for. Default: that of the session.</summary>
    public TunnelCompression? Compression { get; init; }

    /// <summary>Told of the rows that were verified, each time that more bytes are fetched and at the end. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
