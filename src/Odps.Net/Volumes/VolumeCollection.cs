using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>
/// The volumes of a project and schema: places for files beside the tables. There are partitioned ones, file systems, and external ones, which stand for a
/// directory of an object store.
/// </summary>
public sealed class VolumeCollection
{
    private readonly ServiceScope _scope;

    internal VolumeCollection(ServiceScope scope) => _scope = scope;

    /// <summary>
    /// A handle to a volume, which may or may not exist; costs no call. What can be done with its files depends on its kind:
    /// <see cref="Volume.AsParted"/>, <see cref="Volume.AsFileSystem"/>, <see cref="Volume.AsExternal"/>.
    /// </summary>
    /// <param name="name">The name.</param>
    public Volume this[string name] => new(_scope, VolumeFileName.CheckStep(name, nameof(name)));

    /// <summary>Creates a partitioned volume. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The comment and properties. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the volume.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a volume.</exception>
    public async Task<PartedVolume> CreatePartedAsync(string name, CreateVolumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        Volume volume = this[name];
        await CreateAsync(volume, VolumeType.Parted, options?.Comment, options?.Properties ?? new Dictionary<string, string>(), [], cancellationToken).ConfigureAwait(false);
        return volume.AsParted();
    }

    /// <summary>Creates a volume that is a file system. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The comment and properties. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the volume.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a volume.</exception>
    public async Task<FileSystemVolume> CreateFileSystemAsync(string name, CreateVolumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        Volume volume = this[name];
        await CreateAsync(volume, VolumeType.FileSystem, options?.Comment, options?.Properties ?? new Dictionary<string, string>(), [], cancellationToken).ConfigureAwait(false);
        return volume.AsFileSystem();
    }

    /// <summary>Creates a volume that stands for a directory of an object store. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="location">The directory: <c>oss://endpoint/bucket/directory/</c> (<c>external.location</c>).</param>
    /// <param name="options">Role, comment, creating the directory. Default: those of <see cref="CreateExternalVolumeOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the volume.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a volume.</exception>
    public async Task<ExternalVolume> CreateExternalAsync(
        string name, string location, CreateExternalVolumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(location);
        options ??= new CreateExternalVolumeOptions();
        Volume volume = this[name];
        var properties = new Dictionary<string, string>(options.Properties) { [VolumeDocument.LocationProperty] = location };
        if (options.RoleArn is not null)
        {
            properties[VolumeDocument.RoleArnProperty] = options.RoleArn;
        }

        var query = new QueryParameters
        {
            { "autoMkDir", options.CreateDirectory ? "" : null },
            { "accelerate", options.Accelerate ? "" : null },
        };
        await CreateAsync(volume, VolumeType.External, options.Comment, properties, query, cancellationToken).ConfigureAwait(false);
        return volume.AsExternal();
    }

    /// <summary>What the service says of a volume. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task<VolumeInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a volume. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes a volume with its files; those of an external volume stay unless the options say otherwise. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">What goes with it. Default: those of <see cref="DeleteVolumeOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume, and that is not to be passed over.</exception>
    public Task DeleteAsync(string name, DeleteVolumeOptions? options = null, CancellationToken cancellationToken = default) =>
        this[name].DeleteAsync(options, cancellationToken);

    /// <summary>Lists volumes. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<VolumeInfo> ListAsync(ListVolumesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListVolumesOptions filter = options ?? new ListVolumesOptions();
        return new PagedEnumerable<VolumeInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task CreateAsync(
        Volume volume, VolumeType type, string? comment, IReadOnlyDictionary<string, string> properties, QueryParameters query, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Post(
            RestPath.Project(volume.Project).Volumes(),
            $"create volume {volume}",
            RequestContent.Xml(VolumeDocument.Write(volume.Name, type, comment, properties))) with
        {
            Query = query,
            CurrentProject = _scope.Project,
            CurrentSchema = volume.SchemaName ?? "",
        };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Page<VolumeInfo>> GetPageAsync(ListVolumesOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Volumes(), $"list volumes of project {project}") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "name", filter.Prefix },
                { "owner", filter.Owner },
                { "maxitems", filter.PageSize },
                { "marker", marker },
            },
            CurrentProject = _scope.Project,
            CurrentSchema = _scope.Schema ?? "",
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, _) => document.ReadPage("Volume", item => VolumeDocument.Read(item, project, _scope.Schema)),
            cancellationToken).ConfigureAwait(false);
    }
}
