using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <summary>Runs one statement inside the transaction of the store.</summary>
internal sealed partial class StatementExecutor(SqlSession session, SqliteFunctions functions, CancellationToken cancellationToken)
{
    private SqliteTableStore Store => session.Store;

    public SqlResult Execute(Statement statement) => statement switch
    {
        QueryStatement s => ExecuteQuery(s),
        InsertStatement s => ExecuteInsert(s),
        DeleteStatement s => ExecuteDelete(s),
        UpdateStatement s => ExecuteUpdate(s),
        MergeStatement s => ExecuteMerge(s),
        CreateTableStatement s => ExecuteCreateTable(s),
        CreateViewStatement s => ExecuteCreateView(s),
        CreateSchemaStatement s => ExecuteCreateSchema(s),
        DropSchemaStatement s => ExecuteDropSchema(s),
        AlterSchemaStatement s => ExecuteAlterSchema(s),
        CreateStreamStatement s => ExecuteCreateStream(s),
        DropStreamStatement s => ExecuteDropStream(s),
        ShowSchemasStatement s => ExecuteShowSchemas(s),
        DropTableStatement s => ExecuteDrop(s),
        TruncateStatement s => ExecuteTruncate(s),
        AlterStatement s => ExecuteAlter(s),
        DescribeStatement s => ExecuteDescribe(s),
        ShowTablesStatement s => ExecuteShowTables(s),
        ShowPartitionsStatement s => ExecuteShowPartitions(s),
        ShowCreateTableStatement s => new SqlResult { Text = DefinitionText.Write(Find(s.Table, "Describe").Definition) },
        ShowFunctionsStatement s => ExecuteShowFunctions(s),
        ExplainStatement s => ExecuteExplain(s),
        _ => throw SqlErrors.Unsupported(statement.Position, statement.GetType().Name),
    };

    /// <summary>A table that has to be there, for one who has a right on it.</summary>
    private StoredTable Find(TableName name, string action)
    {
        StoredTable stored = TryFind(name) ?? throw NotFound(name);
        session.Access?.Demand(action, stored.Definition);
        return stored;
    }

    private StoredTable? TryFind(TableName name)
    {
        (string project, string schema, string table) = TableNames.Resolve(session, name.Parts);
        return Store.Find(project, schema, table);
    }

    private EmulatorException NotFound(TableName name)
    {
        (string project, string schema, string table) = TableNames.Resolve(session, name.Parts);
        return SqlErrors.TableNotFound(name.Position, StoreErrors.FullName(project, schema, table));
    }

    /// <summary>The whole spec of a PARTITION clause whose keys all have values.</summary>
    private static PartitionSpec ToSpec(TableDefinition table, PartitionClause clause)
    {
        CheckKeys(table, clause);
        foreach (PartitionItem item in clause.Items)
        {
            if (item.Operator != "=" || string.IsNullOrEmpty(item.Value))
            {
                throw SqlErrors.Semantic(item.Position, $"the partition key {item.Key} needs a value");
            }
        }

        return new PartitionSpec(clause.Items.Select(i => KeyValuePair.Create(i.Key, i.Value!)));
    }

    private static void CheckKeys(TableDefinition table, PartitionClause clause)
    {
        if (!table.Schema.IsPartitioned)
        {
            throw SqlErrors.Semantic(clause.Position, $"table {StoreErrors.FullName(table)} is not partitioned");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (PartitionItem item in clause.Items)
        {
            if (!table.Schema.PartitionColumns.Contains(item.Key))
            {
                throw SqlErrors.Semantic(item.Position, $"{item.Key} is not a partition key of table {StoreErrors.FullName(table)}");
            }

            if (item.Operator == "=" && !seen.Add(item.Key))
            {
                throw SqlErrors.Semantic(item.Position, $"the partition key {item.Key} occurs twice");
            }
        }
    }

    /// <summary>Runs a bound query and gives its rows as cells.</summary>
    private IEnumerable<object?[]> ReadCells(BindingContext context, string sql)
    {
        functions.Current = context.Functions;
        using SqliteStatement statement = Store.Connection.Prepare(context.Complete(sql));
        // Parameters of literals that were folded away are not in the text.
        for (int i = 0; i < Math.Min(context.Parameters.Count, statement.ParameterCount); i++)
        {
            statement.Bind(i + 1, context.Parameters[i]);
        }

        while (statement.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new object?[statement.ColumnCount];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = statement.GetCell(i);
            }

            yield return row;
        }
    }

    /// <summary>Runs a bound statement that changes rows.</summary>
    /// <returns>How many rows it changed.</returns>
    private long RunChange(BindingContext context, string sql)
    {
        foreach (object?[] _ in ReadCells(context, sql))
        {
        }

        return Store.Connection.Changes();
    }

    /// <summary>The tables, or partitions with rows, that a statement reads.</summary>
    private Dictionary<string, long> Inputs(BindingContext context)
    {
        var inputs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string name, StoredTable stored) in context.Inputs)
        {
            if (!stored.Definition.Schema.IsPartitioned)
            {
                inputs[name] = Store.CountRows(stored.Definition, null);
                continue;
            }

            foreach (PartitionDefinition partition in Store.ListPartitions(stored.Definition).Where(p => p.RecordCount > 0))
            {
                inputs[$"{name}/{partition.Spec.ToPath()}"] = partition.RecordCount;
            }
        }

        return inputs;
    }
}
