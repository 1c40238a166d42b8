namespace Odps.Net.Tunnel;

/// <summary>
/// How an upload session is made. Everything has a default. The service keeps a session for 24 hours; what is not committed by then is gone. It makes at most 500
/// sessions for a table in five minutes, and commits at most 32 of them at a time.
/// </summary>
public sealed record UploadSessionOptions
{
    /// <summary>Whether the commit replaces the rows of the table or partition; otherwise it appends. Default: <see langword="false"/>.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether a partition that is not there is created. Default: <see langword="false"/>.</summary>
    public bool CreatePartition { get; init; }

    /// <summary>
    /// The first of the block ids that the session object allots by itself (<see cref="TableUploadSession.AllotBlockId"/>, buffered writers). Where several
    /// processes write to one session, give each a range of its own, or they replace each other's blocks. Default: 0.
    /// </summary>
    public int FirstBlockId { get; init; }

    /// <summary>The last of these ids. The service takes at most 20,000 blocks a session. Default: 19,999.</summary>
    public int LastBlockId { get; init; } = TableUploadSession.MaxBlocks - 1;

    /// <summary>How long a commit whose answer was lost, and that the service is still at, is looked after until its outcome is known. Default: 5 minutes.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The tunnel quota (<c>quotaName</c>), which limits bandwidth, transfers at a time (slots) and requests; what goes beyond is an
    /// <see cref="OdpsThrottledException"/> after the retries. Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.
    /// </summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression that writers use unless they say otherwise. Default: none.</summary>
    public TunnelCompression Compression { get; init; }

    /// <summary>
    /// How long the network may stay silent within each request. The service for its part ends a block whose writer sends nothing for about two minutes; buffered
    /// writers keep no block open. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.
    /// </summary>
    public TimeSpan? NetworkTimeout { get; init; }
}
