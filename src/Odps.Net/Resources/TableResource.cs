using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>A handle to a resource that stands for a table or one of its partitions. It holds no state and costs no call.</summary>
public sealed class TableResource
{
    internal TableResource(Resource resource) => Resource = resource;

    /// <summary>The resource.</summary>
    public Resource Resource { get; }

    /// <summary>The table and partition that the resource stands for. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    /// <exception cref="InvalidOperationException">The resource is not of a table.</exception>
    public async Task<TableResourceSource> GetSourceAsync(CancellationToken cancellationToken = default)
    {
        ResourceInfo info = await Resource.GetAsync(cancellationToken).ConfigureAwait(false);
        if (info.TableSource is not string text)
        {
            throw new InvalidOperationException($"Resource {Resource} is of type '{info.Type}' and stands for no table.");
        }

        try
        {
            return TableResourceSource.Parse(text, Resource);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new OdpsDataException($"Could not get the table of resource {Resource}: the service says '{text}', which is not the name of a table: {e.Message}", e);
        }
    }

    /// <summary>Lets the resource stand for another table. Two requests; one when a comment is given.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition. Default: the whole table.</param>
    /// <param name="comment">The comment. Default: the one that is there stays.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public async Task UpdateAsync(Table table, PartitionSpec? partition = null, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        comment ??= (await Resource.GetAsync(cancellationToken).ConfigureAwait(false)).Comment;
        await Resource.SendReferenceAsync(
            ResourceType.Table, "x-odps-copy-table-source", TableResourceSource.ToText(table, partition), comment, overwrite: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a session that downloads the rows. Two requests, or more while the service prepares the session.</summary>
    /// <param name="options">Quota, tags, compression. Default: those of <see cref="DownloadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource, table or partition.</exception>
    public async Task<TableDownloadSession> CreateDownloadSessionAsync(DownloadSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        TableResourceSource source = await GetSourceAsync(cancellationToken).ConfigureAwait(false);
        return await new TunnelOperations(Resource.Scope).CreateDownloadSessionAsync(source.Table, source.Partition, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a reader of the rows: a download session and its reader in one. Three requests.</summary>
    /// <param name="options">Which rows and columns. Default: all.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The reader, to be disposed.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such resource, table or partition.</exception>
    public async Task<RecordReader> OpenRecordReaderAsync(RecordReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        TableDownloadSession session = await CreateDownloadSessionAsync(null, cancellationToken).ConfigureAwait(false);
        return await session.OpenRecordReaderAsync(options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a session that uploads rows. Two requests.</summary>
    /// <param name="options">Overwriting, creating the partition, quota, tags, compression. Default: those of <see cref="UploadSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource, table or partition.</exception>
    public async Task<TableUploadSession> CreateUploadSessionAsync(UploadSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        TableResourceSource source = await GetSourceAsync(cancellationToken).ConfigureAwait(false);
        return await new TunnelOperations(Resource.Scope).CreateUploadSessionAsync(source.Table, source.Partition, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The full name of the resource.</summary>
    public override string ToString() => Resource.ToString();
}
