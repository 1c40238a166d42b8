namespace Odps.Net;

/// <summary>The columns of a table and of its partition keys. Immutable.</summary>
public sealed record TableSchema
{
    /// <summary>Creates a schema.</summary>
    /// <param name="columns">The data columns in order.</param>
    /// <param name="partitionColumns">The partition keys in order. Default: none.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public TableSchema(ColumnCollection columns, ColumnCollection? partitionColumns = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        PartitionColumns = partitionColumns ?? ColumnCollection.Empty;
        foreach (Column key in PartitionColumns)
        {
            if (columns.Contains(key.Name))
            {
                throw new ArgumentException($"'{key.Name}' is a data column and a partition key; it can be only one of them.", nameof(partitionColumns));
            }
        }

        AllColumns = PartitionColumns.Count == 0 ? columns : new ColumnCollection(Columns.Concat(PartitionColumns));
    }

    /// <summary>The data columns in order.</summary>
    public ColumnCollection Columns { get; }

    /// <summary>The partition keys in order; empty when the table is not partitioned.</summary>
    public ColumnCollection PartitionColumns { get; }

    /// <summary>The data columns and behind them the partition keys, as a query of the whole table gives them.</summary>
    public ColumnCollection AllColumns { get; }

    /// <summary>Whether the table is partitioned.</summary>
    public bool IsPartitioned => PartitionColumns.Count > 0;

    /// <summary>Whether the partitions are generated from the rows (AUTO PARTITIONED BY).</summary>
    public bool IsAutoPartitioned => PartitionColumns.Count > 0 && PartitionColumns[0].GenerateExpression is not null;

    /// <summary>Whether a name is that of a partition key.</summary>
    /// <param name="name">The name, in any letter case.</param>
    public bool IsPartitionColumn(string name) => PartitionColumns.Contains(name);

    /// <summary>Makes a schema from the text that stands between the brackets of CREATE TABLE.</summary>
    /// <param name="columns">The data columns, for example <c>"id bigint not null comment 'key', name string"</c>.</param>
    /// <param name="partitionColumns">The partition keys, for example <c>"dt string"</c>, or <c>"trunc_time(at, 'day') as dt"</c>. Default: none.</param>
    /// <exception cref="FormatException">The text is not a list of columns; the message says where.</exception>
    public static TableSchema Parse(string columns, string? partitionColumns = null) =>
        new(new ColumnListParser(columns).Parse(), string.IsNullOrWhiteSpace(partitionColumns) ? null : new ColumnListParser(partitionColumns).Parse());

    /// <summary>Makes a schema from names and types side by side.</summary>
    /// <param name="names">The names of the data columns.</param>
    /// <param name="types">Their types, as many as there are names.</param>
    /// <param name="partitionNames">The names of the partition keys. Default: none.</param>
    /// <param name="partitionTypes">Their types. Default: STRING for each.</param>
    /// <exception cref="ArgumentException">The numbers of names and types differ.</exception>
    public static TableSchema FromLists(
        IReadOnlyList<string> names,
        IReadOnlyList<OdpsType> types,
        IReadOnlyList<string>? partitionNames = null,
        IReadOnlyList<OdpsType>? partitionTypes = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(types);
        partitionNames ??= [];
        return new(Zip(names, types), Zip(partitionNames, partitionTypes ?? [.. partitionNames.Select(_ => OdpsType.String)]));
    }

    /// <summary>Whether two schemas have the same columns and partition keys in the same order.</summary>
    /// <param name="other">The other schema.</param>
    public bool Equals(TableSchema? other) => other is not null && Columns.Equals(other.Columns) && PartitionColumns.Equals(other.PartitionColumns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Columns, PartitionColumns);

    /// <summary>The schema as the text of CREATE TABLE: <c>(`id` BIGINT) PARTITIONED BY (`dt` STRING)</c>.</summary>
    public override string ToString() =>
        IsPartitioned ? $"({Columns}) {(IsAutoPartitioned ? "AUTO " : "")}PARTITIONED BY ({PartitionColumns})" : $"({Columns})";

    private static ColumnCollection Zip(IReadOnlyList<string> names, IReadOnlyList<OdpsType> types) =>
        names.Count == types.Count
            ? new(names.Zip(types, (name, type) => new Column(name, type)))
            : throw new ArgumentException($"There are {names.Count} names and {types.Count} types; there must be one type for each name.", nameof(types));
}
