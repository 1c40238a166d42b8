using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a volume, which may or may not exist. It holds no state and costs no call.</summary>
public class Volume
{
    internal Volume(ServiceScope scope, string name)
    {
        Scope = scope;
        Project = scope.RequireProject();
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName => Scope.Schema;

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The tags that the volume carries.</summary>
    public ObjectTags Tags => new(Scope, Path, "VOLUME", Project, SchemaName, Name);

    internal ServiceScope Scope { get; }

    internal RestPath Path => RestPath.Project(Project).Volume(Name);

    /// <summary>The same volume as a partitioned one; costs no call.</summary>
    public PartedVolume AsParted() => new(Scope, Name);

    /// <summary>The same volume as a file system; costs no call.</summary>
    public FileSystemVolume AsFileSystem() => new(Scope, Name);

    /// <summary>The same volume as an external one; costs no call.</summary>
    /// <param name="usePublicHost">
    /// Whether files are reached by the public host of the object store where the service names an internal one (<c>-internal.</c> in the host becomes
    /// <c>.</c>). Default: <see langword="false"/>.
    /// </param>
    public ExternalVolume AsExternal(bool usePublicHost = false) => new(Scope, Name, usePublicHost);

    /// <summary>What the service says of the volume. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task<VolumeInfo> GetAsync(CancellationToken cancellationToken = default) => Scope.Pipeline.ReadXmlAsync(
        Request(HttpMethod.Get, $"get volume {this}", new QueryParameters { "meta" }),
        (document, _) => VolumeDocument.Read(document, Project, SchemaName, Name),
        cancellationToken);

    /// <summary>Whether the volume exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        Scope.Pipeline.SendAndForgetAsync(Request(HttpMethod.Get, $"look for volume {this}", new QueryParameters { "meta" }), cancellationToken).ExistsAsync();

    /// <summary>Sets after how many days without a change the data is recycled. One request.</summary>
    /// <param name="days">The days, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task SetLifecycleAsync(int days, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        OdpsRequest request = Request(HttpMethod.Put, $"set the lifecycle of volume {this}", []) with
        {
            Content = RequestContent.Xml(new XElement("Meta", new XElement("Lifecycle", days.ToString(CultureInfo.InvariantCulture))).ToDocumentText()),
        };
        return Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    /// <summary>Deletes the volume with its files; those of an external volume stay unless the options say otherwise. One request.</summary>
    /// <param name="options">What goes with it. Default: those of <see cref="DeleteVolumeOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume, and that is not to be passed over.</exception>
    public Task DeleteAsync(DeleteVolumeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DeleteVolumeOptions();
        var query = new QueryParameters
        {
            { "autoRmDir", options.RemoveDirectory ? "" : null },
            { "recursive", options.Recursive ? "true" : null },
        };
        return Scope.Pipeline.SendAndForgetAsync(Request(HttpMethod.Delete, $"delete volume {this}", query), cancellationToken).IfExistsAsync(options.IfExists);
    }

    /// <summary>The full name.</summary>
    public override string ToString() => SchemaName is null ? $"{Project}.{Name}" : $"{Project}.{SchemaName}.{Name}";

    internal OdpsRequest Request(HttpMethod method, string operation, QueryParameters query) => Request(method, Path, operation, query);

    internal OdpsRequest Request(HttpMethod method, RestPath path, string operation, QueryParameters query) => new()
    {
        Method = method,
        Path = path,
        Operation = operation,
        Query = query,
        CurrentProject = Scope.Project,
        CurrentSchema = SchemaName ?? "",
    };
}
