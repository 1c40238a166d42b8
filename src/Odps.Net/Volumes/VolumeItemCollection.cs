namespace Odps.Net;

/// <summary>
/// The files and directories of a volume. Paths begin at the root of the volume: <c>dir/file</c>, the root itself is <c>""</c>. A slash at either end changes
/// nothing, runs of slashes are one, <c>.</c> and <c>..</c> are resolved.
/// </summary>
public sealed class VolumeItemCollection
{
    private readonly FileSystemVolume _volume;

    internal VolumeItemCollection(FileSystemVolume volume) => _volume = volume;

    /// <summary>A handle to a file or directory, which may or may not exist; costs no call.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ArgumentException">The path leads out of the volume.</exception>
    public VolumeItem this[string path] => new(_volume, VolumePath.Normalize(path));

    /// <summary>Creates a directory. One request, for an external volume two.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the directory.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is a file or directory of that path.</exception>
    public async Task<VolumeItem> CreateDirectoryAsync(string path, CancellationToken cancellationToken = default)
    {
        VolumeItem directory = this[path];
        await directory.CreateDirectoryAsync(cancellationToken).ConfigureAwait(false);
        return directory;
    }

    /// <summary>What the service says of a file or directory. One request.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such file or directory.</exception>
    public Task<VolumeItemInfo> GetAsync(string path, CancellationToken cancellationToken = default) => this[path].GetAsync(cancellationToken);

    /// <summary>Whether there is such a file or directory. One request.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken = default) => this[path].ExistsAsync(cancellationToken);

    /// <summary>Deletes a file or directory. One request.</summary>
    /// <param name="path">The path.</param>
    /// <param name="recursive">Whether a directory goes with all that is in it. Default: <see langword="false"/>, only an empty one.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such file or directory.</exception>
    public Task DeleteAsync(string path, bool recursive = false, CancellationToken cancellationToken = default) => this[path].DeleteAsync(recursive, cancellationToken);

    /// <summary>Lists what is in a directory, not what is in its directories. One request for each page.</summary>
    /// <param name="path">The directory. Default: the root.</param>
    /// <param name="options">Sizes. Default: those of <see cref="ListVolumeItemsOptions"/>.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<VolumeItemInfo> ListAsync(string path = "", ListVolumeItemsOptions? options = null, CancellationToken cancellationToken = default) =>
        this[path].ListAsync(options, cancellationToken);
}
