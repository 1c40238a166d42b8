using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Volumes;

/// <summary>The volumes themselves: create, list, get, lifecycle, delete. A header with a path makes the same requests about an item of the volume.</summary>
internal sealed class VolumeCalls(EmulatedService service)
{
    public const string One = "projects/{project}/volumes/{volume}";

    private const string Collection = "projects/{project}/volumes";
    private const string LocationProperty = "external.location";

    private readonly VolumeCatalog _catalog = new(service);
    private readonly VolumeItems _items = new(service);

    public static void AddTo(RouteTable routes, EmulatedService service)
    {
        var volumes = new VolumeCalls(service);
        var partitions = new VolumePartitionCalls(service);
        var items = new VolumeItemCalls(service);
        routes.Map("GET", Collection, volumes.List);
        routes.Map("POST", Collection, volumes.CreateAsync);
        routes.Map("GET", One, request => VolumeItemCalls.IsMeant(request) ? items.Meta(request) : volumes.Meta(request), "meta");
        routes.Map("GET", One, request => VolumeItemCalls.IsMeant(request) ? items.List(request) : partitions.List(request));
        routes.Map("POST", One, items.CreateDirectoryAsync);
        routes.Map("PUT", One, items.UpdateAsync, "meta");
        routes.Map("PUT", One, volumes.UpdateAsync);
        routes.Map("DELETE", One, request => VolumeItemCalls.IsMeant(request) ? items.Delete(request) : volumes.Delete(request));
        partitions.AddTo(routes);
    }

    private ServiceResponse List(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<EmulatedVolume> volumes = _catalog.List(project, request.Schema())
            .Where(v => v.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (owner is null || owner == v.Fields["owner"]));
        return Paging.List(request, "Volumes", volumes, v => v.Name, (xml, volume) => Write(xml, "Volume", volume, 0, 0, isWhole: false));
    }

    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Meta", cancellationToken).ConfigureAwait(false);
        (string project, _) = request.Place(service.Store);
        string name = document.Text("Name") is { } text && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')
            ? text
            : throw new EmulatorException("InvalidParameter", $"'{document.Text("Name")}' is not the name of a volume: letters, digits, '_' and '-' were expected.");
        string type = document.Text("Type")?.ToUpperInvariant() ?? "OLD";
        if (type is not ("OLD" or "NEW" or "EXTERNAL"))
        {
            throw new EmulatorException("InvalidParameter", $"'{type}' is not a type of volumes: OLD, NEW or EXTERNAL was expected.");
        }

        var fields = new ObjectFields
        {
            ["type"] = type,
            ["owner"] = request.Caller.Account,
            ["comment"] = document.Text("Comment"),
            ["properties"] = document.Text("Properties"),
            ["location"] = type == "EXTERNAL" ? Location(document.Text("Properties")) : null,
        };
        fields.SetTime("created", service.Clock.GetUtcNow());
        fields.SetTime("modified", service.Clock.GetUtcNow());
        var volume = new EmulatedVolume(project, request.Schema(), name, fields);
        service.Objects.Transact(() =>
        {
            if (service.Objects.Find(volume.Key) is not null)
            {
                throw StoreErrors.ObjectExists("volume", volume.ToString());
            }

            service.Objects.Put(volume.Key, fields.ToJson());
            return 0;
        });
        return ServiceResponse.Empty(201);
    }

    private ServiceResponse Meta(ServiceRequest request)
    {
        EmulatedVolume volume = _catalog.Find(request);
        long[] sizes = volume.IsParted
            ? [.. _catalog.Partitions(volume).SelectMany(p => _catalog.Files(volume, p.Name)).Select(f => f.Length)]
            : [.. _items.Below(volume, "").Where(i => !i.IsDirectory).Select(i => i.Length)];
        return ServiceResponse.Xml(xml => Write(xml, "Meta", volume, sizes.Sum(), sizes.Length, isWhole: true));
    }

    private async Task<ServiceResponse> UpdateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        XElement document = await request.ReadXmlAsync("Meta", cancellationToken).ConfigureAwait(false);
        EmulatedVolume volume = _catalog.Find(request);
        if (!int.TryParse(document.Text("Lifecycle"), NumberStyles.None, CultureInfo.InvariantCulture, out int days) || days == 0)
        {
            throw new EmulatorException("InvalidParameter", "Only the Lifecycle of a volume can be changed: a number of days was expected.");
        }

        volume.Fields["lifecycle"] = days.ToString(CultureInfo.InvariantCulture);
        service.Objects.Put(volume.Key, volume.Fields.ToJson());
        return ServiceResponse.Empty();
    }

    private ServiceResponse Delete(ServiceRequest request)
    {
        EmulatedVolume volume = _catalog.Find(request);
        service.Objects.Transact(() =>
        {
            foreach (string partition in _catalog.Partitions(volume).Select(p => p.Name).ToArray())
            {
                _catalog.DeletePartition(volume, partition);
            }

            if (!volume.IsExternal || request.IsOn("autoRmDir"))
            {
                _items.Delete(volume, "", recursive: !volume.IsExternal || request.IsOn("recursive"));
            }

            service.Objects.Delete(volume.Key);
            return 0;
        });
        return ServiceResponse.Empty(204);
    }

    private static string Location(string? properties)
    {
        using JsonDocument json = JsonDocument.Parse(properties ?? "{}");
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(LocationProperty, out JsonElement location)
            && location.ValueKind == JsonValueKind.String && location.GetString()!.StartsWith("oss://", StringComparison.Ordinal)
            ? location.GetString()!.TrimEnd('/')
            : throw new EmulatorException("InvalidParameter", $"An external volume needs the property {LocationProperty}, an address 'oss://...'.");
    }

    private static void Write(XmlWriter xml, string root, EmulatedVolume volume, long length, long files, bool isWhole)
    {
        xml.WriteStartElement(root);
        xml.Element("Name", volume.Name);
        xml.Element("SchemaName", volume.Schema);
        xml.Element("Owner", volume.Fields["owner"]);
        xml.Element("Comment", volume.Fields["comment"]);
        xml.Element("Type", volume.Type);
        if (isWhole)
        {
            xml.Element("Length", length);
            xml.Element("FileNumber", files);
        }

        xml.Element("CreationTime", volume.Fields.Time("created"));
        xml.Element("LastModifiedTime", volume.Fields.Time("modified"));
        xml.Element("Lifecycle", volume.Fields["lifecycle"]);
        xml.Element("Properties", volume.Fields["properties"]);
        xml.WriteEndElement();
    }
}
