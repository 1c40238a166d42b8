using System.Xml.Linq;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Instances;

/// <summary>Purges a project with all that it holds. The job runs in a project of the service's own.</summary>
internal sealed class PurgeProjectTaskRunner(ITableStore tables, IObjectStore objects) : ITaskRunner
{
    public const string Project = "admin_task_project";

    private const string TaskType = "PurgeProject";
    private const string ProjectProperty = "project";

    public string Type => TaskType;

    public static EmulatedInstance Submit(EmulatedService service, string owner, string project) => service.Instances.Submit(Project, owner, new JobDocument
    {
        Tasks =
        [
            new JobTask
            {
                Type = TaskType,
                Name = "PurgeProjectTask",
                Properties = new Dictionary<string, string> { [ProjectProperty] = project },
                Settings = new Dictionary<string, string>(),
                Element = new XElement(TaskType),
            },
        ],
    });

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken)
    {
        string project = task.Properties[ProjectProperty];
        objects.Transact(() =>
        {
            objects.DeleteAll(project);
            tables.DeleteProject(project);
            return 0;
        });
        return TaskOutcome.FromText("");
    }
}
