namespace Odps.Net.Tunnel;

/// <summary>How a buffered writer cuts rows into blocks. Everything has a default.</summary>
public sealed record BufferedWriterOptions
{
    /// <summary>
    /// From how many bytes on, before compression, a block is cut. The service allows 20,000 blocks a session (so 64 MiB end at 1.2 TiB) and at most 100 GB a block, takes
    /// 500 blocks for a table in five minutes, and recommends at least 64 MiB for large uploads. Default: 64 MiB.
    /// </summary>
    public long BlockSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many blocks are sent at a time while the next one is filled; when all are under way, writing waits. The writer needs memory for one block more
    /// than that, after compression. Each block under way takes a slot of the tunnel quota (<see cref="UploadSessionOptions.QuotaName"/>). Default: 2.
    /// </summary>
    public int Parallelism { get; init; } = 2;

    /// <summary>The compression. Default: that of the session.</summary>
    public TunnelCompression? Compression { get; init; }

    /// <summary>Told of each block that the service has accepted. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
