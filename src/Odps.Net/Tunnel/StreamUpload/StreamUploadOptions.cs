namespace Odps.Net.Tunnel;

/// <summary>How a stream upload session is made and used. Everything has a default.</summary>
public sealed record StreamUploadOptions
{
    /// <summary>Whether a partition that is not there is created with the session (<c>create_partition</c>). Default: <see langword="false"/>.</summary>
    public bool CreatePartition { get; init; }

    /// <summary>
    /// Whether each writer names its own partition (<c>dynamic_partition</c>, <see cref="StreamWriterOptions.Partition"/>); the session is then made
    /// without one. Default: <see langword="false"/>.
    /// </summary>
    public bool DynamicPartition { get; init; }

    /// <summary>The names of the columns by which the service clusters the rows (<c>zorder_columns</c>). Default: none.</summary>
    public IReadOnlyList<string> ZOrderColumns { get; init; } = [];

    /// <summary>
    /// Whether rows of the session's schema version are accepted after the table has a newer one; columns that the session does not know are NULL.
    /// Otherwise such packs fail with <see cref="OdpsSchemaModifiedException"/>. Default: <see langword="true"/>.
    /// </summary>
    public bool AllowSchemaMismatch { get; init; } = true;

    /// <summary>
    /// The version of the table's schema that rows are written with. Default: the one that the service chooses; when
    /// <see cref="AllowSchemaMismatch"/> is off, the table's newest, which costs one request more.
    /// </summary>
    public long? SchemaVersion { get; init; }

    /// <summary>
    /// How long to wait until the tunnel knows a schema version that the table has just got; it is asked every 5 seconds. Only for a session without
    /// <see cref="AllowSchemaMismatch"/> and <see cref="SchemaVersion"/>. Default: 5 minutes.
    /// </summary>
    public TimeSpan SchemaVersionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many slots to ask for, which are the servers that packs are spread over. Default: 0, the service decides.</summary>
    public int SlotCount { get; init; }

    /// <summary>What happens to a pack whose answer is lost. Default: <see cref="StreamDelivery.AtMostOnce"/>.</summary>
    public StreamDelivery Delivery { get; init; }

    /// <summary>
    /// How long a pack that the service did not accept (no connection, a slot that moved, too many requests, a server that cannot be reached) is offered
    /// again, with the waits of <see cref="OdpsClientOptions.Retry"/>. Default: 5 minutes.
    /// </summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression of the packs. Default: none.</summary>
    public TunnelCompression Compression { get; init; }

    /// <summary>How long the network may stay silent within each request. Default: <see cref="OdpsClientOptions.NetworkTimeout"/>.</summary>
    public TimeSpan? NetworkTimeout { get; init; }
}
