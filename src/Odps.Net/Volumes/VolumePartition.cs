using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>A handle to a partition of a partitioned volume, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class VolumePartition
{
    internal VolumePartition(PartedVolume volume, string name)
    {
        Volume = volume;
        Name = name;
    }

    /// <summary>The volume.</summary>
    public PartedVolume Volume { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    private RestPath Path => Volume.Path.Name(Name, "partition");

    private TunnelOperations Tunnel => new(Volume.Scope);

    /// <summary>What the service says of the partition. Two requests: the second has its size.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition.</exception>
    public async Task<VolumePartitionInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        VolumePartitionInfo info = await ReadAsync([], cancellationToken).ConfigureAwait(false);
        VolumePartitionInfo size = await ReadAsync(new QueryParameters { "meta" }, cancellationToken).ConfigureAwait(false);
        return info with { Length = size.Length ?? info.Length, FileCount = size.FileCount ?? info.FileCount };
    }

    /// <summary>Whether the partition exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        Volume.Scope.Pipeline.SendAndForgetAsync(
                Volume.Request(HttpMethod.Get, Path, $"look for {this}", []), cancellationToken).ExistsAsync("NoSuchVolume");

    /// <summary>Deletes the partition with its files. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        Volume.Scope.Pipeline.SendAndForgetAsync(Volume.Request(HttpMethod.Delete, Path, $"delete {this}", []), cancellationToken);

    /// <summary>Lists the files. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<VolumeFile> ListFilesAsync(ListVolumeFilesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListVolumeFilesOptions filter = options ?? new ListVolumeFilesOptions();
        return new PagedEnumerable<VolumeFile>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    /// <summary>
    /// Opens a stream over a file, or over a range of it: a download session and its data. Two requests; one for a range without bytes. See
    /// <see cref="VolumeDownloadSession.OpenReadAsync"/>.
    /// </summary>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="start">The first byte, from 0. Default: 0.</param>
    /// <param name="length">How many bytes; what lies beyond the end of the file is left out. Default: all to the end.</param>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The stream, to be disposed; it is read asynchronously and forward only.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such file.</exception>
    public async Task<Stream> OpenReadAsync(
        string fileName, long start = 0, long? length = null, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        VolumeDownloadSession session = await CreateDownloadSessionAsync(fileName, options, cancellationToken).ConfigureAwait(false);
        return await session.OpenReadAsync(start, length, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a session that reads a file, in ranges and by several readers at a time if wanted. One request.</summary>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such file.</exception>
    public Task<VolumeDownloadSession> CreateDownloadSessionAsync(
        string fileName, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default) =>
        Tunnel.CreateVolumeDownloadSessionAsync(Volume.Name, Name, fileName, options, cancellationToken);

    /// <summary>
    /// Creates a session that writes files: one or several, in parallel if wanted, which become visible together when the session is committed. The partition is
    /// made if it is not there. One request.
    /// </summary>
    /// <param name="options">Quota, tags, compression, timeout, progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task<VolumeUploadSession> CreateUploadSessionAsync(VolumeSessionOptions? options = null, CancellationToken cancellationToken = default) =>
        Tunnel.CreateVolumeUploadSessionAsync(Volume.Name, Name, options, cancellationToken);

    /// <summary>The path of a file by which a resource stands for it, see <see cref="ResourceCollection.CreateFromVolumeAsync"/>; costs no call.</summary>
    /// <param name="fileName">The name of the file.</param>
    public string PathOf(string fileName) => $"{Volume.Project}/volumes/{Volume.Name}/{Name}/{VolumeFileName.Normalize(fileName)}";

    /// <summary>The partition and its volume.</summary>
    public override string ToString() => $"partition '{Name}' of volume {Volume}";

    private Task<VolumePartitionInfo> ReadAsync(QueryParameters query, CancellationToken cancellationToken) => Volume.Scope.Pipeline.ReadXmlAsync(
        Volume.Request(HttpMethod.Get, Path, $"get {this}", query), (document, _) => VolumeDocument.ReadPartition(document, Name), cancellationToken);

    private async Task<Page<VolumeFile>> GetPageAsync(ListVolumeFilesOptions filter, string? marker, CancellationToken cancellationToken)
    {
        var query = new QueryParameters
        {
            { "expectmarker", "true" },
            { "path", "" },
            { "name", filter.Prefix },
            { "maxitems", filter.PageSize },
            { "marker", marker },
        };
        return await Volume.Scope.Pipeline.ReadXmlAsync(
            Volume.Request(HttpMethod.Get, Path, $"list files of {this}", query),
            (document, _) => document.ReadPage("Item", item => new VolumeFile(item.Text("Name") ?? "", item.Number("Length"))),
            cancellationToken).ConfigureAwait(false);
    }
}
