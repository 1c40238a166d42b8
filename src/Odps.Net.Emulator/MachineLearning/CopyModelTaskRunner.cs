using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>Copies an offline model, or makes one from files.</summary>
internal sealed class CopyModelTaskRunner(OfflineModelStore models) : ITaskRunner
{
    private const string TaskType = "CopyOfflineModel";

    public string Type => TaskType;

    /// <summary>Checks what is to be copied where, and starts it.</summary>
    /// <param name="service">The emulator.</param>
    /// <param name="owner">Who asks.</param>
    /// <param name="project">The project that was asked.</param>
    /// <param name="copy">The element <c>Offlinemodel</c> of the request.</param>
    public static EmulatedInstance Submit(EmulatedService service, string owner, string project, XElement copy)
    {
        if (copy.Text("SrcModel") is not { } source)
        {
            return Create(service, owner, project, copy);
        }

        string sourceProject = copy.Text("SrcProject") ?? project;
        string target = copy.Text("DestModel") ?? throw new EmulatorException("InvalidParameter", "ODPS-0420061: Invalid parameter in HTTP request - <Offlinemodel> has no <DestModel>.");
        string targetProject = copy.Text("DestProject") ?? project;
        foreach (string needed in (string[])[sourceProject, targetProject])
        {
            if (!service.Store.ProjectExists(needed))
            {
                throw StoreErrors.NoSuchProject(needed);
            }
        }

        service.Models.Get(sourceProject, source);
        if (service.Models.Find(targetProject, target) is not null)
        {
            throw new EmulatorException("ObjectAlreadyExists", $"ODPS-0430072: The offline model '{target}' exists already in the project {targetProject}.", 409);
        }

        var properties = new Dictionary<string, string>
        {
            ["source project"] = sourceProject, ["source"] = source, ["target project"] = targetProject, ["target"] = target,
        };
        return Submit(service, owner, project, "CopyOfflineModelTask", properties, copy);
    }

    /// <summary>A model from files, which the emulator does not read: its text says where they lie.</summary>
    private static EmulatedInstance Create(EmulatedService service, string owner, string project, XElement model)
    {
        string name = model.Text("Name") ?? throw new EmulatorException("InvalidParameter", "ODPS-0420061: Invalid parameter in HTTP request - <Offlinemodel> has no <Name>.");
        if (service.Models.Find(project, name) is not null)
        {
            throw new EmulatorException("ObjectAlreadyExists", $"ODPS-0430072: The offline model '{name}' exists already in the project {project}.", 409);
        }

        var properties = new Dictionary<string, string>
        {
            ["target project"] = project, ["target"] = name, ["path"] = model.Text("ModelPath") ?? "", ["type"] = model.Text("Type") ?? "PMML",
        };
        return Submit(service, owner, project, "CreateOfflineModelTask", properties, model);
    }

    private static EmulatedInstance Submit(
        EmulatedService service, string owner, string project, string taskName, Dictionary<string, string> properties, XElement element) => service.Instances.Submit(project, owner, new JobDocument
        {
            Tasks = [new JobTask { Type = TaskType, Name = taskName, Properties = properties, Settings = new Dictionary<string, string>(), Element = element }],
        });

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken)
    {
        if (task.Properties.TryGetValue("path", out string? path))
        {
            string pmml = new XElement("PMML", new XElement("Header", new XAttribute("description", path))).ToString();
            models.Put(task.Properties["target project"], task.Properties["target"], instance.Owner, task.Properties["type"], pmml);
            return TaskOutcome.FromText("");
        }

        string project = task.Properties["source project"];
        string name = task.Properties["source"];
        StoredModel source = models.Get(project, name);
        models.Put(task.Properties["target project"], task.Properties["target"], instance.Owner, source.Type, models.ReadPmml(project, name));
        return TaskOutcome.FromText("");
    }
}
