namespace Odps.Net;

/// <summary>Puts a <see cref="TableSchema"/> together column by column. Not thread-safe.</summary>
/// <example><code>
/// TableSchema schema = new TableSchemaBuilder()
///     .AddColumn("id", OdpsType.BigInt, isNullable: false)
///     .AddColumn("name", OdpsType.String)
///     .AddPartition("dt")
///     .ToSchema();
/// </code></example>
public sealed class TableSchemaBuilder
{
    private readonly List<Column> _columns = [];
    private readonly List<Column> _partitionColumns = [];

    /// <summary>Starts without columns.</summary>
    public TableSchemaBuilder()
    {
    }

    /// <summary>Starts with the columns of a schema.</summary>
    /// <param name="schema">The schema, which stays as it is.</param>
    public TableSchemaBuilder(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _columns.AddRange(schema.Columns);
        _partitionColumns.AddRange(schema.PartitionColumns);
    }

    /// <summary>Adds a data column.</summary>
    /// <param name="column">The column.</param>
    /// <returns>This builder.</returns>
    public TableSchemaBuilder AddColumn(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        _columns.Add(column);
        return this;
    }

    /// <summary>Adds a data column.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="comment">A comment. Default: none.</param>
    /// <param name="isNullable">Whether the column may hold NULL. Default: <see langword="true"/>.</param>
    /// <returns>This builder.</returns>
    public TableSchemaBuilder AddColumn(string name, OdpsType type, string? comment = null, bool isNullable = true) =>
        AddColumn(new Column(name, type, comment, isNullable));

    /// <summary>Adds a partition key.</summary>
    /// <param name="column">The partition key.</param>
    /// <returns>This builder.</returns>
    public TableSchemaBuilder AddPartition(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        _partitionColumns.Add(column);
        return this;
    }

    /// <summary>Adds a partition key.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type. Default: STRING.</param>
    /// <param name="comment">A comment. Default: none.</param>
    /// <returns>This builder.</returns>
    public TableSchemaBuilder AddPartition(string name, OdpsType? type = null, string? comment = null) =>
        AddPartition(new Column(name, type ?? OdpsType.String, comment));

    /// <summary>Adds a partition key whose values are generated from the rows (AUTO PARTITIONED BY).</summary>
    /// <param name="name">The name.</param>
    /// <param name="expression">The expression, for example <c>trunc_time(`at`, 'day')</c>.</param>
    /// <param name="comment">A comment. Default: none.</param>
    /// <returns>This builder.</returns>
    public TableSchemaBuilder AddGeneratedPartition(string name, string expression, string? comment = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        return AddPartition(new Column(name, OdpsType.String, comment) { GenerateExpression = expression });
    }

    /// <summary>The schema of what was added so far.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public TableSchema ToSchema() => new(new ColumnCollection(_columns), new ColumnCollection(_partitionColumns));
}
