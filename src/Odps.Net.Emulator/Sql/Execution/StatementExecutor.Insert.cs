using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Sql.Parsing;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>INSERT.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteInsert(InsertStatement statement)
    {
        // All sources are read before anything is written: a source may be a target too.
        var inputs = new Dictionary<string, long>(StringComparer.Ordinal);
        var work = new List<(InsertTarget Target, StoredTable Table, InsertPlan Plan, List<object?[]> Rows)>();
        foreach (InsertTarget target in statement.Targets)
        {
            StoredTable table = Find(target.Table, "Update");
            if (target.IfNotExists && target.Partition is { } clause && Store.FindPartition(table.Definition, ToSpec(table.Definition, clause)) is not null)
            {
                continue;
            }

            var context = new BindingContext(session);
            InsertPlan plan = PlanInsert(context, target, table);
            work.Add((target, table, plan, [.. plan.Rows ?? ReadCells(context, plan.Sql)]));
            foreach ((string name, long rows) in Inputs(context))
            {
                inputs[name] = rows;
            }
        }

        var outputs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((InsertTarget target, StoredTable table, InsertPlan plan, List<object?[]> rows) in work)
        {
            WriteRows(table, plan, rows, target.IsOverwrite, outputs);
        }

        return new SqlResult { Inputs = inputs, Outputs = outputs };
    }

    private InsertPlan PlanInsert(BindingContext context, InsertTarget target, StoredTable stored)
    {
        TableDefinition table = stored.Definition;
        if (table.IsView)
        {
            throw SqlErrors.Semantic(target.Table.Position, $"{StoreErrors.FullName(table)} is a view; rows cannot be inserted into it");
        }

        var staticKeys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (target.Partition is not null)
        {
            CheckKeys(table, target.Partition);
            foreach (PartitionItem item in target.Partition.Items.Where(i => i.Value is not null))
            {
                staticKeys[item.Key] = item.Value!;
            }
        }
        else if (table.Schema.IsPartitioned && table.PartitionExpression is null && target.Columns.Count == 0)
        {
            throw SqlErrors.Semantic(target.Position, $"table {StoreErrors.FullName(table)} is partitioned; INSERT needs a PARTITION clause");
        }

        List<Column> dynamicKeys = table.PartitionExpression is null ? [.. table.Schema.PartitionColumns.Where(k => !staticKeys.ContainsKey(k.Name))] : [];
        List<Column> sources = SourceColumns(target, table, dynamicKeys);
        return BindSource(context, target, table, sources, dynamicKeys, staticKeys);
    }

    /// <summary>The columns that the source fills, in its order: data columns, then dynamic partition keys, or those that the statement names.</summary>
    private static List<Column> SourceColumns(InsertTarget target, TableDefinition table, List<Column> dynamicKeys)
    {
        if (target.Columns.Count == 0)
        {
            return [.. table.Schema.Columns, .. dynamicKeys];
        }

        var columns = new List<Column>();
        foreach (string name in target.Columns)
        {
            int ordinal = table.Schema.Columns.IndexOf(name);
            Column? column = ordinal >= 0 ? table.Schema.Columns[ordinal] : dynamicKeys.Find(k => k.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            columns.Add(column is null || columns.Contains(column) ? throw SqlErrors.ColumnNotFound(target.Position, name) : column);
        }

        columns.AddRange(dynamicKeys.Where(k => !columns.Contains(k)));
        return columns;
    }

    private InsertPlan BindSource(
        BindingContext context, InsertTarget target, TableDefinition table, List<Column> sources, List<Column> dynamicKeys, Dictionary<string, string> staticKeys)
    {
        var queries = new QueryBinder(context);
        var binder = new ExpressionBinder(context, queries, new Scope([], null));
        IEnumerable<Column> all = table.Schema.Columns.Concat(dynamicKeys);
        if (target.Query is { Body: ValuesBody values, CommonTables: [], OrderBy: [], Limit: null, Offset: null } && table.PartitionExpression is null)
        {
            List<List<TypedSql>> rows = BindValueRows(context, queries, values, sources, target);
            if (rows.TrueForAll(r => r.TrueForAll(v => v.IsLiteral)))
            {
                TypedSql[] defaults = [.. all.Select(c => sources.Contains(c) ? TypedSql.Null : Default(context, binder, c))];
                int[] from = [.. all.Select(c => sources.IndexOf(c))];
                if (Array.TrueForAll(defaults, d => d.IsLiteral))
                {
                    return new InsertPlan("", staticKeys, dynamicKeys) { Rows = rows.ConvertAll(r => from.Select((s, i) => s >= 0 ? r[s].Value : defaults[i].Value).ToArray()) };
                }
            }
        }

        BoundQuery query = queries.BindQuery(target.Query, null);
        if (query.Columns.Count != sources.Count)
        {
            throw SqlErrors.Semantic(target.Position, $"wrong columns count {query.Columns.Count} in data source, requires {sources.Count} columns (includes dynamic partitions if any)");
        }

        string Cell(Column column)
        {
            int index = sources.IndexOf(column);
            TypedSql value = index >= 0 ? new TypedSql(BoundQuery.ColumnSql(index), query.Columns[index].Type)
                : IsIngestionTime(table, column) ? context.Literal(IngestionTime(), OdpsType.TimestampNtz)
                : Default(context, binder, column);
            return binder.Convert(value, column.Type, target.Position, isExplicit: true).Sql;
        }

        string[] cells = [.. all.Select(Cell)];
        string sql = $"SELECT {string.Join(", ", cells.Select((c, i) => $"{c} AS {BoundQuery.ColumnSql(i)}"))} FROM ({query.Sql})";
        if (table.PartitionExpression is { } expression)
        {
            // The partition key is computed from the row as it will be stored.
            var row = new ScopeRelation([], [.. table.Schema.Columns.Select((c, i) => new ScopeColumn(c.Name, BoundQuery.ColumnSql(i), c.Type))]);
            TypedSql key = new ExpressionBinder(context, queries, new Scope([row], null)).Bind(new Parser(expression).ParseWholeExpression());
            Column column = table.Schema.PartitionColumns[0];
            sql = $"SELECT *, {binder.Convert(key, column.Type, target.Position).Sql} FROM ({sql})";
            dynamicKeys = [column];
        }

        return new InsertPlan(sql, staticKeys, dynamicKeys);
    }

    /// <summary>The rows of INSERT ... VALUES, each value brought to its column's type by itself.</summary>
    private static List<List<TypedSql>> BindValueRows(BindingContext context, QueryBinder queries, ValuesBody values, List<Column> sources, InsertTarget target)
    {
        var binder = new ExpressionBinder(context, queries, new Scope([], null)) { NoAggregatesIn = "VALUES" };
        var rows = new List<List<TypedSql>>(values.Rows.Count);
        foreach (IReadOnlyList<Expression> row in values.Rows)
        {
            if (row.Count != sources.Count)
            {
                throw SqlErrors.Semantic(target.Position, $"wrong columns count {row.Count} in data source, requires {sources.Count} columns (includes dynamic partitions if any)");
            }

            rows.Add([.. row.Select((e, i) => binder.Convert(binder.Bind(e), sources[i].Type, e.Position, isExplicit: true))]);
        }

        return rows;
    }

    /// <summary>Whether the service fills the column with the time at which a row comes in, from which the partition is computed.</summary>
    private static bool IsIngestionTime(TableDefinition table, Column column) =>
        column is { Name: "_partitiontime", Type.Kind: OdpsTypeKind.TimestampNtz }
        && table.Properties.GetValueOrDefault("ingestion_time_partition")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    private string IngestionTime() => StoredValues.FromTime(session.Now.ToUnixTimeSeconds(), session.Now.Millisecond * 1_000_000);

    private static TypedSql Default(BindingContext context, ExpressionBinder binder, Column column)
    {
        if (column.DefaultValue is not { } text)
        {
            return TypedSql.Null with { Type = column.Type };
        }

        // DEFAULT 'abc' is kept as abc, other expressions as they were written.
        TypedSql value = SqlTypes.IsText(column.Type) || SqlTypes.IsTime(column.Type) && !text.Contains('(', StringComparison.Ordinal) && !text.Contains('\'', StringComparison.Ordinal)
            ? context.Literal(text, OdpsType.String)
            : binder.Bind(new Parser(text).ParseWholeExpression());
        return binder.Convert(value, column.Type, default, isExplicit: true);
    }

    private void WriteRows(StoredTable stored, InsertPlan plan, List<object?[]> rows, bool overwrite, Dictionary<string, long> outputs)
    {
        TableDefinition table = stored.Definition;
        string name = StoreErrors.FullName(table);
        if (!table.Schema.IsPartitioned)
        {
            outputs[name] = outputs.GetValueOrDefault(name) + Store.WriteCells(table, null, rows, overwrite);
            return;
        }

        int width = table.Schema.Columns.Count;
        IEnumerable<(PartitionSpec Spec, List<object?[]> Rows)> groups = plan.DynamicKeys.Count == 0
            ? [(Spec(table, plan, []), rows)]
            : rows.GroupBy(row => Spec(table, plan, row[width..])).Select(g => (g.Key, g.Select(r => r[..width]).ToList()));
        foreach ((PartitionSpec spec, List<object?[]> part) in groups.ToList())
        {
            Store.CreatePartition(table, spec, ifNotExists: true);
            string partition = $"{name}/{PartitionValues.Normalize(table, spec).ToPath()}";
            outputs[partition] = outputs.GetValueOrDefault(partition) + Store.WriteCells(table, spec, part, overwrite);
        }
    }

    private static PartitionSpec Spec(TableDefinition table, InsertPlan plan, object?[] dynamicCells)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (Column key in table.Schema.PartitionColumns)
        {
            if (plan.StaticKeys.TryGetValue(key.Name, out string? value))
            {
                pairs.Add(new(key.Name, value));
                continue;
            }

            object? cell = dynamicCells[plan.DynamicKeys.IndexOf(key)];
            pairs.Add(cell is null or ""
                ? throw SqlErrors.Partition($"invalid dynamic partition value: {key.Name}={cell ?? "NULL"}")
                : new(key.Name, PartitionValues.ToText(key.Type, cell)));
        }

        return new PartitionSpec(pairs);
    }

    /// <summary>What an INSERT does.</summary>
    /// <param name="Sql">The text that gives the rows as cells: data columns, then dynamic keys.</param>
    /// <param name="StaticKeys">The partition keys whose values the statement states.</param>
    /// <param name="DynamicKeys">The partition keys whose values come with the rows.</param>
    private sealed record InsertPlan(string Sql, IReadOnlyDictionary<string, string> StaticKeys, List<Column> DynamicKeys)
    {
        /// <summary>The rows themselves, when they are literals.</summary>
        public IEnumerable<object?[]>? Rows { get; init; }
    }
}
