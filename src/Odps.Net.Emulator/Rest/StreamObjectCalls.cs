using System.Xml;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Table streams: list and get. SQL makes and drops them.</summary>
internal sealed class StreamObjectCalls(EmulatedService service)
{
    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "projects/{project}/streamobjects", List);
        routes.Map("GET", "projects/{project}/streamobjects/{stream}", Get);
    }

    private ServiceResponse List(ServiceRequest request) => Paging.List(
        request,
        "StreamObjects",
        StreamDefinition.List(service.Objects, request.Project(service.Store)),
        stream => stream.Name,
        (xml, stream) =>
        {
            xml.WriteStartElement("StreamObject");
            xml.Element("Name", stream.Name);
            xml.WriteEndElement();
        });

    private ServiceResponse Get(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("stream");
        StreamDefinition stream = StreamDefinition.Find(service.Objects, project, name) ?? throw StoreErrors.NoSuchStream(project, name);
        return ServiceResponse.Xml(xml => Write(xml, stream));
    }

    private static void Write(XmlWriter xml, StreamDefinition stream)
    {
        xml.WriteStartElement("StreamObject");
        xml.Element("Project", stream.Project);
        xml.Element("Name", stream.Name);
        xml.Element("RefTableProject", stream.TableProject);
        xml.Element("RefTableName", stream.TableName);
        xml.Element("RefTableId", stream.TableId);
        xml.Element("RefTableVersion", stream.TableVersion);
        xml.Element("CreateTime", stream.Created);
        xml.Element("LastModifiedTime", stream.Created);
        xml.Element("version", "1");
        xml.WriteEndElement();
    }
}
