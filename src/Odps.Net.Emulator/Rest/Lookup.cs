using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>Finds what a request addresses, or says in the service's words that it is not there.</summary>
internal static class Lookup
{
    public static string Project(this ServiceRequest request, ITableStore store)
    {
        string project = request.Route("project");
        return store.ProjectExists(project) || project == PurgeProjectTaskRunner.Project
            ? project
            : throw StoreErrors.NoSuchProject(project);
    }

    /// <summary>The schema of a metadata call; null for the default one.</summary>
    public static string? Schema(this ServiceRequest request) => request.Find("curr_schema") ?? request.Find("schema_name");

    /// <summary>The same of a listing, for which a schema that is not there is an error.</summary>
    public static string? ListedSchema(this ServiceRequest request, ITableStore store) => request.Schema() switch
    {
        null => null,
        { } name when store.FindSchema(request.Route("project"), name) is not null => name,
        { } missing => throw StoreErrors.NoSuchSchema(request.Route("project"), missing),
    };

    /// <summary>The project and schema in which something is to be made, which have to be there.</summary>
    public static (string Project, string? Schema) Place(this ServiceRequest request, ITableStore store)
    {
        string project = request.Project(store);
        string? schema = request.Schema();
        return schema is null || store.FindSchema(project, schema) is not null ? (project, schema) : throw StoreErrors.NoSuchSchema(project, schema);
    }

    public static TableDefinition Table(this ServiceRequest request, ITableStore store, string? schema)
    {
        string project = request.Project(store);
        string name = request.Route("table");
        return store.FindTable(project, schema, name)
            ?? throw new EmulatorException("NoSuchTable", $"ODPS-0130131:Table not found - table {project}.{(schema is null ? "" : schema + ".")}{name} cannot be resolved", 404);
    }

    /// <summary>A partition spec that names all keys of the table, in the table's order.</summary>
    public static PartitionSpec WholeSpec(TableDefinition table, string text)
    {
        PartitionSpec spec = PartitionText.Parse(text, table.Schema.PartitionColumns);
        return spec.Count == table.Schema.PartitionColumns.Count
            ? spec
            : throw new EmulatorException(
                "InvalidPartitionSpec",
                $"The partition spec '{text}' is to name the keys {string.Join(", ", table.Schema.PartitionColumns.Select(c => c.Name))} of {table.Project}.{table.Name}.");
    }

    public static PartitionDefinition Partition(ITableStore store, TableDefinition table, PartitionSpec spec) =>
        store.FindPartition(table, spec)
        ?? throw new EmulatorException("NoSuchPartition", $"ODPS-0110061:Partition not found - {spec} of {table.Project}.{table.Name}.", 404);
}
