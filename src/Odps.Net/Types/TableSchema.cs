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
    }

    /// <summary>The data columns in order.</summary>
    public ColumnCollection Columns { get; }

    /// <summary>The partition keys in order; empty when the table is not partitioned.</summary>
    public ColumnCollection PartitionColumns { get; }

    /// <summary>Whether the table is partitioned.</summary>
    public bool IsPartitioned => PartitionColumns.Count > 0;

    /// <summary>Makes a schema from the text that stands between the brackets of CREATE TABLE.</summary>
    /// <param name="columns">The data columns, for example <c>"id bigint not null comment 'key', name string"</c>.</param>
    /// <param name="partitionColumns">The partition keys, for example <c>"dt string"</c>. Default: none.</param>
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

    /// <summary>The schema as the text of CREATE TABLE: <c>(`id` BIGINT) PARTITIONED BY (`dt` STRING)</c>.</summary>
    public override string ToString() => IsPartitioned ? $"({Columns}) PARTITIONED BY ({PartitionColumns})" : $"({Columns})";

    private static ColumnCollection Zip(IReadOnlyList<string> names, IReadOnlyList<OdpsType> types) =>
        names.Count == types.Count
            ? new(names.Zip(types, (name, type) => new Column(name, type)))
            : throw new ArgumentException($"There are {names.Count} names and {types.Count} types; there must be one type for each name.", nameof(types));
}
