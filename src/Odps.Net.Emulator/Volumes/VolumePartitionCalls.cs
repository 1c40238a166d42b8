using System.Xml;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Volumes;

/// <summary>Partitions of partitioned volumes and the list of their files.</summary>
internal sealed class VolumePartitionCalls(EmulatedService service)
{
    private const string One = VolumeCalls.One + "/{partition}";

    private readonly VolumeCatalog _catalog = new(service);

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", One, Size, "meta");
        routes.Map("GET", One, Files, "expectmarker");
        routes.Map("GET", One, Get);
        routes.Map("DELETE", One, Delete);
    }

    public ServiceResponse List(ServiceRequest request)
    {
        EmulatedVolume volume = VolumeCatalog.RequireParted(_catalog.Find(request));
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<(string Name, ObjectFields Fields)> partitions = _catalog.Partitions(volume)
            .Where(p => p.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (owner is null || owner == p.Fields["owner"]));
        return Paging.List(
            request,
            "Volume",
            partitions,
            p => p.Name,
            (xml, partition) => Write(xml, "Partition", partition.Name, partition.Fields),
            wrapper: "Partitions");
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        (_, string name, ObjectFields fields) = Find(request);
        return ServiceResponse.Xml(xml => Write(xml, "Meta", name, fields));
    }

    private ServiceResponse Size(ServiceRequest request)
    {
        (EmulatedVolume volume, string name, _) = Find(request);
        long[] sizes = [.. _catalog.Files(volume, name).Select(f => f.Length)];
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Meta");
            xml.Element("Length", sizes.Sum());
            xml.Element("FileNumber", sizes.Length);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Files(ServiceRequest request)
    {
        (EmulatedVolume volume, string name, _) = Find(request);
        string prefix = request.Find("name") ?? "";
        IEnumerable<(string Name, long Length)> files = _catalog.Files(volume, name).Where(f => f.Name.StartsWith(prefix, StringComparison.Ordinal));
        return Paging.List(request, "Items", files, f => f.Name, (xml, file) =>
        {
            xml.WriteStartElement("Item");
            xml.Element("Name", file.Name);
            xml.Element("Length", file.Length);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Delete(ServiceRequest request)
    {
        (EmulatedVolume volume, string name, _) = Find(request);
        _catalog.DeletePartition(volume, name);
        return ServiceResponse.Empty(204);
    }

    private (EmulatedVolume Volume, string Name, ObjectFields Fields) Find(ServiceRequest request)
    {
        EmulatedVolume volume = VolumeCatalog.RequireParted(_catalog.Find(request));
        string name = request.Route("partition");
        return (volume, name, _catalog.FindPartition(volume, name) ?? throw VolumeCatalog.NoSuchPartition(volume, name));
    }

    private static void Write(XmlWriter xml, string root, string name, ObjectFields fields)
    {
        xml.WriteStartElement(root);
        xml.Element("Name", name);
        xml.Element("Owner", fields["owner"]);
        xml.Element("Comment", "");
        xml.Element("Type", "OLD");
        xml.Element("CreationTime", fields.Time("created"));
        xml.Element("LastModifiedTime", fields.Time("modified"));
        xml.WriteEndElement();
    }
}
