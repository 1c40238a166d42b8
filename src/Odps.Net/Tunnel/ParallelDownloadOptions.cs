namespace Odps.Net.Tunnel;

/// <summary>How a session is read by several readers at a time. Everything has a default.</summary>
public sealed record ParallelDownloadOptions
{
    /// <summary>
    /// How many readers work at a time, each with a connection of its own and a slot of the tunnel quota (<see cref="DownloadSessionOptions.QuotaName"/>). Default: 4.
    /// </summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Whether rows are given in the order of the session; otherwise as they arrive, which keeps no reader waiting. Default: <see langword="true"/>.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>
    /// How many bytes of rows, as they are on the wire before compression, may wait for the caller, and one piece (256 KiB, or one row or batch that is larger)
    /// for each reader besides. Readers pause while there is more; rows as objects take two to four times as much memory. Default: 2 MiB.
    /// </summary>
    public long MaxBufferedBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>How many rows a reader takes at a time. Default: a share of the whole that keeps all readers busy, at most 1,000,000.</summary>
    public long? RowsPerRange { get; init; }

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

    /// <summary>Told of the rows that were verified, every few hundred of them. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
