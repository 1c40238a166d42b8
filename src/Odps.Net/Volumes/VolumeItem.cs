using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>A handle to a file or directory of a volume, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class VolumeItem
{
    private const string PathHeader = "x-odps-volume-fs-path";

    internal VolumeItem(FileSystemVolume volume, string path)
    {
        Volume = volume;
        Path = path;
    }

    /// <summary>The volume.</summary>
    public FileSystemVolume Volume { get; }

    /// <summary>The path from the root of the volume, without a slash at either end; empty for the root.</summary>
    public string Path { get; }

    /// <summary>The last step of the path; empty for the root.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path by which a resource stands for this file, see <see cref="ResourceCollection.CreateFromVolumeAsync"/>.</summary>
    public string ResourcePath => Volume.ResourcePathOf(Path);

    internal string FullPath => VolumePath.Full(Volume.Name, Path);

    /// <summary>A handle to what is below this directory; costs no call.</summary>
    /// <param name="path">The path from this directory.</param>
    /// <exception cref="ArgumentException">The path leads out of the volume.</exception>
    public VolumeItem this[string path] => Volume.Items[$"{Path}/{path}"];

    /// <summary>What the service says of the file or directory. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such file or directory.</exception>
    public async Task<VolumeItemInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        if (Path.Length == 0)
        {
            // The root is there when the volume is; the service has no document of it.
            VolumeInfo volume = await Volume.GetAsync(cancellationToken).ConfigureAwait(false);
            return new VolumeItemInfo { Path = "", IsDirectory = true, Owner = volume.Owner, CreationTime = volume.CreationTime, LastModifiedTime = volume.LastModifiedTime };
        }

        return await Volume.Scope.Pipeline.ReadXmlAsync(
            Request(HttpMethod.Get, $"get {this}", new QueryParameters { "meta" }),
            (document, _) => VolumeDocument.ReadItem(document, Volume.Name, FullPath),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the file or directory exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(cancellationToken).ExistsAsync("NoSuchVolume");

    /// <summary>Lists what is in this directory, not what is in its directories. One request for each page.</summary>
    /// <param name="options">Sizes. Default: those of <see cref="ListVolumeItemsOptions"/>.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<VolumeItemInfo> ListAsync(ListVolumeItemsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListVolumeItemsOptions sizes = options ?? new ListVolumeItemsOptions();
        return new PagedEnumerable<VolumeItemInfo>((marker, token) => GetPageAsync(sizes, marker, token), sizes.MaxItems, cancellationToken);
    }

    /// <summary>Creates this directory. One request, for an external volume two.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsAlreadyExistsException">There is a file or directory of that path.</exception>
    public Task CreateDirectoryAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfRoot("created");
        return Volume.CreateDirectoryAsync(this, cancellationToken);
    }

    /// <summary>Deletes the file or directory. One request.</summary>
    /// <param name="recursive">Whether a directory goes with all that is in it. Default: <see langword="false"/>, only an empty one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such file or directory.</exception>
    /// <exception cref="OdpsServiceException">The directory is not empty, and <paramref name="recursive"/> is off (code <c>DeleteConflict</c>).</exception>
    public Task DeleteAsync(bool recursive = false, CancellationToken cancellationToken = default)
    {
        ThrowIfRoot("deleted");
        OdpsRequest request = Request(HttpMethod.Delete, $"delete {this}", new QueryParameters { { "recursive", recursive ? "true" : "false" } });
        return Volume.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    /// <summary>Moves the file or directory within the volume. One request.</summary>
    /// <param name="path">The new path, from the root of the volume.</param>
    /// <param name="replication">How many copies the service is to keep. Default: as it is.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the new path.</returns>
    /// <exception cref="ArgumentException">The path is the one it has, or leads out of the volume.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such file or directory, or none that the new path lies in.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is a file or directory of the new path.</exception>
    public async Task<VolumeItem> MoveAsync(string path, int? replication = null, CancellationToken cancellationToken = default)
    {
        ThrowIfRoot("moved");
        VolumeItem target = Volume.Items[path];
        if (target.Path.Length == 0 || target.Path == Path)
        {
            throw new ArgumentException($"{this} cannot be moved to '{path}': the new path has to be another one, and not the root.", nameof(path));
        }

        var document = new XElement("Item", new XElement("Path", target.FullPath));
        if (replication is int copies)
        {
            document.Add(ReplicationElement(copies));
        }

        // Doing it a second time would not find the source.
        await UpdateAsync($"move {this} to {target.FullPath}", document, isIdempotent: false, cancellationToken).ConfigureAwait(false);
        return target;
    }

    /// <summary>Sets how many copies of the file the service keeps. One request.</summary>
    /// <param name="replication">The copies, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such file.</exception>
    public Task SetReplicationAsync(int replication, CancellationToken cancellationToken = default) =>
        UpdateAsync($"set the replication of {this}", new XElement("Item", ReplicationElement(replication)), isIdempotent: true, cancellationToken);

    /// <summary>
    /// Opens a stream over the file, or over a range of it. Two requests: the first asks for the length of the file, or for its address in the object store of an
    /// external volume; the body of the second arrives while it is read.
    /// </summary>
    /// <param name="start">The first byte, from 0. Default: 0.</param>
    /// <param name="length">How many bytes; what lies beyond the end of the file is left out. Default: all to the end.</param>
    /// <param name="options">Quota, tags and compression, which mean nothing to an external volume; timeout and progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>
    /// The stream, to be disposed; it is read asynchronously and forward only. Except for external volumes reading throws <see cref="OdpsChecksumException"/>
    /// for bytes that were changed on the way, and <see cref="OdpsStreamTruncatedException"/> when bytes are missing.
    /// </returns>
    /// <exception cref="OdpsNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">This is a directory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range begins behind the end of the file.</exception>
    public Task<Stream> OpenReadAsync(long start = 0, long? length = null, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        ThrowIfRoot("read");
        return Volume.OpenReadAsync(this, start, length, options ?? new VolumeSessionOptions(), cancellationToken);
    }

    /// <summary>Opens a stream that writes the file. Two requests: the data, and its commit, which <see cref="VolumeFileWriter.CompleteAsync"/> makes.</summary>
    /// <param name="replication">How many copies the service is to keep; external volumes do not know this. Default: the service decides.</param>
    /// <param name="options">Quota, tags and compression, which mean nothing to an external volume; timeout and progress. Default: those of <see cref="VolumeSessionOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the opening; later calls have tokens of their own.</param>
    /// <returns>The stream, to be completed and disposed.</returns>
    /// <exception cref="NotSupportedException">The volume is external and <paramref name="replication"/> was given.</exception>
    public Task<VolumeFileWriter> OpenWriteAsync(int? replication = null, VolumeSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replication ?? 1, 1, nameof(replication));
        ThrowIfRoot("written");
        return Volume.OpenWriteAsync(this, replication, options ?? new VolumeSessionOptions(), cancellationToken);
    }

    /// <summary>The path with the volume.</summary>
    public override string ToString() => $"{FullPath} of volume {Volume}";

    internal OdpsRequest Request(HttpMethod method, string operation, QueryParameters query) =>
        Volume.Request(method, operation, query) with { Headers = [new(PathHeader, FullPath)] };

    private static XElement ReplicationElement(int replication)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replication, 1);
        return new XElement("Replication", replication.ToString(CultureInfo.InvariantCulture));
    }

    private Task UpdateAsync(string operation, XElement document, bool isIdempotent, CancellationToken cancellationToken)
    {
        OdpsRequest request = Request(HttpMethod.Put, operation, new QueryParameters { "meta" }) with
        {
            Content = RequestContent.Xml(document.ToDocumentText()),
            IsIdempotent = isIdempotent,
        };
        return Volume.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    private void ThrowIfRoot(string done)
    {
        if (Path.Length == 0)
        {
            throw new InvalidOperationException($"The root of volume {Volume} cannot be {done}.");
        }
    }

    private async Task<Page<VolumeItemInfo>> GetPageAsync(ListVolumeItemsOptions sizes, string? marker, CancellationToken cancellationToken)
    {
        var query = new QueryParameters { { "expectmarker", "true" }, { "maxitems", sizes.PageSize }, { "marker", marker } };
        return await Volume.Scope.Pipeline.ReadXmlAsync(
            Request(HttpMethod.Get, $"list {this}", query),
            (document, _) => document.ReadPage("Item", item => VolumeDocument.ReadItem(item, Volume.Name)),
            cancellationToken).ConfigureAwait(false);
    }
}
