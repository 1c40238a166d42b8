using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>
/// The run of an XFlow as instances of the emulator: one for the run, and one for its only node. Nothing is computed: the tables that it reads have to be
/// there, and the model that it is to make is then there, with a PMML text that says where it comes from.
/// </summary>
internal static class XFlowJob
{
    public const string RunType = "Xflow";
    public const string NodeType = "XflowNode";
    public const string NodeProperty = "node";

    /// <summary>Starts a run.</summary>
    /// <param name="service">The emulator.</param>
    /// <param name="project">Where it runs.</param>
    /// <param name="owner">Who runs it.</param>
    /// <param name="run">The element <c>XflowInstance</c> of the submission.</param>
    public static EmulatedInstance Submit(EmulatedService service, string project, string owner, XElement run)
    {
        string name = run.Text("Xflow") ?? throw JobDocument.Invalid("<XflowInstance> has no <Xflow>");
        string from = run.Text("Project") ?? project;
        if (!from.Equals(XFlowStore.PublicProject, StringComparison.OrdinalIgnoreCase))
        {
            service.XFlows.Get(from, name);
        }

        string priority = run.Text("Priority") ?? JobDocument.DefaultPriority.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < 0)
        {
            throw JobDocument.Invalid($"the priority is to be 0 or more; it is '{priority}'");
        }

        EmulatedInstance node = service.Instances.Submit(project, owner, Job(NodeType, name + "_node", run, value, guid: null, []));
        return service.Instances.Submit(
            project, owner, Job(RunType, name, run, value, run.Text("Guid"), new Dictionary<string, string> { [NodeProperty] = node.Id }));
    }

    /// <summary>The task of a run; an instance of another kind is refused.</summary>
    public static TaskState TaskOf(EmulatedInstance instance) => instance.Tasks is [{ Task.Type: RunType } task]
        ? task
        : throw new EmulatorException("InstanceTypeNotSupported", $"ODPS-0420061: Invalid parameter in HTTP request - the instance {instance.Id} is not the run of an XFlow.");

    private static JobDocument Job(string type, string name, XElement run, int priority, string? guid, Dictionary<string, string> properties) => new()
    {
        Priority = priority,
        Guid = guid,
        Tasks = [new JobTask { Type = type, Name = name, Properties = properties, Settings = new Dictionary<string, string>(), Element = run }],
    };
}
