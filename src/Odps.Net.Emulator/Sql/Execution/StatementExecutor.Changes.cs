using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>DELETE and UPDATE of transactional tables.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteDelete(DeleteStatement statement)
    {
        StoredTable stored = FindTransactional(statement.Table, "DELETE");
        var context = new BindingContext(session);
        (string alias, ExpressionBinder binder) = BindTarget(context, stored, statement.Alias, "DELETE");
        string where = statement.Where is null ? "" : $" WHERE {binder.BindCondition(statement.Where, "WHERE").Sql}";
        long changed = RunChange(context, $"DELETE FROM {stored.TableName} AS {alias}{where}");
        return Changed(context, stored, changed);
    }

    private SqlResult ExecuteUpdate(UpdateStatement statement)
    {
        StoredTable stored = FindTransactional(statement.Table, "UPDATE");
        TableDefinition table = stored.Definition;
        var context = new BindingContext(session);
        (string alias, ScopeRelation target) = TargetRelation(context, stored, statement.Alias);
        var queries = new QueryBinder(context);
        BoundRelation? from = statement.From is null ? null : queries.BindRelation(statement.From, null);
        var binder = new ExpressionBinder(context, queries, new Scope([target, .. from?.Relations ?? []], null)) { NoAggregatesIn = "UPDATE" };
        var assignments = new List<string>();
        var required = new List<(Column Column, string Cell)>();
        foreach ((NameExpression name, Expression value) in statement.Assignments)
        {
            int ordinal = AssignedColumn(table, name);
            Column column = table.Schema.Columns[ordinal];
            assignments.Add($"{stored.Cells[ordinal]} = {binder.Convert(binder.Bind(value), column.Type, value.Position, isExplicit: true).Sql}");
            if (!column.IsNullable)
            {
                required.Add((column, stored.Cells[ordinal]));
            }
        }

        string where = statement.Where is null ? "" : $" WHERE {binder.BindCondition(statement.Where, "WHERE").Sql}";
        long changed = RunChange(context, $"UPDATE {stored.TableName} AS {alias} SET {string.Join(", ", assignments)}{(from is null ? "" : $" FROM {from.Sql}")}{where}");
        foreach ((Column column, string cell) in required)
        {
            if (Store.Connection.Query($"SELECT 1 FROM {stored.TableName} WHERE {cell} IS NULL LIMIT 1").Count > 0)
            {
                throw SqlErrors.InvalidValue($"column {column.Name} of table {StoreErrors.FullName(table)} is NOT NULL, but the UPDATE gave it a NULL");
            }
        }

        return Changed(context, stored, changed);
    }

    /// <summary>The position of a column that may be assigned to.</summary>
    private static int AssignedColumn(TableDefinition table, NameExpression name)
    {
        int ordinal = table.Schema.Columns.IndexOf(name.Parts[^1]);
        if (ordinal < 0)
        {
            throw table.Schema.PartitionColumns.Contains(name.Parts[^1])
                ? SqlErrors.Semantic(name.Position, $"the partition key {name.Text} cannot be updated")
                : SqlErrors.ColumnNotFound(name.Position, name.Text);
        }

        return table.PrimaryKey.Contains(table.Schema.Columns[ordinal].Name, StringComparer.OrdinalIgnoreCase)
            ? throw SqlErrors.Semantic(name.Position, $"the primary key column {name.Text} cannot be updated")
            : ordinal;
    }

    private StoredTable FindTransactional(TableName name, string verb)
    {
        StoredTable stored = Find(name, "Update");
        return stored.Definition.IsTransactional
            ? stored
            : throw SqlErrors.Semantic(name.Position, $"{verb} needs a transactional table, but {StoreErrors.FullName(stored.Definition)} is none");
    }

    private static (string Alias, ExpressionBinder Binder) BindTarget(BindingContext context, StoredTable stored, string? alias, string clause)
    {
        (string cellAlias, ScopeRelation relation) = TargetRelation(context, stored, alias);
        return (cellAlias, new ExpressionBinder(context, new QueryBinder(context), new Scope([relation], null)) { NoAggregatesIn = clause });
    }

    private static (string Alias, ScopeRelation Relation) TargetRelation(BindingContext context, StoredTable stored, string? alias)
    {
        TableDefinition table = stored.Definition;
        string cellAlias = context.NextAlias();
        IEnumerable<Column> columns = table.Schema.Columns.Concat(table.Schema.PartitionColumns);
        var relation = new ScopeRelation(
            alias is null ? [table.Project, table.Name] : [alias], [.. columns.Zip(stored.AllCells, (c, cell) => new ScopeColumn(c.Name, $"{cellAlias}.{cell}", c.Type))]);
        context.Inputs.TryAdd(StoreErrors.FullName(table), stored);
        return (cellAlias, relation);
    }

    private SqlResult Changed(BindingContext context, StoredTable stored, long changed)
    {
        Dictionary<string, long> inputs = Inputs(context);
        Store.Recount(stored);
        return new SqlResult { Inputs = inputs, Outputs = new Dictionary<string, long> { [StoreErrors.FullName(stored.Definition)] = changed } };
    }
}
