namespace Odps.Net.Tunnel;

/// <summary>The data tunnel: bulk upload and download of tables, and the whole result of queries.</summary>
public sealed class TunnelOperations
{
    internal TunnelOperations(ServiceScope scope) => Scope = scope;

    internal ServiceScope Scope { get; }

    /// <summary>Creates a session that downloads a table or one of its partitions. One request, or several while the service prepares it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Quota, tags, compression. Default: those of <see cref="DownloadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task<TableDownloadSession> CreateDownloadSessionAsync(
        Table table, PartitionSpec? partition = null, DownloadSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TableDownloadSession.CreateAsync(Scope, table, partition, options ?? new DownloadSessionOptions(), cancellationToken);
    }

    /// <summary>Creates a session that downloads the rows of a query. One request.</summary>
    /// <param name="instance">The instance that ran the query; it has ended with success.</param>
    /// <param name="options">Limit, quota, tags, compression. Default: those of <see cref="InstanceDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsServiceException">
    /// The instance is not a query (code <c>InstanceTypeNotSupported</c>), still runs (<c>InstanceNotTerminate</c>) or failed (<c>TaskFailed</c>).
    /// </exception>
    public Task<InstanceDownloadSession> CreateDownloadSessionAsync(
        Instance instance, InstanceDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return InstanceDownloadSession.CreateAsync(Scope, instance, options ?? new InstanceDownloadOptions(), cancellationToken);
    }

    /// <summary>Creates a session that uploads to a table or one of its partitions. One request.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Overwriting, creating the partition, quota, tags, compression. Default: those of <see cref="UploadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task<TableUploadSession> CreateUploadSessionAsync(
        Table table, PartitionSpec? partition = null, UploadSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TableUploadSession.CreateAsync(Scope, table, partition, options ?? new UploadSessionOptions(), cancellationToken);
    }
}
