namespace Odps.Net.Tunnel;

/// <content>The results of queries.</content>
public sealed partial class TunnelOperations
{
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

    /// <summary>A download session of a query's rows that was created elsewhere, by its id. One request.</summary>
    /// <param name="instance">The instance that ran the query.</param>
    /// <param name="downloadId">The id of the session.</param>
    /// <param name="options">How it is used: those with which it was made. Default: those of <see cref="InstanceDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such session, or it has expired.</exception>
    public Task<InstanceDownloadSession> GetDownloadSessionAsync(
        Instance instance, string downloadId, InstanceDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentException.ThrowIfNullOrWhiteSpace(downloadId);
        return InstanceDownloadSession.LoadAsync(Scope, instance, downloadId, options ?? new InstanceDownloadOptions(), cancellationToken);
    }

    /// <summary>
    /// Reads the rows of an interactive query without a session. One request, which is answered when the result is ready, and whose body arrives while it is read.
    /// </summary>
    /// <param name="instance">The instance: of an interactive session, or of one interactive query.</param>
    /// <param name="options">Task, query, limits. Default: those of <see cref="DirectDownloadOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The download, to be disposed; disposing it early ends the transfer.</returns>
    /// <exception cref="OdpsServiceException">The result was not ready in time (code <c>OdpsTaskTimeout</c>), or the query failed.</exception>
    public Task<DirectDownload> OpenDirectDownloadAsync(Instance instance, DirectDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return DirectDownload.OpenAsync(Scope, instance, options ?? new DirectDownloadOptions(), cancellationToken);
    }
}
