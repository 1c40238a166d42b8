using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>Queries and EXPLAIN.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteQuery(QueryStatement statement)
    {
        var context = new BindingContext(session);
        BoundQuery query = new QueryBinder(context).BindQuery(statement.Query, null);
        ColumnCollection columns = ResultColumns(query);
        var rows = new List<object?[]>();
        foreach (object?[] row in ReadCells(context, query.Sql))
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = StoredValues.FromCell(columns[i].Type, row[i]);
            }

            rows.Add(row);
        }

        return new SqlResult { Columns = columns, Rows = rows, Inputs = Inputs(context) };
    }

    /// <summary>The columns of a result; of two with one name the later gets a number: <c>id</c>, <c>id2</c>.</summary>
    private static ColumnCollection ResultColumns(BoundQuery query)
    {
        var names = new HashSet<string>(query.Columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var columns = new List<Column>();
        foreach ((string name, OdpsType type) in query.Columns)
        {
            string unique = name;
            for (int n = 2; !used.Add(unique) || (unique != name && names.Contains(unique)); n++)
            {
                unique = FormattableString.Invariant($"{name}{n}");
            }

            columns.Add(new Column(unique, SqlTypes.Output(type)));
        }

        return new ColumnCollection(columns);
    }

    private SqlResult ExecuteExplain(ExplainStatement statement)
    {
        Query? query = statement.Statement switch
        {
            QueryStatement q => q.Query,
            InsertStatement { Targets: [var target] } => target.Query,
            CreateTableStatement { AsQuery: { } q } => q,
            _ => null,
        };
        if (query is null)
        {
            return new SqlResult { Text = "nothing to explain" };
        }

        var context = new BindingContext(session);
        BoundQuery bound = new QueryBinder(context).BindQuery(query, null);
        ColumnCollection columns = ResultColumns(bound);
        if (statement.IsOutput || session.GetSetting("odps.sql.select.output.format") == "json")
        {
            return new SqlResult { Text = DescriptionText.ColumnsJson(columns) };
        }

        IEnumerable<string> sources = context.Inputs.Keys.Select(name => $"    source: {name}\n");
        IEnumerable<string> outputs = columns.Select(c => $"        {c.Name} ({c.Type.Name.ToLowerInvariant()})\n");
        return new SqlResult { Text = $"job0 is root job\n\nIn Job job0:\nroot Tasks: M1\n\nIn Task M1:\n{string.Concat(sources)}    FS: output: Screen\n        schema:\n{string.Concat(outputs)}" };
    }
}
