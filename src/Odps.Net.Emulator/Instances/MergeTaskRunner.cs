using System.Text.RegularExpressions;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Security;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Instances;

/// <summary>
/// The task <c>Merge</c>: merging of files, compaction, archiving, freezing and restoring. Tables of the emulator have no files, so it looks whether the table
/// or partition is there, and remembers that it was archived.
/// </summary>
internal sealed partial class MergeTaskRunner(ITableStore store, ProjectSecurity security) : ITaskRunner
{
    public string Type => "Merge";

    public TaskOutcome Run(JobTask task, EmulatedInstance instance, CancellationToken cancellationToken)
    {
        XElement[] names = [.. task.Element.Elements("TableName"), .. task.Element.Elements("Tables").Elements("TableName")];
        if (names.Length == 0)
        {
            throw JobDocument.Invalid($"the task '{task.Name}' has no <TableName>");
        }

        bool archives = task.Properties.ContainsKey("archiveSettings");
        foreach (XElement name in names)
        {
            Run(name.Value, instance, task.Settings.GetValueOrDefault("odps.default.schema"), archives);
        }

        return TaskOutcome.FromText("");
    }

    private void Run(string text, EmulatedInstance instance, string? schema, bool archives)
    {
        string project = instance.Project;
        Match match = TableAndPartition().Match(text);
        string[] parts = match.Success ? match.Groups["table"].Value.Split('.') : [];
        TableDefinition table = parts.Length switch
        {
            1 => Find(project, schema, parts[0]),
            2 => store.FindTable(parts[0], null, parts[1]) ?? Find(project, parts[0], parts[1]),
            3 => Find(parts[0], parts[1], parts[2]),
            _ => throw JobDocument.Invalid($"'{text}' is not the name of a table, with or without a partition"),
        };
        security.Check(instance.Owner, table.Project, "Alter", SecuredNames.Of(table), table.Owner);
        if (table.IsView)
        {
            throw new EmulatorException("ODPS-0130071", $"ODPS-0130071:Semantic analysis exception - {StoreErrors.FullName(table)} is a view and has no files");
        }

        if (!match.Groups["partition"].Success)
        {
            if (archives)
            {
                store.AlterTable(table with { IsArchived = true });
            }

            return;
        }

        PartitionSpec spec = Lookup.WholeSpec(table, match.Groups["partition"].Value);
        if (store.FindPartition(table, spec) is null)
        {
            throw StoreErrors.NoSuchPartition(table, spec);
        }

        if (archives)
        {
            store.SetPartitionProperties(table, spec, new Dictionary<string, string> { [PartitionProperties.Archived] = "true" });
        }
    }

    private TableDefinition Find(string project, string? schema, string name) => store.FindTable(project, schema, name)
        ?? throw new EmulatorException("ODPS-0130131", $"ODPS-0130131:Table not found - table {StoreErrors.FullName(project, schema, name)} cannot be resolved");

    [GeneratedRegex(@"^\s*(?<table>\S+)(?:\s+partition\s*\((?<partition>.*)\))?\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex TableAndPartition();
}
