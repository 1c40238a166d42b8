namespace Odps.Net.Tunnel;

/// <summary>What a reader of a download session reads. Everything has a default.</summary>
public sealed record RecordReaderOptions
{
    /// <summary>The first row, from 0. Default: 0.</summary>
    public long Start { get; init; }

    /// <summary>The number of rows. Default: all rows from <see cref="Start"/> on.</summary>
    public long? Count { get; init; }

    /// <summary>
    /// The columns to read, in this order, at least one data column among them. Partition columns that are named stand behind the data columns. Default: all
    /// data columns.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// Whether all partition columns stand behind the data columns, with the values of the session's partition. They do not travel. Default: <see langword="false"/>.
    /// </summary>
    public bool AppendPartitionColumns { get; init; }

    /// <summary>The compression to ask for. Default: that of the session.</summary>
    public TunnelCompression? Compression { get; init; }

    /// <summary>Told of the rows that were verified, each time that more bytes are fetched and at the end. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
