using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>The run of an XFlow, or its node: see <see cref="XFlowJob"/>.</summary>
internal sealed class XFlowTaskRunner(string type, ITableStore tables, OfflineModelStore models) : ITaskRunner
{
    private const string Pmml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <PMML version="4.2" xmlns="http://www.dmg.org/PMML-4_2">
          <Header description="Made by an emulator of MaxCompute: nothing was trained."><Application name="Odps.Net.Emulator"/></Header>
          <DataDictionary numberOfFields="0"/>
        </PMML>
        """;

    public string Type => type;

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>();
        foreach (XElement parameter in task.Element.Elements("Parameters").SelectMany(p => p.Elements("Parameter")))
        {
            parameters[parameter.Text("Key") ?? ""] = parameter.Element("Value")?.Value ?? "";
        }

        if (parameters.TryGetValue("inputTableName", out string? input))
        {
            RequireTable(instance.Project, input);
        }

        if (type == XFlowJob.RunType && parameters.TryGetValue("modelName", out string? model))
        {
            Make(instance, model);
        }

        return TaskOutcome.FromText("");
    }

    private void RequireTable(string project, string name)
    {
        string[] parts = name.Split('.');
        bool isThere = parts switch
        {
            [var table] => tables.FindTable(project, null, table) is not null,
            [var owner, var table] => tables.FindTable(owner, null, table) is not null,
            [var owner, var schema, var table] => tables.FindTable(owner, schema, table) is not null,
            _ => false,
        };
        if (!isThere)
        {
            throw new EmulatorException("NoSuchTable", $"ODPS-0130131:Table not found - table {name} cannot be resolved");
        }
    }

    /// <summary>The model is named <c>project/offlinemodels/model</c>.</summary>
    private void Make(EmulatedInstance instance, string name)
    {
        if (name.Split('/') is not [var project, "offlinemodels", { Length: > 0 } model] || !tables.ProjectExists(project))
        {
            throw JobDocument.Invalid($"'{name}' is not the name of an offline model: project/offlinemodels/model was expected");
        }

        models.Put(project, model, instance.Owner, "pmml", Pmml);
    }
}
