using System.Globalization;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>MERGE INTO transactional tables.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteMerge(MergeStatement statement)
    {
        StoredTable stored = FindTransactional(statement.Table, "MERGE");
        var inputs = new Dictionary<string, long>(StringComparer.Ordinal);

        // What is to be done is read before anything is done: each row of the target is judged as it was.
        List<MergeChange> changes = ReadMatched(statement, stored, inputs);
        List<object?[]> inserts = ReadUnmatched(statement, stored, inputs);
        foreach (MergeChange change in changes)
        {
            Apply(stored, change);
        }

        string name = StoreErrors.FullName(stored.Definition);
        var outputs = new Dictionary<string, long>(StringComparer.Ordinal);
        if (changes.Count > 0)
        {
            CheckRequired(statement, stored);
            Store.Recount(stored);
        }

        if (inserts.Count > 0)
        {
            WriteRows(stored, new InsertPlan("", new Dictionary<string, string>(), [.. stored.Definition.Schema.PartitionColumns]), inserts, overwrite: false, outputs);
        }

        outputs[name] = outputs.GetValueOrDefault(name) + changes.Count;
        return new SqlResult { Inputs = inputs, Outputs = outputs };
    }

    /// <summary>The rows of the target that meet one of the source, and what becomes of them.</summary>
    private List<MergeChange> ReadMatched(MergeStatement statement, StoredTable stored, Dictionary<string, long> inputs)
    {
        MergeClause[] clauses = [.. statement.Clauses.Where(c => c.IsMatched)];
        if (clauses.Length == 0)
        {
            return [];
        }

        var context = new BindingContext(session);
        (string alias, ScopeRelation target) = TargetRelation(context, stored, statement.Alias);
        var queries = new QueryBinder(context);
        BoundRelation source = queries.BindRelation(statement.Source, null);
        var binder = new ExpressionBinder(context, queries, new Scope([target, .. source.Relations], null)) { NoAggregatesIn = "MERGE" };
        string on = binder.BindCondition(statement.On, "ON").Sql;

        // First the row, then for each clause whether it applies, then for each clause its values.
        var items = new List<string> { $"{alias}.rowid" };
        items.AddRange(clauses.Select(c => Applies(binder, c)));
        var columns = new List<(int First, int[] Ordinals)>();
        foreach (MergeClause clause in clauses)
        {
            int[] ordinals = [.. clause.Assignments.Select(a => AssignedColumn(stored.Definition, a.Column))];
            columns.Add((items.Count, ordinals));
            items.AddRange(clause.Assignments.Select((a, i) =>
                binder.Convert(binder.Bind(a.Value), stored.Definition.Schema.Columns[ordinals[i]].Type, a.Value.Position, isExplicit: true).Sql));
        }

        var changes = new List<MergeChange>();
        var seen = new HashSet<long>();
        foreach (object?[] row in ReadCells(context, $"SELECT {string.Join(", ", items)} FROM {stored.TableName} AS {alias} JOIN {source.Sql} ON {on}"))
        {
            int index = Array.FindIndex(row, 1, clauses.Length, cell => cell is 1L) - 1;
            if (index < 0)
            {
                continue;
            }

            long id = (long)row[0]!;
            if (!seen.Add(id))
            {
                throw SqlErrors.InvalidValue($"MERGE meets a row of table {StoreErrors.FullName(stored.Definition)} with more than one row of its source");
            }

            (int first, int[] ordinals) = columns[index];
            changes.Add(new MergeChange(id, clauses[index].IsDelete, ordinals, row[first..(first + ordinals.Length)]));
        }

        Add(inputs, Inputs(context));
        return changes;
    }

    /// <summary>The rows to insert for those of the source that meet none of the target: data columns, then partition keys.</summary>
    private List<object?[]> ReadUnmatched(MergeStatement statement, StoredTable stored, Dictionary<string, long> inputs)
    {
        MergeClause[] clauses = [.. statement.Clauses.Where(c => !c.IsMatched)];
        if (clauses.Length == 0)
        {
            return [];
        }

        var context = new BindingContext(session);
        (string alias, ScopeRelation target) = TargetRelation(context, stored, statement.Alias);
        var queries = new QueryBinder(context);
        BoundRelation source = queries.BindRelation(statement.Source, null);
        string on = new ExpressionBinder(context, queries, new Scope([target, .. source.Relations], null)) { NoAggregatesIn = "MERGE" }.BindCondition(statement.On, "ON").Sql;
        var binder = new ExpressionBinder(context, queries, new Scope(source.Relations, null)) { NoAggregatesIn = "MERGE" };
        Column[] all = [.. stored.Definition.Schema.Columns, .. stored.Definition.Schema.PartitionColumns];
        var items = new List<string>(clauses.Select(c => Applies(binder, c)));
        foreach (MergeClause clause in clauses)
        {
            items.AddRange(InsertedCells(context, binder, clause, stored.Definition, all));
        }

        string sql = $"SELECT {string.Join(", ", items)} FROM {source.Sql} WHERE NOT EXISTS (SELECT 1 FROM {stored.TableName} AS {alias} WHERE {on})";
        var rows = new List<object?[]>();
        foreach (object?[] row in ReadCells(context, sql))
        {
            int index = Array.FindIndex(row, 0, clauses.Length, cell => cell is 1L);
            if (index >= 0)
            {
                int first = clauses.Length + (index * all.Length);
                rows.Add(row[first..(first + all.Length)]);
            }
        }

        Add(inputs, Inputs(context));
        return rows;
    }

    private static IEnumerable<string> InsertedCells(BindingContext context, ExpressionBinder binder, MergeClause clause, TableDefinition table, Column[] all)
    {
        int count = clause.Columns.Count > 0 ? clause.Columns.Count : all.Length;
        if (clause.Values.Count != count)
        {
            throw SqlErrors.Semantic(clause.Position, $"wrong columns count {clause.Values.Count} in data source, requires {count} columns (includes dynamic partitions if any)");
        }

        string? unknown = clause.Columns.FirstOrDefault(name => !Array.Exists(all, c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        if (unknown is not null)
        {
            throw SqlErrors.ColumnNotFound(clause.Position, unknown);
        }

        for (int i = 0; i < all.Length; i++)
        {
            int value = clause.Columns.Count == 0 ? i : clause.Columns.ToList().FindIndex(name => name.Equals(all[i].Name, StringComparison.OrdinalIgnoreCase));
            yield return value < 0
                ? Default(context, binder, all[i]).Sql
                : binder.Convert(binder.Bind(clause.Values[value]), all[i].Type, clause.Values[value].Position, isExplicit: true).Sql;
        }
    }

    private static string Applies(ExpressionBinder binder, MergeClause clause) =>
        clause.Condition is null ? "1" : $"ifnull({binder.BindCondition(clause.Condition, "MERGE").Sql}, 0)";

    private void Apply(StoredTable stored, MergeChange change)
    {
        if (change.IsDelete)
        {
            Store.Connection.Execute($"DELETE FROM {stored.TableName} WHERE rowid = ?", change.RowId);
            return;
        }

        string assignments = string.Join(", ", change.Ordinals.Select(o => $"{stored.Cells[o]} = ?"));
        Store.Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"UPDATE {stored.TableName} SET {assignments} WHERE rowid = {change.RowId}"), change.Cells);
    }

    private void CheckRequired(MergeStatement statement, StoredTable stored)
    {
        foreach ((NameExpression name, _) in statement.Clauses.SelectMany(c => c.Assignments))
        {
            int ordinal = AssignedColumn(stored.Definition, name);
            Column column = stored.Definition.Schema.Columns[ordinal];
            if (!column.IsNullable && Store.Connection.Query($"SELECT 1 FROM {stored.TableName} WHERE {stored.Cells[ordinal]} IS NULL LIMIT 1").Count > 0)
            {
                throw SqlErrors.InvalidValue($"column {column.Name} of table {StoreErrors.FullName(stored.Definition)} is NOT NULL, but the MERGE gave it a NULL");
            }
        }
    }

    private static void Add(Dictionary<string, long> inputs, Dictionary<string, long> more)
    {
        foreach ((string name, long rows) in more)
        {
            inputs[name] = rows;
        }
    }

    /// <summary>What becomes of one row of the target.</summary>
    private sealed record MergeChange(long RowId, bool IsDelete, int[] Ordinals, object?[] Cells);
}
