using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Sql.Functions;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>DESC and SHOW.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteDescribe(DescribeStatement statement)
    {
        StoredTable stored = Find(statement.Table, "Describe");
        TableDefinition table = Store.FindTable(stored.Definition.Project, stored.Definition.SchemaName, stored.Definition.Name)!;
        bool asJson = session.GetSetting("odps.sql.select.output.format")?.Trim().Equals("json", StringComparison.OrdinalIgnoreCase) == true;
        if (statement.Partition is not null)
        {
            PartitionSpec spec = RequirePartition(table, statement.Partition);
            return new SqlResult { Text = DescriptionText.Partition(Store.FindPartition(table, spec)!) };
        }

        return new SqlResult { Text = asJson ? DescriptionText.Json(table) : DescriptionText.Table(table, statement.IsExtended) };
    }

    private SqlResult ExecuteShowTables(ShowTablesStatement statement)
    {
        string project = session.Project;
        string? schema = session.Schema;
        if (statement.In.Count > 0)
        {
            (project, schema) = statement.In.Count > 1 ? (statement.In[0], statement.In[1])
                : session.HasSchemas && !Store.ProjectExists(statement.In[0]) ? (project, statement.In[0])
                : (statement.In[0], SqliteTableStore.DefaultSchema);
        }

        if (!Store.ProjectExists(project))
        {
            throw StoreErrors.NoSuchProject(project);
        }

        session.Access?.Demand("List", project, schema);
        IEnumerable<TableDefinition> tables = Store.ListTables(project, schema)
            .Where(t => (!statement.IsViews || t.IsView) && (statement.Like is null || MatchesLike(t.Name, statement.Like)));
        bool csv = session.GetSetting("odps.sql.select.output.format")?.Trim().Equals("csv", StringComparison.OrdinalIgnoreCase) == true;
        string lines = string.Concat(tables.Select(t => csv ? $"\"{t.Owner}\",\"{t.Name}\"\n" : $"{t.Owner}:{t.Name}\n"));
        return new SqlResult { Text = csv ? $"\"owner\",\"table_name\"\n{lines}" : lines };
    }

    private SqlResult ExecuteShowPartitions(ShowPartitionsStatement statement)
    {
        TableDefinition table = Find(statement.Table, "Describe").Definition;
        if (!table.Schema.IsPartitioned)
        {
            throw SqlErrors.Semantic(statement.Table.Position, $"table {StoreErrors.FullName(table)} is not partitioned");
        }

        IEnumerable<PartitionSpec> specs = Store.ListPartitions(table).Select(p => p.Spec);
        if (statement.Partition is { } clause)
        {
            CheckKeys(table, clause);
            specs = specs.Where(spec => clause.Items.All(i => Fits(table, spec, i)));
        }

        return new SqlResult { Text = string.Concat(specs.Select(s => $"{s.ToPath()}\n")) };
    }

    private static SqlResult ExecuteShowFunctions(ShowFunctionsStatement statement)
    {
        IEnumerable<string> names = FunctionRegistry.Names.Concat(AggregateFunctions.Names).Concat(WindowFunctions.Names)
            .Where(n => statement.Like is null || MatchesLike(n, statement.Like))
            .Distinct().Order(StringComparer.Ordinal);
        return new SqlResult { Text = string.Concat(names.Select(n => $"{n}\n")) };
    }

    /// <summary>The pattern of SHOW: * or % for any text, ? or _ for a character.</summary>
    private static bool MatchesLike(string name, string pattern) =>
        TextPatterns.Like([name.ToLowerInvariant(), pattern.ToLowerInvariant().Replace('*', '%').Replace('?', '_')]) is 1L;
}
