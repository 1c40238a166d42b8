using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a resource, which may or may not exist. It holds no state and costs no call.</summary>
public sealed class Resource
{
    internal Resource(ServiceScope scope, ResourceName name)
    {
        Scope = scope;
        FullName = name;
    }

    /// <summary>The project.</summary>
    public string Project => FullName.Project;

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName => FullName.Schema;

    /// <summary>The name.</summary>
    public string Name => FullName.Name;

    /// <summary>The tags that the resource carries.</summary>
    public ObjectTags Tags => new(Scope, Path, "RESOURCE", Project, SchemaName, Name);

    internal ServiceScope Scope { get; }

    internal ResourceName FullName { get; }

    private RestPath Path => RestPath.Project(Project).Resource(Name);

    /// <summary>What the service says of the resource. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public Task<ResourceInfo> GetAsync(CancellationToken cancellationToken = default) => Scope.Pipeline.ReadAsync(
        Request(HttpMethod.Get, Path, $"get resource {FullName}", new QueryParameters { "meta" }),
        (response, _) => new ValueTask<ResourceInfo>(ResourceInfoReader.Read(FullName, response)),
        cancellationToken);

    /// <summary>Whether the resource exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default) => await FindAsync(cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Deletes the resource. One request.</summary>
    /// <param name="ifExists">Whether a resource that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource, and <paramref name="ifExists"/> is off.</exception>
    public Task DeleteAsync(bool ifExists = false, CancellationToken cancellationToken = default) =>
        Scope.Pipeline.SendAndForgetAsync(Request(HttpMethod.Delete, Path, $"delete resource {FullName}", []), cancellationToken).IfExistsAsync(ifExists);

    /// <summary>
    /// Replaces the content with the rest of a stream; the kind stays, and what <paramref name="options"/> leave open stays too. One request for what is there
    /// now, then as many as <see cref="ResourceCollection.CreateAsync"/>. When it fails on the way the old content stays.
    /// </summary>
    /// <param name="content">The content, read from where the stream is to its end. It stays the caller's.</param>
    /// <param name="options">Comment, temporary, size of parts. Default: as they are.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public async Task UpdateAsync(Stream content, ResourceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ResourceInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
        options ??= new ResourceOptions();
        options = options with { Comment = options.Comment ?? info.Comment, IsTemporary = options.IsTemporary ?? info.IsTemporary };
        await ResourceUpload.Of(this, info.Type ?? ResourceType.File, options, overwrite: true).SendAsync(content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a resource that stands for a file of a volume stand for another. One request when both are given, otherwise two.</summary>
    /// <param name="volumePath">The path of the file, as for <see cref="ResourceCollection.CreateFromVolumeAsync"/>.</param>
    /// <param name="type">The kind: <see cref="ResourceType.VolumeFile"/> or <see cref="ResourceType.VolumeArchive"/>. Default: the one that is there stays.</param>
    /// <param name="comment">The comment. Default: the one that is there stays.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public async Task UpdateFromVolumeAsync(string volumePath, ResourceType? type = null, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(volumePath);
        if (type is null || comment is null)
        {
            ResourceInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
            comment ??= info.Comment;
            type ??= info.Type ?? ResourceType.VolumeFile;
        }

        await SendReferenceAsync(type.Value, "x-odps-copy-file-source", volumePath, comment, overwrite: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the resource to another owner. One request.</summary>
    /// <param name="owner">The account, for example <c>ALIYUN$someone@example.com</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    public Task ChangeOwnerAsync(string owner, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        OdpsRequest request = Request(HttpMethod.Put, Path, $"change the owner of resource {FullName}", new QueryParameters { "updateowner" }) with
        {
            Headers = [new("x-odps-owner", owner)],
            Content = RequestContent.Bytes(ReadOnlyMemory<byte>.Empty, null),
        };
        return Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    /// <summary>
    /// Reads the content, or a range of it, forward and without holding it. One request for its length, then one for each 64 MiB, whose body arrives while it is
    /// read, and where that is more than one, another at the end, which tells whether the resource was replaced meanwhile. A connection that breaks is made
    /// again from where the reading stands.
    /// </summary>
    /// <param name="start">The first byte, from 0. Default: 0.</param>
    /// <param name="length">How many bytes; what lies beyond the end of the content is left out. Default: all to the end.</param>
    /// <param name="cancellationToken">Cancels the first request.</param>
    /// <returns>
    /// The stream, to be disposed; it is read asynchronously and forward only. Reading throws <see cref="OdpsStreamTruncatedException"/> when bytes are missing, and
    /// <see cref="OdpsDataException"/> when the resource was replaced between two requests.
    /// </returns>
    /// <exception cref="OdpsNotFoundException">There is no such resource.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range begins behind the end of the content.</exception>
    public async Task<Stream> OpenReadAsync(long start = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        ResourceInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
        return length == 0 ? Stream.Null : await ResourceContentReader.OpenAsync(this, info, start, length, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the resource as a file that can be read, written, sought and cut. The stream works on a copy on this machine, which is fetched here where the mode needs
    /// it; the resource changes when the stream is flushed or disposed of asynchronously, as a whole, and only if something was changed. See <see cref="ResourceStream"/>.
    /// As many requests as <see cref="OpenReadAsync"/> where the content is needed, otherwise one or none.
    /// </summary>
    /// <param name="mode">
    /// <see cref="FileMode.Open"/> for one that is there, <see cref="FileMode.OpenOrCreate"/>, <see cref="FileMode.Append"/>, where every write goes to the end;
    /// <see cref="FileMode.Create"/> begins empty whether it is there or not, <see cref="FileMode.Truncate"/> begins empty and it must be there,
    /// <see cref="FileMode.CreateNew"/> only if it is not.
    /// </param>
    /// <param name="access">Reading, writing or both. Unlike a local file, <see cref="FileMode.Append"/> may be read too. Default: both.</param>
    /// <param name="options">Kind of a new resource, comment, size of parts, memory. Default: those of <see cref="OpenResourceOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the opening; later calls have tokens of their own.</param>
    /// <exception cref="OdpsNotFoundException">There is no such resource and the mode does not create one.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is such a resource and the mode is <see cref="FileMode.CreateNew"/>.</exception>
    /// <exception cref="ArgumentException">The mode writes and the access does not.</exception>
    public Task<ResourceStream> OpenAsync(
        FileMode mode, FileAccess access = FileAccess.ReadWrite, OpenResourceOptions? options = null, CancellationToken cancellationToken = default) =>
        ResourceStream.OpenAsync(this, mode, access, options ?? new OpenResourceOptions(), cancellationToken);

    /// <summary>The same resource as one that stands for a table; costs no call.</summary>
    public TableResource AsTable() => new(this);

    /// <summary>The full name: <c>project/resources/name</c> or <c>project/schemas/schema/resources/name</c>.</summary>
    public override string ToString() => FullName.ToString();

    internal async Task<ResourceInfo?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsNotFoundException error) when (error.ErrorCode is not ("NoSuchProject" or "NoSuchSchema"))
        {
            return null;
        }
    }

    internal OdpsRequest Request(HttpMethod method, RestPath path, string operation, QueryParameters query) => new()
    {
        Method = method,
        Path = path,
        Operation = operation,
        Query = query,
        CurrentProject = Scope.Project,
        CurrentSchema = SchemaName ?? "",
    };

    internal OdpsRequest GetContent(QueryParameters range, string operation) =>
        Request(HttpMethod.Get, Path, operation, range) with { Headers = [new("Content-Type", "application/octet-stream")] };

    /// <summary>The request that writes this resource, or another of its project by the same way.</summary>
    internal OdpsRequest Write(bool overwrite, string operation, QueryParameters query) => overwrite
        ? Request(HttpMethod.Put, Path, operation, query)
        : Request(HttpMethod.Post, RestPath.Project(Project).Resources(), operation, query);

    /// <summary>Writes a resource whose content is elsewhere.</summary>
    internal async Task SendReferenceAsync(
        ResourceType type, string header, string source, string? comment, bool overwrite, CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Content-Type", "text/plain"),
            new("x-odps-resource-type", type.ToString()),
            new("x-odps-resource-name", Name),
            new(header, source),
        };
        if (comment is not null)
        {
            headers.Add(new("x-odps-comment", comment));
        }

        OdpsRequest request = Write(overwrite, $"{(overwrite ? "update" : "create")} resource {FullName}", []) with
        {
            Headers = headers,
            Content = RequestContent.Bytes(ReadOnlyMemory<byte>.Empty, null),
        };
        await Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
