using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Partitions of a table: list, names, get. They are made and dropped by SQL, or by the tunnel.</summary>
internal sealed class PartitionCalls(EmulatedService service)
{
    private const string Path = "projects/{project}/tables/{table}";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", Path, request => request.Has("name") ? Names(request) : List(request), "partitions");
        routes.Map("GET", Path, Get, "partition");
    }

    private ServiceResponse List(ServiceRequest request) => Paging.List(
        request,
        "Partitions",
        Find(request),
        p => p.Spec.ToPath(),
        (xml, partition) =>
        {
            xml.WriteStartElement("Partition");
            foreach ((string key, string value) in partition.Spec)
            {
                xml.WriteStartElement("Column");
                xml.WriteAttributeString("Name", key);
                xml.WriteAttributeString("Value", ServiceXml.Clean(value));
                xml.WriteEndElement();
            }

            xml.Element("CreationTime", partition.CreationTime.ToUnixTimeSeconds());
            xml.Element("LastDDLTime", partition.LastDdlTime.ToUnixTimeSeconds());
            xml.Element("LastModifiedTime", partition.LastModifiedTime.ToUnixTimeSeconds());
            xml.Element("PartitionSize", partition.Size);
            xml.Element("PartitionRecordCount", partition.RecordCount);
            xml.WriteEndElement();
        },
        request.Has("reverse"));

    private ServiceResponse Names(ServiceRequest request) => Paging.List(
        request,
        "Partitions",
        Find(request).Select(p => p.Spec.ToPath()),
        path => path,
        (xml, path) =>
        {
            xml.WriteStartElement("Partition");
            xml.Element("Name", path);
            xml.WriteEndElement();
        });

    private ServiceResponse Get(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        PartitionSpec spec = Lookup.WholeSpec(table, request.Query["partition"]);
        PartitionDefinition partition = Lookup.Partition(service.Store, table, spec);
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Partition");
            xml.CDataElement("Schema", request.Has("extended") ? TableJson.PartitionExtended(table, partition) : TableJson.Partition(partition));
            xml.WriteEndElement();
        });
    }

    private IEnumerable<PartitionDefinition> Find(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        if (!table.Schema.IsPartitioned)
        {
            throw new EmulatorException("InvalidArgument", $"The table {table.Project}.{table.Name} is not partitioned.");
        }

        PartitionSpec? filter = request.Find("partition") is { } text ? PartitionText.Parse(text, table.Schema.PartitionColumns) : null;
        return service.Store.ListPartitions(table).Where(p => filter is null || filter.IsPartOf(p.Spec));
    }
}
