using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.MachineLearning;

namespace Odps.Net.Emulator.Rest;

/// <summary>Instances: submit, look after, stop, list.</summary>
internal sealed class InstanceCalls(EmulatedService service)
{
    private const string Mcqa = "mcqa/";

    /// <summary>How long a request that may wait is held: submission with <c>tryWait</c>, status with <c>instancestatus</c>.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    public void AddTo(RouteTable routes)
    {
        // An interactive quota has the same calls under a prefix of its own; its instances are found without it as well.
        Add(routes, "");
        Add(routes, Mcqa);
        routes.Map("GET", "projects/{project}/cachedinstances", ListQueueing);
        routes.Map("GET", "projects/{project}/session", ListSessions);
    }

    private void Add(RouteTable routes, string prefix)
    {
        string all = prefix + "projects/{project}/instances";
        string one = all + "/{instance}";
        routes.Map("POST", all, CreateAsync);
        routes.Map("GET", all, List);
        routes.Map("GET", one, request => InstanceXml.TaskStatus(Find(request)), "taskstatus");
        routes.Map("GET", one, request => InstanceXml.Result(Find(request)), "result");
        routes.Map("GET", one, request => InstanceXml.Source(Find(request)), "source");
        routes.Map("GET", one, request => InstanceXml.Progress(Find(request), request.Find("taskname"), service.Clock.GetUtcNow()), "instanceprogress");
        routes.Map("GET", one, Summary, "instancesummary");
        routes.Map("GET", one, Summary, "summary");
        routes.Map("GET", one, request => ServiceResponse.Json(json => InstanceJson.WriteQueueing(json, Find(request))), "cached");
        routes.Map("GET", one, InfoAsync, "info");
        routes.Map("PUT", one, PutInfoAsync, "info");
        routes.Map("GET", one, Detail, "instancedetail");
        routes.Map("GET", one, Detail, "detail");
        routes.Map("GET", one, Quota, "instancequota");
        routes.Map("GET", one, Log, "log");
        routes.Map("GET", one, LongPollAsync, "instancestatus");
        routes.Map("GET", one, request => WithCookie(InstanceXml.Status(Find(request)), Find(request)));
        routes.Map("PUT", one, StopAsync);
    }

    private async Task<ServiceResponse> CreateAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        XElement document = await request.ReadXmlAsync("Instance", cancellationToken).ConfigureAwait(false);
        bool isMcqa = request.Path.StartsWith("/" + Mcqa, StringComparison.Ordinal);
        if (isMcqa && request.Header(McqaCalls.ConnectionHeader) is null)
        {
            throw new EmulatorException("InvalidParameter", $"An interactive job needs the header {McqaCalls.ConnectionHeader}.");
        }

        bool mayFallBack = request.Header("x-odps-fallback-infos")?.Contains("\"Fallback\":\"true\"", StringComparison.Ordinal) == true;
        EmulatedInstance instance = document.Element("XflowInstance") is { } run
            ? XFlowJob.Submit(service, project, request.Caller.Account, run)
            : service.Instances.Submit(project, request.Caller.Account, JobDocument.Parse(document), isMcqa, mayFallBack);
        if (request.Has("tryWait"))
        {
            await instance.WaitAsync(MaxWait, cancellationToken).ConfigureAwait(false);
        }

        // With 201 there is no body: PyODPS would read one as the result.
        ServiceResponse response = request.Has("tryWait") && instance.IsTerminated ? InstanceXml.Result(instance) : ServiceResponse.Empty(201);
        return WithCookie(response, instance).With("Location", $"http://{service.Authority}/api/projects/{project}/instances/{instance.Id}");
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

    /// <summary>The interactive sessions that run, by the ids of their instances.</summary>
    private ServiceResponse ListSessions(ServiceRequest request)
    {
        EmulatedInstance[] sessions = [.. service.Instances.List(request.Project(service.Store)).Where(i => i is { Session: not null, IsTerminated: false })];
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            foreach (EmulatedInstance instance in sessions)
            {
                json.WriteStartObject(instance.Id);
                json.WriteString("owner"u8, instance.Owner);
                json.WriteString("sessionId"u8, instance.Id);
                json.WriteString("aliasName"u8, instance.Session!.Name);
                json.WriteString("version"u8, "1");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    private async Task<ServiceResponse> LongPollAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        EmulatedInstance instance = Find(request);
        await instance.WaitAsync(MaxWait, cancellationToken).ConfigureAwait(false);
        return WithCookie(InstanceXml.Status(instance), instance);
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

    /// <summary>What a task tells about itself: a SQL task has warnings, of which the emulator has none; a session has its queries; any task what it was handed.</summary>
    private async Task<ServiceResponse> InfoAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        EmulatedInstance instance = Find(request);
        string key = request.Find("key") ?? "";
        TaskState task = FindTask(request, instance);
        string? text = IsSession(task)
            ? instance.Session is { } session ? await session.GetAsync(key, cancellationToken).ConfigureAwait(false) : ""
            : instance.Information.TryGetValue((task.Task.Name, key), out string? known) ? known
            : key == "warnings" ? """{"warnings":[]}""" : null;
        return text is not null
            ? ServiceResponse.Text(text, "application/json")
            : throw new EmulatorException("InvalidArgument", $"The task has no information '{key}'.");
    }

    private async Task<ServiceResponse> PutInfoAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        EmulatedInstance instance = Find(request);
        TaskState task = FindTask(request, instance);
        XElement document = await request.ReadXmlAsync("Instance", cancellationToken).ConfigureAwait(false);
        string key = document.Text("Key") ?? throw new EmulatorException("InvalidArgument", "Information for a task needs a <Key>.");
        string value = document.Element("Value")?.Value ?? "";
        string answer = "";
        if (!IsSession(task))
        {
            instance.Information[(task.Task.Name, key)] = value;
        }
        else
        {
            answer = instance is { IsTerminated: false, Session: { } session }
                ? session.Put(key, value)
                : """{"status":"NotFound","result":"ODPS-1810001: the session is not running"}""";
        }

        return ServiceResponse.Text(answer, "application/json").With("Location", $"http://{service.Authority}/api/projects/{instance.Project}/instances/{instance.Id}");
    }

    private ServiceResponse Detail(ServiceRequest request)
    {
        EmulatedInstance instance = Find(request);
        return InstanceJson.Detail(instance, FindTask(request, instance), service.Clock.GetUtcNow());
    }

    /// <summary>The quota of a task; asked again within 30 s, the service says nothing.</summary>
    private ServiceResponse Quota(ServiceRequest request)
    {
        EmulatedInstance instance = Find(request);
        FindTask(request, instance);
        long now = service.Clock.GetUtcNow().UtcTicks;
        bool isTooSoon = instance.QuotaAskedAt != 0 && now - instance.QuotaAskedAt < TimeSpan.FromSeconds(30).Ticks;
        instance.QuotaAskedAt = isTooSoon ? instance.QuotaAskedAt : now;
        return InstanceJson.Quota(isTooSoon);
    }

    /// <summary>The log of a worker: what the emulator knows of it, since its workers write nothing.</summary>
    private ServiceResponse Log(ServiceRequest request)
    {
        EmulatedInstance instance = Find(request);
        string id = request.Find("id") ?? "";
        if (!InstanceJson.LogIds(instance).Contains(id))
        {
            throw new EmulatorException("NoSuchObject", $"The instance {instance.Id} has no log '{id}'.", 404);
        }

        string text = $"worker {id} of instance {instance.Id}: {request.Find("logtype") ?? "stdout"}\nnothing was written\n";
        long size = request.Number("size", 0);
        return ServiceResponse.Text(size > 0 && size < text.Length ? text[..(int)size] : text);
    }

    private static bool IsSession(TaskState task) => task.Task.Type == SessionTaskRunner.TypeName;

    private static ServiceResponse WithCookie(ServiceResponse response, EmulatedInstance instance) =>
        response.With("x-odps-mcqa-query-cookie", instance.IsMcqa ? $"cookie-{instance.Id}" : null);

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
