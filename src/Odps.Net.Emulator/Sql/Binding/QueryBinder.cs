using System.Globalization;
using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>Turns queries into SQLite text. Every relation gets an alias of its own, so no name of the user's is ever in the text.</summary>
internal sealed partial class QueryBinder(BindingContext context)
{
    private readonly Stack<(string Name, string Sql, IReadOnlyList<(string Name, OdpsType Type)> Columns, bool IsLocal)> _commonTables = new();
    private bool _mustStandAlone;

    public BoundQuery BindQuery(Query query, Scope? outer)
    {
        int known = _commonTables.Count;
        var definitions = new List<string>();
        foreach (CommonTable table in query.CommonTables)
        {
            if (table is { MayRecur: true, Query: { Body: SetBody { Operator: "UNION" } body, CommonTables: [], OrderBy: [], Limit: null } })
            {
                BindRecursive(table, body, outer, outer is null ? context.Definitions : definitions);
                continue;
            }

            BoundQuery bound = Rename(BindQuery(table.Query, outer), table.Columns, table.Position);
            string alias = context.NextAlias();
            (outer is null ? context.Definitions : definitions).Add($"{alias} AS ({bound.Sql})");
            _commonTables.Push((table.Name, alias, bound.Columns, outer is not null));
        }

        BoundQuery result = query.Body switch
        {
            SelectBody select => BindSelect(select, query, outer),
            _ => BindTail(BindBody(query.Body, outer), query, outer),
        };
        while (_commonTables.Count > known)
        {
            _commonTables.Pop();
        }

        return definitions.Count == 0 ? result : result with { Sql = $"WITH {string.Join(", ", definitions)} {result.Sql}" };
    }

    /// <summary>A common table that may name itself: the first part of its UNION gives the columns, the last one is run until it gives no more rows.</summary>
    private void BindRecursive(CommonTable table, SetBody body, Scope? outer, List<string> definitions)
    {
        BoundQuery first = Rename(BindBody(body.Left, outer), table.Columns, table.Position);
        string alias = context.NextAlias();
        _commonTables.Push((table.Name, alias, first.Columns, outer is not null));
        BoundQuery next = BindBody(body.Right, outer);
        if (next.Columns.Count != first.Columns.Count || next.Columns.Zip(first.Columns).Any(c => !Functions.Casts.IsSameCell(c.First.Type, c.Second.Type)))
        {
            throw SqlErrors.IllegalUnion(
                table.Position, $"both parts of the recursive table {table.Name} need columns of the same types; cast those of the second part ({string.Join(", ", first.Columns.Select(c => c.Type))})");
        }

        string columns = string.Join(", ", first.Columns.Select((_, i) => BoundQuery.ColumnSql(i)));
        definitions.Add($"{alias}({columns}) AS ({first.Sql} UNION{(body.IsAll ? " ALL" : "")} {next.Sql})");
    }

    /// <summary>A query inside of an expression: where it depends on nothing round it, it stands at the head of the statement.</summary>
    public BoundQuery BindSubquery(Query query, Scope outer)
    {
        if (context.Correlated.Contains(query))
        {
            return BindQuery(query, outer);
        }

        bool before = _mustStandAlone;
        int definitions = context.Definitions.Count;
        int known = _commonTables.Count;
        int views = context.ViewDepth;
        try
        {
            _mustStandAlone = true;
            BoundQuery bound = BindQuery(query, null);
            string alias = context.NextAlias();
            context.Definitions.Add($"{alias} AS ({bound.Sql})");
            return bound with { Sql = $"SELECT {string.Join(", ", bound.Columns.Select((_, i) => BoundQuery.ColumnSql(i)))} FROM {alias}" };
        }
        catch (EmulatorException)
        {
            // It names something outside, or is wrong; then the second attempt says so. Inner queries are not tried again.
            context.Correlated.Add(query);
            context.Definitions.RemoveRange(definitions, context.Definitions.Count - definitions);
            while (_commonTables.Count > known)
            {
                _commonTables.Pop();
            }

            context.ViewDepth = views;
        }
        finally
        {
            _mustStandAlone = before;
        }

        return BindQuery(query, outer);
    }

    private BoundQuery BindBody(QueryBody body, Scope? outer) => body switch
    {
        SelectBody select => BindSelect(select, new Query(select.Position, select), outer),
        NestedBody nested => BindQuery(nested.Query, outer),
        SetBody set => BindSet(set, outer),
        ValuesBody values => BindValues(values, outer),
        _ => throw SqlErrors.Unsupported(body.Position, body.GetType().Name),
    };

    /// <summary>ORDER BY, LIMIT and OFFSET over a query whose output columns are all that can be named.</summary>
    private BoundQuery BindTail(BoundQuery body, Query query, Scope? outer)
    {
        if (query.OrderBy.Count == 0 && query.Limit is null && query.Offset is null)
        {
            return body;
        }

        string alias = context.NextAlias();
        var relation = new ScopeRelation([], [.. body.Columns.Select((c, i) => new ScopeColumn(c.Name, $"{alias}.{BoundQuery.ColumnSql(i)}", c.Type))]);
        var binder = new ExpressionBinder(context, this, new Scope([relation], outer)) { NoAggregatesIn = "ORDER BY" };
        var order = new List<string>();
        foreach (SortItem item in query.OrderBy)
        {
            string? key = OrdinalOf(item.Value, body.Columns.Count) is { } ordinal ? relation.Columns[ordinal].Sql : SortKey(binder.Bind(item.Value));
            order.Add(key is null ? "NULL" : key + ExpressionBinder.Direction(item));
        }

        string columns = string.Join(", ", body.Columns.Select((_, i) => BoundQuery.ColumnSql(i)));
        string orderBy = order.Count > 0 ? $" ORDER BY {string.Join(", ", order)}" : "";
        return body with { Sql = $"SELECT {columns} FROM ({body.Sql}) AS {alias}{orderBy}{BindLimit(query)}" };
    }

    private string BindLimit(Query query)
    {
        if (query.Limit is null && query.Offset is null)
        {
            return "";
        }

        string limit = query.Limit is null ? "-1" : BindCount(query.Limit, "LIMIT");
        string offset = query.Offset is null ? "" : $" OFFSET {BindCount(query.Offset, "OFFSET")}";
        return $" LIMIT {limit}{offset}";
    }

    private string BindCount(Expression expression, string clause)
    {
        var binder = new ExpressionBinder(context, this, new Scope([], null)) { NoAggregatesIn = clause };
        TypedSql count = binder.Bind(expression);
        return count is { IsLiteral: true, Value: long and >= 0 }
            ? count.Sql
            : throw SqlErrors.Semantic(expression.Position, $"{clause} takes a number that is not negative");
    }

    /// <summary>The output column that a whole number names, counted from 0.</summary>
    private static int? OrdinalOf(Expression expression, int columns) =>
        expression is LiteralExpression { Kind: LiteralKind.Integer } literal && int.TryParse(literal.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal)
            ? ordinal >= 1 && ordinal <= columns ? ordinal - 1 : throw SqlErrors.Semantic(expression.Position, $"there is no output column {ordinal}")
            : null;

    /// <summary>A literal as a key sorts and groups nothing, but SQLite would take a number for a column; so it is left out.</summary>
    private static string? SortKey(TypedSql value) => value.IsLiteral ? null : value.Sql;

    private BoundQuery BindSet(SetBody set, Scope? outer)
    {
        // A chain of one operator becomes one compound, so that long ones do not nest.
        var terms = new List<QueryBody> { set.Right };
        QueryBody current = set.Left;
        while (current is SetBody inner && inner.Operator == set.Operator && inner.IsAll == set.IsAll)
        {
            terms.Insert(0, inner.Right);
            current = inner.Left;
        }

        terms.Insert(0, current);
        List<BoundQuery> bound = terms.ConvertAll(t => BindBody(t, outer));
        foreach (BoundQuery other in bound)
        {
            if (other.Columns.Count != bound[0].Columns.Count)
            {
                throw SqlErrors.IllegalUnion(set.Position, $"{set.Operator} needs the same number of columns on both sides, but {bound[0].Columns.Count} and {other.Columns.Count} were found");
            }
        }

        var binder = new ExpressionBinder(context, this, new Scope([], null));
        OdpsType[] types = [.. bound[0].Columns.Select((_, i) => bound.Select(b => b.Columns[i].Type).Aggregate((a, b) => SqlTypes.Common(a, b)
            ?? throw SqlErrors.IllegalUnion(set.Position, $"column {i + 1} has the types {a} and {b}, which have no type in common")))];
        string rows = set.IsAll && set.Operator != "UNION" ? $", row_number() OVER (PARTITION BY {string.Join(", ", types.Select((_, i) => BoundQuery.ColumnSql(i)))}) AS n" : "";
        IEnumerable<string> parts = bound.Select(b =>
        {
            IEnumerable<string> columns = b.Columns.Select((c, i) => $"{binder.Convert(new TypedSql(BoundQuery.ColumnSql(i), c.Type), types[i], set.Position).Sql} AS {BoundQuery.ColumnSql(i)}");
            string select = $"SELECT {string.Join(", ", columns)} FROM ({b.Sql})";
            return rows.Length > 0 ? $"SELECT *{rows} FROM ({select})" : select;
        });

        string name = set.IsAll && set.Operator == "UNION" ? "UNION ALL" : set.Operator;
        string sql = string.Join($" {name} ", parts);
        if (rows.Length > 0)
        {
            sql = $"SELECT {string.Join(", ", types.Select((_, i) => BoundQuery.ColumnSql(i)))} FROM ({sql})";
        }

        return new BoundQuery(sql, [.. bound[0].Columns.Select((c, i) => (c.Name, types[i]))]);
    }

    private BoundQuery BindValues(ValuesBody values, Scope? outer)
    {
        List<List<TypedSql>> rows = BindRows(values, outer, out OdpsType[] types);
        IEnumerable<string> texts = rows.Select(r => $"({string.Join(", ", r.Select(v => v.Sql))})");
        string columns = string.Join(", ", types.Select((_, i) => FormattableString.Invariant($"column{i + 1} AS k{i}")));
        return new BoundQuery($"SELECT {columns} FROM (VALUES {string.Join(", ", texts)})", [.. types.Select((t, i) => (FormattableString.Invariant($"_c{i}"), t))]);
    }

    /// <summary>The rows of VALUES, each column brought to one type.</summary>
    public List<List<TypedSql>> BindRows(ValuesBody values, Scope? outer, out OdpsType[] types)
    {
        var binder = new ExpressionBinder(context, this, new Scope([], outer)) { NoAggregatesIn = "VALUES" };
        int width = values.Rows[0].Count;
        var common = new OdpsType[width];
        Array.Fill(common, SqlTypes.Void);
        var rows = new List<List<TypedSql>>();
        foreach (IReadOnlyList<Expression> row in values.Rows)
        {
            if (row.Count != width)
            {
                throw SqlErrors.Semantic(values.Position, $"the rows of VALUES have {width} and {row.Count} columns");
            }

            List<TypedSql> bound = [.. row.Select(binder.Bind)];
            for (int i = 0; i < width; i++)
            {
                common[i] = SqlTypes.Common(common[i], bound[i].Type)
                    ?? throw SqlErrors.Semantic(row[i].Position, $"the types {common[i]} and {bound[i].Type} have no type in common");
            }

            rows.Add(bound);
        }

        for (int r = 0; r < rows.Count; r++)
        {
            rows[r] = [.. rows[r].Select((v, i) => binder.Convert(v, common[i], values.Rows[r][i].Position))];
        }

        types = common;
        return rows;
    }

    private static BoundQuery Rename(BoundQuery query, IReadOnlyList<string> names, SourcePosition at)
    {
        if (names.Count == 0)
        {
            return query;
        }

        return names.Count == query.Columns.Count
            ? query with { Columns = [.. query.Columns.Select((c, i) => (names[i], c.Type))] }
            : throw SqlErrors.Semantic(at, $"{names.Count} column names are given for {query.Columns.Count} columns");
    }
}
