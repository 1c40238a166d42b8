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

    /// <summary>A download session that was created elsewhere, by its id. One request.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition that the session is of; <see langword="null"/> for a table without partitions.</param>
    /// <param name="downloadId">The id of the session.</param>
    /// <param name="options">Quota, tags, compression. Default: those of <see cref="DownloadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<TableDownloadSession> GetDownloadSessionAsync(
        Table table, PartitionSpec? partition, string downloadId, DownloadSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrWhiteSpace(downloadId);
        return TableDownloadSession.LoadAsync(Scope, table, partition, downloadId, options ?? new DownloadSessionOptions(), cancellationToken);
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

    /// <summary>An upload session that was created elsewhere, by its id: to write some of its blocks, or to commit them. One request.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition that the session is of; <see langword="null"/> for a table without partitions.</param>
    /// <param name="uploadId">The id of the session.</param>
    /// <param name="options">Quota, tags, compression; the other settings were made when the session was created. Default: those of <see cref="UploadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<TableUploadSession> GetUploadSessionAsync(
        Table table, PartitionSpec? partition, string uploadId, UploadSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrWhiteSpace(uploadId);
        return TableUploadSession.LoadAsync(Scope, table, partition, uploadId, options ?? new UploadSessionOptions(), cancellationToken);
    }

    /// <summary>
    /// Uploads rows in one call: creates a session, cuts the rows into blocks that are sent in parallel while further rows are taken, and commits. Nothing is
    /// visible before everything is. A failure commits nothing, unless it says that this is not known.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows; each may be changed again as soon as the next one was asked for.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Overwriting, creating the partition, quota, tags, compression. Default: those of <see cref="UploadSessionOptions"/>.</param>
    /// <param name="blocks">Size of blocks, parallelism, progress. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the upload; nothing is committed then.</param>
    /// <returns>The rows and bytes that were committed.</returns>
    public async Task<RecordWriteResult> UploadAsync(
        Table table,
        IAsyncEnumerable<Record> rows,
        PartitionSpec? partition = null,
        UploadSessionOptions? options = null,
        BufferedWriterOptions? blocks = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        TableUploadSession session = await CreateUploadSessionAsync(table, partition, options, cancellationToken).ConfigureAwait(false);
        RecordWriteResult result;
        RecordWriter writer = session.OpenBufferedRecordWriter(blocks);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (Record row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            }

            result = await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return result;
    }
}
