using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>The data tunnel: bulk upload and download of tables, and the whole result of queries.</summary>
public sealed partial class TunnelOperations
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
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        TableUploadSession session = await CreateUploadSessionAsync(table, partition, options, cancellationToken).ConfigureAwait(false);
        var writer = new TableWriter(session, blocks);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (Record row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            }

            return await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Uploads Arrow record batches in one call: creates a session, cuts the batches into blocks that are sent in parallel while further batches are taken, and
    /// commits. Nothing is visible before everything is. A failure commits nothing, unless it says that this is not known.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="batches">The batches, which stay the caller's; each may be disposed as soon as the next one was asked for. Columns are found by name.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Overwriting, creating the partition, quota, tags, compression. Default: those of <see cref="UploadSessionOptions"/>.</param>
    /// <param name="blocks">Size of blocks, parallelism, progress. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the upload; nothing is committed then.</param>
    /// <returns>The rows and bytes that were committed.</returns>
    public async Task<RecordWriteResult> UploadAsync(
        Table table,
        IAsyncEnumerable<RecordBatch> batches,
        PartitionSpec? partition = null,
        UploadSessionOptions? options = null,
        BufferedWriterOptions? blocks = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        TableUploadSession session = await CreateUploadSessionAsync(table, partition, options, cancellationToken).ConfigureAwait(false);
        RecordWriteResult result;
        ArrowWriter writer = session.OpenBufferedArrowWriter(blocks);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (RecordBatch batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            result = await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>
    /// Opens a reader of the first rows of a table, without a session. Two requests: the table, and its rows.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">Only rows of this partition. Default: of the whole table.</param>
    /// <param name="options">How many rows, which columns, compression, quota, tags, timeout. Default: those of <see cref="PreviewOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The reader, to be disposed.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    /// <exception cref="ArgumentException">The table has no column of one of these names.</exception>
    public Task<PreviewReader> OpenPreviewReaderAsync(
        Table table, PartitionSpec? partition = null, PreviewOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return PreviewReader.OpenAsync(Scope, table, partition, options ?? new PreviewOptions(), cancellationToken);
    }

    /// <summary>
    /// Creates a session that appends rows to a table or one of its partitions in packs, without a commit. One request; two when
    /// <see cref="StreamUploadOptions.AllowSchemaMismatch"/> is off, or more while the tunnel does not know the newest schema yet.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table, unless writers name theirs. Default: none.</param>
    /// <param name="options">Schema version, slots, delivery, quota, tags, compression. Default: those of <see cref="StreamUploadOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task<StreamUploadSession> CreateStreamUploadSessionAsync(
        Table table, PartitionSpec? partition = null, StreamUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return StreamSessionOpening.CreateAsync(Scope, table, partition, options ?? new StreamUploadOptions(), cancellationToken);
    }

    /// <summary>Finds a stream upload session again, also one that another process made. One request.</summary>
    /// <param name="table">The table of the session.</param>
    /// <param name="partition">The partition that the session is of; <see langword="null"/> for a table without partitions.</param>
    /// <param name="sessionId">Its <see cref="StreamUploadSession.Id"/>.</param>
    /// <param name="options">How it is used: those with which it was made. Default: those of <see cref="StreamUploadOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<StreamUploadSession> GetStreamUploadSessionAsync(
        Table table, PartitionSpec? partition, string sessionId, StreamUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrWhiteSpace(sessionId);
        return StreamSessionOpening.AttachAsync(Scope, table, sessionId, partition, options ?? new StreamUploadOptions(), cancellationToken);
    }

    /// <summary>Creates a session that inserts, replaces and deletes rows of a table with a primary key. One request.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition, all of its keys; required for a partitioned table. Default: none.</param>
    /// <param name="options">Slots, lifecycle, quota, tags, compression. Default: those of <see cref="UpsertSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    /// <exception cref="NotSupportedException">The table has columns, or key columns, of a type that cannot be written by upserts.</exception>
    public Task<UpsertSession> CreateUpsertSessionAsync(
        Table table, PartitionSpec? partition = null, UpsertSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return UpsertSession.CreateAsync(Scope, table, partition, options ?? new UpsertSessionOptions(), cancellationToken);
    }

    /// <summary>Finds an upsert session again, also one that another process made. One request.</summary>
    /// <param name="table">The table of the session.</param>
    /// <param name="partition">The partition that the session is of; <see langword="null"/> for a table without partitions.</param>
    /// <param name="sessionId">Its <see cref="UpsertSession.Id"/>.</param>
    /// <param name="options">How it is used: those with which it was made. Default: those of <see cref="UpsertSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<UpsertSession> GetUpsertSessionAsync(
        Table table, PartitionSpec? partition, string sessionId, UpsertSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrWhiteSpace(sessionId);
        return UpsertSession.AttachAsync(Scope, table, sessionId, partition, options ?? new UpsertSessionOptions(), cancellationToken);
    }

    /// <summary>Creates a session that writes files to a partition of a partitioned volume of the client's project. One request.</summary>
    /// <param name="volumeName">The volume.</param>
    /// <param name="partitionName">The partition of the volume.</param>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task<VolumeUploadSession> CreateVolumeUploadSessionAsync(
        string volumeName, string partitionName, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default) =>
        VolumeUploadSession.CreateAsync(Scope, volumeName, partitionName, options ?? new VolumeSessionOptions(), cancellationToken);

    /// <summary>Finds a volume upload session again, also one that another process made. One request.</summary>
    /// <param name="volumeName">The volume.</param>
    /// <param name="partitionName">The partition of the volume.</param>
    /// <param name="sessionId">The <see cref="VolumeUploadSession.Id"/>.</param>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<VolumeUploadSession> GetVolumeUploadSessionAsync(
        string volumeName, string partitionName, string sessionId, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sessionId);
        return VolumeUploadSession.AttachAsync(Scope, volumeName, partitionName, sessionId, options ?? new VolumeSessionOptions(), cancellationToken);
    }

    /// <summary>Creates a session that reads a file of a partition of a partitioned volume of the client's project. One request.</summary>
    /// <param name="volumeName">The volume.</param>
    /// <param name="partitionName">The partition of the volume.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume, partition or file.</exception>
    public Task<VolumeDownloadSession> CreateVolumeDownloadSessionAsync(
        string volumeName, string partitionName, string fileName, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default) =>
        VolumeDownloadSession.CreateAsync(Scope, volumeName, partitionName, fileName, options ?? new VolumeSessionOptions(), cancellationToken);

    /// <summary>Finds a volume download session again, also one that another process made. One request.</summary>
    /// <param name="volumeName">The volume.</param>
    /// <param name="partitionName">The partition of the volume.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="sessionId">The <see cref="VolumeDownloadSession.Id"/>.</param>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<VolumeDownloadSession> GetVolumeDownloadSessionAsync(
        string volumeName, string partitionName, string fileName, string sessionId, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sessionId);
        return VolumeDownloadSession.AttachAsync(Scope, volumeName, partitionName, fileName, sessionId, options ?? new VolumeSessionOptions(), cancellationToken);
    }
}
