namespace Odps.Net.Emulator.Storage;

/// <summary>
/// The catalog and the rows of all projects of an emulator. Thread-safe; each call is one transaction that is there whole or not at all.
/// A row is an array of values in the order of the table's data columns, each as the .NET type that <see cref="Record"/> gives for its column
/// type (long, double, string, byte[], OdpsDecimal, DateTimeOffset in UTC, object?[] for ARRAY, ...).
/// Failures of the user's making are <see cref="EmulatorException"/> with the service's own code.
/// </summary>
internal interface ITableStore : IDisposable
{
    bool ProjectExists(string project);

    IReadOnlyList<string> ListProjects();

    void CreateProject(string project);

    /// <summary>Deletes a project with its schemas and tables.</summary>
    void DeleteProject(string project);

    /// <summary>All schemas of a project in the order of their names; there is always <c>default</c>.</summary>
    IReadOnlyList<SchemaDefinition> ListSchemas(string project);

    /// <summary>A schema; null when there is none of that name.</summary>
    SchemaDefinition? FindSchema(string project, string schema);

    void CreateSchema(SchemaDefinition schema, bool ifNotExists);

    /// <summary>Drops a schema without tables.</summary>
    void DropSchema(string project, string schema, bool ifExists);

    TableDefinition? FindTable(string project, string? schema, string name);

    /// <summary>All tables and views of a schema in the order of their names.</summary>
    IReadOnlyList<TableDefinition> ListTables(string project, string? schema);

    void CreateTable(TableDefinition table, bool ifNotExists);

    void DropTable(string project, string? schema, string name, bool ifExists);

    /// <summary>Replaces the definition (comment, lifecycle, owner, columns added, ...) of an existing table of the same name.</summary>
    void AlterTable(TableDefinition table);

    /// <summary>The partitions of a table in the order of their values.</summary>
    IReadOnlyList<PartitionDefinition> ListPartitions(TableDefinition table);

    PartitionDefinition? FindPartition(TableDefinition table, PartitionSpec spec);

    void CreatePartition(TableDefinition table, PartitionSpec spec, bool ifNotExists);

    void DropPartition(TableDefinition table, PartitionSpec spec, bool ifExists);

    /// <summary>Sets properties of a partition; others stay.</summary>
    void SetPartitionProperties(TableDefinition table, PartitionSpec spec, IReadOnlyDictionary<string, string> properties);

    /// <summary>Deletes the rows of a table, or of one partition.</summary>
    void Truncate(TableDefinition table, PartitionSpec? partition);

    /// <summary>Appends rows to a table or one of its partitions, or replaces what was there.</summary>
    /// <returns>The number of rows written.</returns>
    long Write(TableDefinition table, PartitionSpec? partition, IEnumerable<object?[]> rows, bool overwrite);

    /// <summary>Changes rows of a table with a primary key, or of one of its partitions, one after another.</summary>
    void Apply(TableDefinition table, PartitionSpec? partition, IEnumerable<RowChange> changes);

    long CountRows(TableDefinition table, PartitionSpec? partition);

    /// <summary>Reads rows in the order in which they were written; the stored order does not change between calls.</summary>
    IReadOnlyList<object?[]> Read(TableDefinition table, PartitionSpec? partition, long start, long count);
}
