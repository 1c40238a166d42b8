namespace Odps.Net.Emulator.Storage;

/// <summary>The failures of the catalog, under the codes that the REST service gives them.</summary>
internal static class StoreErrors
{
    public static EmulatorException NoSuchProject(string project) =>
        new("NoSuchProject", $"ODPS-0420111: Project not found - '{project}'", 404);

    public static EmulatorException NoSuchSchema(string project, string schema) =>
        new("NoSuchObject", $"ODPS-0110061:Failed to run ddltask - NoSuchObjectException(message:There is no schema {project}.{schema})", 404);

    public static EmulatorException SchemaExists(string project, string schema) =>
        new("ObjectAlreadyExists", $"ODPS-0110061:Failed to run ddltask - AlreadyExistsException(message:Schema {project}.{schema} already exists)", 409);

    public static EmulatorException NoSuchStream(string project, string name) =>
        new("NoSuchObject", $"ODPS-0110061:Failed to run ddltask - NoSuchObjectException(message:There is no stream {project}.{name})", 404);

    public static EmulatorException StreamExists(string project, string name) =>
        new("ObjectAlreadyExists", $"ODPS-0110061:Failed to run ddltask - AlreadyExistsException(message:Stream {project}.{name} already exists)", 409);

    public static EmulatorException SchemaInUse(string project, string schema, string reason) =>
        new("InvalidArgument", $"ODPS-0420411:Invalid argument - schema {project}.{schema} cannot be dropped: {reason}");

    public static EmulatorException NoSuchTable(string project, string? schema, string name) =>
        new("NoSuchTable", $"ODPS-0130131:Table not found - table {FullName(project, schema, name)} cannot be resolved", 404);

    public static EmulatorException TableExists(TableDefinition table) =>
        new("ObjectAlreadyExists", $"ODPS-0130211:Table or view already exists - table or view {FullName(table)} is already defined", 409);

    public static EmulatorException NoSuchPartition(TableDefinition table, PartitionSpec spec) =>
        new("NoSuchPartition", $"The specified partition does not exist: {FullName(table)}/{spec.ToPath()}", 404);

    public static EmulatorException PartitionExists(TableDefinition table, PartitionSpec spec) =>
        new("ObjectAlreadyExists", $"ODPS-0110061:Failed to run ddltask - AlreadyExistsException(message:Partition already exists, existed values: [{string.Join(", ", spec.Select(p => $"\"{p.Value}\""))}]) in table {FullName(table)}", 409);

    public static EmulatorException InvalidPartition(TableDefinition table, string reason) =>
        new("InvalidPartitionSpec", $"ODPS-0420061: Invalid parameter in HTTP request - invalid partition of table {FullName(table)}: {reason}");

    public static EmulatorException InvalidRow(TableDefinition table, string reason) =>
        new("InvalidArgument", $"ODPS-0121095:Invalid arguments - table {FullName(table)}: {reason}");

    public static EmulatorException NoSuchObject(string kind, string name) =>
        new("NoSuchObject", $"The {kind} '{name}' does not exist.", 404);

    public static EmulatorException ObjectExists(string kind, string name) =>
        new("ObjectAlreadyExists", $"The {kind} '{name}' exists already.", 409);

    public static EmulatorException InvalidDefinition(string reason) =>
        new("InvalidArgument", $"ODPS-0420411: Invalid argument - {reason}");

    public static EmulatorException ReadOnly() =>
        new("NoPermission", "ODPS-0420095: Access Denied - Authorization Failed [4002], the emulator is read-only and changes nothing.", 403);

    public static string FullName(TableDefinition table) => FullName(table.Project, table.SchemaName, table.Name);

    /// <summary>project.table, or project.schema.table outside the default schema.</summary>
    public static string FullName(string project, string? schema, string name) =>
        schema is null || schema.Equals(SqliteTableStore.DefaultSchema, StringComparison.OrdinalIgnoreCase) ? $"{project}.{name}" : $"{project}.{schema}.{name}";
}
