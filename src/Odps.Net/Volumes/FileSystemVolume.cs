using System.Xml.Linq;
using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>A handle to a volume that is a file system: directories and files. It costs no call.</summary>
public class FileSystemVolume : Volume
{
    internal FileSystemVolume(ServiceScope scope, string name)
        : base(scope, name)
    {
    }

    /// <summary>The files and directories.</summary>
    public VolumeItemCollection Items => new(this);

    /// <summary>The path by which a resource stands for a file.</summary>
    internal virtual string ResourcePathOf(string path) => VolumePath.OfFile(Name, path);

    internal virtual async Task CreateDirectoryAsync(VolumeItem directory, CancellationToken cancellationToken)
    {
        var document = new XElement("Item", new XElement("Type", "directory"), new XElement("Path", directory.FullPath));
        OdpsRequest request = Request(HttpMethod.Post, $"create directory {directory}", []) with { Content = RequestContent.Xml(document.ToDocumentText()) };
        await Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    internal virtual async Task<Stream> OpenReadAsync(VolumeItem file, long start, long? length, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        // The end of a range has to be known, so that a body that ends early is not taken for the end of the file.
        VolumeItemInfo info = await file.GetAsync(cancellationToken).ConfigureAwait(false);
        if (info.IsDirectory)
        {
            throw new InvalidOperationException($"{file} is a directory and cannot be read.");
        }

        if (info.Length is long whole)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(start, whole);
            length = Math.Min(length ?? long.MaxValue, whole - start);
        }

        return await new VolumeFileSystem(Scope, Name, options).OpenReadAsync(file.Path, start, length, cancellationToken).ConfigureAwait(false);
    }

    internal virtual Task<VolumeFileWriter> OpenWriteAsync(VolumeItem file, int? replication, VolumeSessionOptions options, CancellationToken cancellationToken) =>
        new VolumeFileSystem(Scope, Name, options).OpenWriteAsync(file.Path, replication, cancellationToken);
}
