using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The resources of a project and schema: files, archives and tables that user-defined functions and jobs work with. Names may be <c>name</c>,
/// <c>project/resources/name</c> or <c>project/schemas/schema/resources/name</c>.
/// </summary>
public sealed class ResourceCollection
{
    private readonly ServiceScope _scope;

    internal ResourceCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a resource, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public Resource this[string name] => new(_scope, ResourceName.Parse(name, _scope));

    /// <summary>
    /// Creates a resource from the rest of a stream. One request up to <see cref="ResourceOptions.PartSize"/> bytes; above that one for each part, and one
    /// that puts them together. Never more than one part is held in memory. When it fails on the way nothing is created; parts that were sent are
    /// temporary resources, which the service removes.
    /// </summary>
    /// <param name="name">The name; that of an archive ends as its format wants.</param>
    /// <param name="type">The kind: <see cref="ResourceType.File"/>, <see cref="ResourceType.Py"/>, <see cref="ResourceType.Jar"/> or <see cref="ResourceType.Archive"/>.</param>
    /// <param name="content">The content, read from where the stream is to its end. It stays the caller's.</param>
    /// <param name="options">Comment, temporary, size of parts. Default: those of <see cref="ResourceOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>A handle to the resource.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a resource; replace it with <see cref="Resource.UpdateAsync"/>.</exception>
    public async Task<Resource> CreateAsync(
        string name, ResourceType type, Stream content, ResourceOptions? options = null, CancellationToken cancellationToken = default)
    {
        Resource resource = this[name];
        await ResourceUpload.Of(resource, type, options ?? new ResourceOptions(), overwrite: false).SendAsync(content, cancellationToken).ConfigureAwait(false);
        return resource;
    }

    /// <summary>Creates a resource that stands for a table or one of its partitions. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition. Default: the whole table.</param>
    /// <param name="comment">The comment. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the resource.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a resource.</exception>
    public async Task<TableResource> CreateFromTableAsync(
        string name, Table table, PartitionSpec? partition = null, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        Resource resource = this[name];
        await resource.SendReferenceAsync(
            ResourceType.Table, "x-odps-copy-table-source", TableResourceSource.ToText(table, partition), comment, overwrite: false, cancellationToken).ConfigureAwait(false);
        return resource.AsTable();
    }

    /// <summary>Creates a resource that stands for a file of a volume. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The kind: <see cref="ResourceType.VolumeFile"/> or <see cref="ResourceType.VolumeArchive"/>.</param>
    /// <param name="volumePath">
    /// The path of the file, as <see cref="VolumePartition.PathOf"/> and <see cref="VolumeItem.ResourcePath"/> give it, for example
    /// <c>project/volumes/volume/partition/file</c>.
    /// </param>
    /// <param name="comment">The comment. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A handle to the resource.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a resource.</exception>
    public async Task<Resource> CreateFromVolumeAsync(
        string name, ResourceType type, string volumePath, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(volumePath);
        Resource resource = this[name];
        await resource.SendReferenceAsync(type, "x-odps-copy-file-source", volumePath, comment, overwrite: false, cancellationToken).ConfigureAwait(false);
        return resource;
    }

    /// <summary>What the service says of a resource. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public Task<ResourceInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a resource. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes a resource. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifExists">Whether a resource that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource, and <paramref name="ifExists"/> is off.</exception>
    public Task DeleteAsync(string name, bool ifExists = false, CancellationToken cancellationToken = default) => this[name].DeleteAsync(ifExists, cancellationToken);

    /// <summary>Lists resources. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<ResourceInfo> ListAsync(ListResourcesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListResourcesOptions filter = options ?? new ListResourcesOptions();
        return new PagedEnumerable<ResourceInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<ResourceInfo>> GetPageAsync(ListResourcesOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Resources(), $"list resources of project {project}") with
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
            (document, _) => document.ReadPage("Resource", item => ResourceInfoReader.Read(item, project, _scope.Schema)),
            cancellationToken).ConfigureAwait(false);
    }
}
