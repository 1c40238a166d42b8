using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;

namespace Odps.Net.Emulator.Volumes;

/// <summary>Files and directories of a volume: the path stands in a header, or in the document of the request.</summary>
internal sealed class VolumeItemCalls(EmulatedService service)
{
    public const string PathHeader = "x-odps-volume-fs-path";

    private const long BlockSize = 64 * 1024 * 1024;

    private readonly VolumeCatalog _catalog = new(service);
    private readonly VolumeItems _items = new(service);

    public static bool IsMeant(ServiceRequest request) => !string.IsNullOrEmpty(request.Header(PathHeader));

    public ServiceResponse Meta(ServiceRequest request)
    {
        (EmulatedVolume volume, string path) = Find(request);
        if (request.Find("sign_url") is { } method)
        {
            return Sign(request, volume, path, method);
        }

        VolumeItemState item = _items.Require(volume, path);
        return ServiceResponse.Xml(xml => Write(xml, volume, item));
    }

    public ServiceResponse List(ServiceRequest request)
    {
        (EmulatedVolume volume, string path) = Find(request);
        VolumeItemState[] items = _items.Require(volume, path).IsDirectory
            ? [.. _items.In(volume, path)]
            : throw new EmulatorException("InvalidPath", $"'/{volume.Name}/{path}' is not a directory.");
        return Paging.List(request, "Items", items, i => i.Path, (xml, item) => Write(xml, volume, item));
    }

    public async Task<ServiceResponse> CreateDirectoryAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Item", cancellationToken).ConfigureAwait(false);
        EmulatedVolume volume = RequireFileSystem(_catalog.Find(request));
        if (!"directory".Equals(document.Text("Type"), StringComparison.OrdinalIgnoreCase) || document.Text("Path") is not { } path)
        {
            throw new EmulatorException("InvalidItem", "An item of Type 'directory' with its Path was expected.");
        }

        _items.CreateDirectory(volume, VolumeItems.Within(volume, path), request.Caller.Account);
        return ServiceResponse.Empty(201);
    }

    /// <summary>Moves an item, sets its replication, or both.</summary>
    public async Task<ServiceResponse> UpdateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Item", cancellationToken).ConfigureAwait(false);
        (EmulatedVolume volume, string path) = Find(request);
        if (document.Text("Path") is { } target)
        {
            string to = VolumeItems.Within(volume, target);
            _items.Move(volume, path, to);
            path = to;
        }

        if (document.Text("Replication") is { } text)
        {
            int replication = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int copies) && copies > 0
                ? copies
                : throw new EmulatorException("InvalidItem", $"A replication is 1 or more; it is '{text}'.");
            _items.SetReplication(volume, path, replication);
        }

        return ServiceResponse.Empty();
    }

    public ServiceResponse Delete(ServiceRequest request)
    {
        (EmulatedVolume volume, string path) = Find(request);
        if (path.Length == 0)
        {
            throw new EmulatorException("InvalidPath", "The root of a volume cannot be deleted.");
        }

        _items.Delete(volume, path, request.IsOn("recursive"));
        return ServiceResponse.Empty(204);
    }

    private static EmulatedVolume RequireFileSystem(EmulatedVolume volume) => volume.IsParted
        ? throw new EmulatorException("NotAcceptableOperation", $"The volume '{volume}' is of type {volume.Type} and has no paths.")
        : volume;

    private (EmulatedVolume Volume, string Path) Find(ServiceRequest request)
    {
        EmulatedVolume volume = RequireFileSystem(_catalog.Find(request));
        return (volume, VolumeItems.Within(volume, request.Header(PathHeader) ?? ""));
    }

    private ServiceResponse Sign(ServiceRequest request, EmulatedVolume volume, string path, string method)
    {
        if (!volume.IsExternal)
        {
            throw new EmulatorException("NotAcceptableOperation", $"The volume '{volume}' is of type {volume.Type}; only external volumes have addresses elsewhere.");
        }

        // A slash at the end makes an object of the store a directory.
        string key = request.Header(PathHeader)!.EndsWith('/') ? path + "/" : path;
        string url = service.StoreAddresses.Sign(service.Authority, volume, key, method, request.Number("expire_seconds", 3600));
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Item");
            xml.Element("Project", volume.Project);
            xml.Element("Volume", volume.Name);
            xml.Element("Path", $"/{volume.Name}/{key}");
            xml.Element("URL", url);
            xml.WriteEndElement();
        });
    }

    private static void Write(XmlWriter xml, EmulatedVolume volume, VolumeItemState item)
    {
        string permission = item.IsDirectory ? "rwxr-xr-x" : "rw-r--r--";
        xml.WriteStartElement("Item");
        xml.Element("Project", volume.Project);
        xml.Element("Volume", volume.Name);
        xml.Element("Path", item.Path.Length == 0 ? $"/{volume.Name}" : $"/{volume.Name}/{item.Path}");
        xml.Element("Isdir", item.IsDirectory ? "true" : "false");

        // Clients disagree on the letter case of this one.
        xml.Element("permission", permission);
        xml.Element("Permission", permission);
        xml.Element("BlockReplications", item.Fields["replication"] ?? "0");
        xml.Element("Length", item.Length);
        xml.Element("Quota", -1);
        xml.Element("BlockSize", item.IsDirectory ? 0 : BlockSize);
        xml.Element("Owner", item.Fields["owner"]);
        xml.Element("Group", "users");
        xml.Element("CreationTime", item.Fields.Time("created"));
        xml.Element("AccessTime", item.Fields.Time("modified"));
        xml.Element("ModificationTime", item.Fields.Time("modified"));
        xml.WriteEndElement();
    }
}
