using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.MachineLearning;

namespace Odps.Net.Emulator.Rest;

/// <summary>Instances: submit, look after, stop, list.</summary>
internal sealed class InstanceCalls(EmulatedService service)
{
    private const string All = "projects/{project}/instances";
    private const string One = "projects/{project}/instances/{instance}";

    /// <summary>How long a request that may wait is held: submission with <c>tryWait</c>, status with <c>instancestatus</c>.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    public void AddTo(RouteTable routes)
    {
        routes.Map("POST", All, CreateAsync);
        routes.Map("GET", All, List);
        routes.Map("GET", "projects/{project}/cachedinstances", ListQueueing);
        routes.Map("GET", One, request => InstanceXml.TaskStatus(Find(request)), "taskstatus");
        routes.Map("GET", One, request => InstanceXml.Result(Find(request)), "result");
        routes.Map("GET", One, request => InstanceXml.Source(Find(request)), "source");
        routes.Map("GET", One, request => InstanceXml.Progress(Find(request), request.Find("taskname")), "instanceprogress");
        routes.Map("GET", One, Summary, "instancesummary");
        routes.Map("GET", One, Summary, "summary");
        routes.Map("GET", One, request => ServiceResponse.Json(json => InstanceJson.WriteQueueing(json, Find(request))), "cached");
        routes.Map("GET", One, Info, "info");
        routes.Refuse("GET", One, "instancedetail", "detail", "instancequota", "log");
        routes.Refuse("PUT", One, "info");
        routes.Map("GET", One, LongPollAsync, "instancestatus");
        routes.Map("GET", One, request => InstanceXml.Status(Find(request)));
        routes.Map("PUT", One, StopAsync);
    }

    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Instance", cancellationToken).ConfigureAwait(false);
        EmulatedInstance instance = document.Element("XflowInstance") is { } run
            ? XFlowJob.Submit(service, project, request.Caller.Account, run)
            : service.Instances.Submit(project, request.Caller.Account, JobDocument.Parse(document));
        if (request.Has("tryWait"))
        {
            await instance.WaitAsync(MaxWait, cancellationToken).ConfigureAwait(false);
        }

        // With 201 there is no body: PyODPS would read one as the result.
        ServiceResponse response = request.Has("tryWait") && instance.IsTerminated ? InstanceXml.Result(instance) : ServiceResponse.Empty(201);
        return response.With("Location", $"http://{service.Authority}/api/projects/{project}/instances/{instance.Id}");
    }

    private ServiceResponse List(ServiceRequest request)
    {
        IEnumerable<EmulatedInstance> instances = Filter(request);
        if (request.Find("daterange") is { } range)
        {
            (long from, long to) = Range(range);
            instances = instances.Where(i => i.StartTime.ToUnixTimeSeconds() >= from && i.StartTime.ToUnixTimeSeconds() <= to);
        }

        return Paging.List(request, "Instances", instances, i => i.Id, (xml, instance) =>
        {
            xml.WriteStartElement("Instance");
            xml.Element("Name", instance.Id);
            xml.Element("Owner", instance.Owner);
            xml.Element("StartTime", instance.StartTime);
            xml.Element("EndTime", instance.EndTime);
            xml.Element("Status", instance.Status);
            xml.WriteEndElement();
        });
    }

    private ServiceResponse ListQueueing(ServiceRequest request)
    {
        EmulatedInstance[] instances = [.. Filter(request).Where(i => request.Has("status") || !i.IsTerminated)];
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement("Instances");
            xml.Element("Marker", "");
            xml.Element("MaxItems", instances.Length);
            xml.Element("Content", ServiceResponse.JsonText(json =>
            {
                json.WriteStartArray();
                foreach (EmulatedInstance instance in instances)
                {
                    InstanceJson.WriteQueueing(json, instance);
                }

                json.WriteEndArray();
            }));
            xml.WriteEndElement();
        });
    }

    private async Task<ServiceResponse> LongPollAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        EmulatedInstance instance = Find(request);
        await instance.WaitAsync(MaxWait, cancellationToken).ConfigureAwait(false);
        return InstanceXml.Status(instance);
    }

    private async Task<ServiceResponse> StopAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        EmulatedInstance instance = Find(request);
        XElement document = await request.ReadXmlAsync("Instance", cancellationToken).ConfigureAwait(false);
        if (document.Text("Status") is not "Terminated")
        {
            throw new EmulatorException("InvalidArgument", $"An instance can only be set to 'Terminated', not to '{document.Text("Status")}'.");
        }

        return instance.Stop()
            ? ServiceResponse.Empty()
            : throw new EmulatorException("InvalidStateSetting", $"ODPS-0420061: Invalid parameter in HTTP request - the instance {instance.Id} has already ended.", 409);
    }

    private ServiceResponse Summary(ServiceRequest request)
    {
        EmulatedInstance instance = Find(request);
        return InstanceJson.Summary(instance, FindTask(request, instance));
    }

    /// <summary>What a task tells about itself: a SQL task has warnings, of which the emulator has none.</summary>
    private ServiceResponse Info(ServiceRequest request)
    {
        EmulatedInstance instance = Find(request);
        FindTask(request, instance);
        return request.Find("key") == "warnings"
            ? ServiceResponse.Text("""{"warnings":[]}""", "application/json")
            : throw new EmulatorException("InvalidArgument", $"The task has no information '{request.Find("key")}'.");
    }

    private IEnumerable<EmulatedInstance> Filter(ServiceRequest request)
    {
        string? status = request.Find("status");
        string? name = request.Find("jobname");
        bool isOwn = "yes".Equals(request.Find("onlyowner"), StringComparison.OrdinalIgnoreCase);
        return service.Instances.List(request.Project(service.Store)).Where(i =>
            (status is null || status.Equals(i.Status, StringComparison.OrdinalIgnoreCase))
            && (name is null || name == i.Job.Name)
            && (!isOwn || i.Owner == request.Caller.Account));
    }

    private EmulatedInstance Find(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string id = request.Route("instance");
        return service.Instances.Find(project, id)
            ?? throw new EmulatorException("NoSuchObject", $"ODPS-0420031: The instance {id} does not exist in the project {project}.", 404);
    }

    private static TaskState FindTask(ServiceRequest request, EmulatedInstance instance)
    {
        string? name = request.Find("taskname");
        return instance.Tasks.FirstOrDefault(t => t.Task.Name == name)
            ?? throw new EmulatorException("NoSuchObject", $"The instance {instance.Id} has no task '{name}'.", 404);
    }

    /// <summary><c>from:to</c> in Unix seconds; either side may be empty.</summary>
    private static (long From, long To) Range(string text)
    {
        string[] sides = text.Split(':');
        long from = 0;
        long to = long.MaxValue;
        bool isValid = sides.Length == 2
            && (sides[0].Length == 0 || long.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out from))
            && (sides[1].Length == 0 || long.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out to));
        return isValid ? (from, to) : throw new EmulatorException("InvalidArgument", $"The parameter 'daterange' is to be from:to in seconds; it is '{text}'.");
    }
}
