using System.Text;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.MachineLearning;

namespace Odps.Net.Emulator.Rest;

/// <summary>XFlows and what became of their runs, and offline models.</summary>
internal sealed class MachineLearningCalls(EmulatedService service)
{
    private const string XFlows = "projects/{project}/xflows";
    private const string XFlow = "projects/{project}/xflows/{xflow}";
    private const string Models = "projects/{project}/offlinemodels";
    private const string Model = "projects/{project}/offlinemodels/{model}";
    private const string Instance = "projects/{project}/instances/{instance}";

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", XFlows, ListXFlows);
        routes.Map("POST", XFlows, CreateXFlowAsync);
        routes.Map("GET", XFlow, GetXFlow);
        routes.Map("PUT", XFlow, UpdateXFlowAsync);
        routes.Map("DELETE", XFlow, DeleteXFlow);
        routes.Map("GET", Instance, Results, "xresult");
        routes.Map("GET", Instance, Source, "xsource");
        routes.Map("GET", Models, ListModels);
        routes.Map("POST", Models, CopyModelAsync);
        routes.Map("GET", Model, request => ServiceResponse.Text(service.Models.ReadPmml(request.Project(service.Store), request.Route("model"))), "data");
        routes.Map("GET", Model, request => GetModel(request));
        routes.Map("DELETE", Model, DeleteModel);
    }

    private ServiceResponse ListXFlows(ServiceRequest request)
    {
        string? owner = request.Find("owner");
        IEnumerable<StoredXFlow> found = service.XFlows.List(request.Project(service.Store)).Where(xflow => owner is null || owner == xflow.Owner);
        return Paging.List(request, "xflows", found, xflow => xflow.Name, (xml, xflow) =>
        {
            // Java reads the one name, PyODPS the other, and each passes over what it does not know.
            WriteXFlow(xml, "xflow", xflow);
            WriteXFlow(xml, "odpsalgo", xflow);
        });
    }

    private static void WriteXFlow(XmlWriter xml, string element, StoredXFlow xflow)
    {
        xml.WriteStartElement(element);
        xml.Element("Name", xflow.Name);
        xml.Element("Owner", xflow.Owner);
        xml.Element("CreationTime", xflow.Created);
        xml.Element("LastModifiedTime", xflow.Modified);
        xml.WriteEndElement();
    }

    private async Task<ServiceResponse> CreateXFlowAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        byte[] source = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        string name = NameIn(source);
        service.XFlows.Create(project, name, request.Caller.Account, source);
        return ServiceResponse.Empty(201).With("Location", $"http://{service.Authority}/api/projects/{project}/xflows/{name}");
    }

    private ServiceResponse GetXFlow(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        StoredXFlow xflow = service.XFlows.Get(project, request.Route("xflow"));
        return new ServiceResponse { ContentType = "application/xml", Body = service.XFlows.ReadSource(project, xflow.Name) }
            .With("x-odps-owner", xflow.Owner)
            .With("x-odps-creation-time", ServiceXml.HttpDate(xflow.Created))
            .With("Last-Modified", ServiceXml.HttpDate(xflow.Modified));
    }

    private async Task<ServiceResponse> UpdateXFlowAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        byte[] source = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        NameIn(source);
        service.XFlows.Update(project, request.Route("xflow"), source);
        return ServiceResponse.Empty();
    }

    private ServiceResponse DeleteXFlow(ServiceRequest request)
    {
        service.XFlows.Delete(request.Project(service.Store), request.Route("xflow"));
        return ServiceResponse.Empty(204);
    }

    private ServiceResponse Results(ServiceRequest request)
    {
        EmulatedInstance instance = FindInstance(request);
        TaskState task = XFlowJob.TaskOf(instance);
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Xinstance");
            xml.WriteStartElement("Actions");
            xml.WriteStartElement("Action");
            xml.WriteAttributeString("NodeType", "Instance");
            xml.Element("InstanceId", task.Task.Properties[XFlowJob.NodeProperty]);
            xml.Element("Name", task.Task.Name + "_node");
            xml.WriteStartElement("Result");
            xml.WriteAttributeString("Transform", "Base64");
            xml.WriteAttributeString("Format", "text");
            xml.WriteString(Convert.ToBase64String(Encoding.UTF8.GetBytes(task.Outcome?.Text ?? "")));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }

    private ServiceResponse Source(ServiceRequest request)
    {
        EmulatedInstance instance = FindInstance(request);
        var source = new XElement("Instance", new XElement(XFlowJob.TaskOf(instance).Task.Element));
        return ServiceResponse.Xml(source.WriteTo);
    }

    private ServiceResponse ListModels(ServiceRequest request)
    {
        string prefix = request.Find("name") ?? "";
        string? owner = request.Find("owner");
        IEnumerable<StoredModel> found = service.Models.List(request.Project(service.Store))
            .Where(model => model.Name.StartsWith(prefix, StringComparison.Ordinal) && (owner is null || owner == model.Owner));
        return Paging.List(request, "OfflineModels", found, model => model.Name, WriteModel);
    }

    private async Task<ServiceResponse> CopyModelAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Offlinemodel", cancellationToken).ConfigureAwait(false);
        EmulatedInstance instance = CopyModelTaskRunner.Submit(service, request.Caller.Account, project, document);
        return ServiceResponse.Empty(201).With("Location", $"http://{service.Authority}/api/projects/{project}/instances/{instance.Id}");
    }

    private ServiceResponse GetModel(ServiceRequest request)
    {
        StoredModel model = service.Models.Get(request.Project(service.Store), request.Route("model"));
        return ServiceResponse.Xml(xml => WriteModel(xml, model));
    }

    private ServiceResponse DeleteModel(ServiceRequest request)
    {
        service.Models.Delete(request.Project(service.Store), request.Route("model"));
        return ServiceResponse.Empty(204);
    }

    private static void WriteModel(XmlWriter xml, StoredModel model)
    {
        xml.WriteStartElement("OfflineModel");
        xml.Element("Name", model.Name);
        xml.Element("Owner", model.Owner);
        xml.Element("CreationTime", model.Created);
        xml.Element("LastModifiedTime", model.Modified);
        xml.Element("Type", model.Type);
        xml.WriteEndElement();
    }

    private EmulatedInstance FindInstance(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string id = request.Route("instance");
        return service.Instances.Find(project, id)
            ?? throw new EmulatorException("NoSuchObject", $"ODPS-0420031: The instance {id} does not exist in the project {project}.", 404);
    }

    /// <summary>The name that the source of an XFlow gives it.</summary>
    private static string NameIn(byte[] source)
    {
        using var reader = XmlReader.Create(new MemoryStream(source), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader).Root!.Attribute("name")?.Value is { Length: > 0 } name
            ? name
            : throw new EmulatorException("InvalidParameter", "ODPS-0420061: Invalid parameter in HTTP request - the source of an XFlow names it in the attribute 'name' of its root.");
    }
}
