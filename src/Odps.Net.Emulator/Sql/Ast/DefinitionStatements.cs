using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Ast;

/// <summary>A column of CREATE TABLE or ALTER TABLE; the type is null in the column list of a view.</summary>
internal sealed record ColumnDefinition(SourcePosition Position, string Name, OdpsType? Type)
{
    public bool IsNullable { get; init; } = true;

    public string? Comment { get; init; }

    public string? DefaultValue { get; init; }
}

internal sealed record CreateTableStatement(SourcePosition Position, TableName Table) : Statement(Position)
{
    public bool IfNotExists { get; init; }

    public bool OrReplace { get; init; }

    public bool IsExternal { get; init; }

    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    public IReadOnlyList<ColumnDefinition> PartitionColumns { get; init; } = [];

    /// <summary>The text of the expression of AUTO PARTITIONED BY.</summary>
    public string? PartitionExpression { get; init; }

    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public string? Comment { get; init; }

    public int? Lifecycle { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public ClusteringDefinition? Clustering { get; init; }

    public StorageDefinition? Storage { get; init; }

    public int? ShardCount { get; init; }

    public int? HubLifecycle { get; init; }

    public TableName? Like { get; init; }

    public Query? AsQuery { get; init; }
}

internal sealed record CreateViewStatement(SourcePosition Position, TableName Table, Query Query, string QueryText) : Statement(Position)
{
    public bool IfNotExists { get; init; }

    public bool OrReplace { get; init; }

    public bool IsMaterialized { get; init; }

    public bool IsRewriteDisabled { get; init; }

    public ClusteringDefinition? Clustering { get; init; }

    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    public IReadOnlyList<string> PartitionColumns { get; init; } = [];

    public string? Comment { get; init; }

    public int? Lifecycle { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

internal sealed record CreateSchemaStatement(SourcePosition Position, TableName Schema, bool IfNotExists, string? Comment) : Statement(Position);

internal sealed record DropSchemaStatement(SourcePosition Position, TableName Schema, bool IfExists) : Statement(Position);

/// <summary>ALTER SCHEMA: what stays null is left as it is.</summary>
internal sealed record AlterSchemaStatement(SourcePosition Position, TableName Schema) : Statement(Position)
{
    public string? Comment { get; init; }

    public string? Owner { get; init; }
}

/// <summary>CREATE STREAM.</summary>
internal sealed record CreateStreamStatement(SourcePosition Position, TableName Stream, TableName Table, bool IfNotExists) : Statement(Position)
{
    public string? Version { get; init; }

    public string? Comment { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}

/// <summary>DROP STREAM.</summary>
internal sealed record DropStreamStatement(SourcePosition Position, TableName Stream, bool IfExists) : Statement(Position);

internal sealed record ShowSchemasStatement(SourcePosition Position, string? Project) : Statement(Position);

internal sealed record DropTableStatement(SourcePosition Position, TableName Table, bool IfExists, bool IsView) : Statement(Position);

internal sealed record TruncateStatement(SourcePosition Position, TableName Table, IReadOnlyList<PartitionClause> Partitions) : Statement(Position);

/// <summary>ALTER TABLE or ALTER VIEW with one change.</summary>
internal sealed record AlterStatement(SourcePosition Position, TableName Table, Alteration Change) : Statement(Position);

internal abstract record Alteration;

internal sealed record AddPartitions(bool IfNotExists, IReadOnlyList<PartitionClause> Partitions) : Alteration;

internal sealed record DropPartitions(bool IfExists, IReadOnlyList<PartitionClause> Partitions) : Alteration;

/// <summary>MERGE PARTITION ... OVERWRITE PARTITION.</summary>
internal sealed record MergePartitions(bool IfExists, IReadOnlyList<PartitionClause> Sources, PartitionClause Target) : Alteration;

internal sealed record RenamePartitionTo(PartitionClause From, PartitionClause To) : Alteration;

internal sealed record RenameTableTo(SourcePosition Position, string Name) : Alteration;

internal sealed record SetComment(string Comment) : Alteration;

internal sealed record SetLifecycle(int Days) : Alteration;

internal sealed record SetProperties(IReadOnlyDictionary<string, string> Properties) : Alteration;

/// <summary>SET PARTITIONPROPERTIES, and what the emulator keeps as a property of a partition.</summary>
internal sealed record SetPartitionProperties(PartitionClause Partition, IReadOnlyDictionary<string, string> Properties) : Alteration;

/// <summary>ENABLE LIFECYCLE or DISABLE LIFECYCLE, of the table or of one partition.</summary>
internal sealed record EnableLifecycle(PartitionClause? Partition, bool IsEnabled) : Alteration;

internal sealed record UnsetProperties(IReadOnlyList<string> Keys) : Alteration;

internal sealed record ChangeOwner(string Owner) : Alteration;

internal sealed record AddColumns(bool IfNotExists, IReadOnlyList<ColumnDefinition> Columns) : Alteration;

internal sealed record DropColumns(IReadOnlyList<(SourcePosition Position, string Name)> Columns) : Alteration;

/// <summary>CHANGE COLUMN: what stays null is left as it is.</summary>
internal sealed record ChangeColumn(SourcePosition Position, string Name, string? NewName, OdpsType? Type, string? Comment, bool? IsNullable) : Alteration;

internal sealed record TouchTable(PartitionClause? Partition) : Alteration;

internal sealed record SetClustering(ClusteringDefinition? Clustering) : Alteration;
