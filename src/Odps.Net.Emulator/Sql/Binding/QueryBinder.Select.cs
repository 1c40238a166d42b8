using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>SELECT.</content>
internal sealed partial class QueryBinder
{
    private BoundQuery BindSelect(SelectBody select, Query query, Scope? outer)
    {
        select = WithGenerator(select);
        BoundRelation? from = select.From is null ? null : BindRelation(select.From, outer);
        var scope = new Scope(from?.Relations ?? [], outer);
        if (select.GroupingSets is null)
        {
            return BindSelect(select, query, scope, from, null);
        }

        // Each grouping set is a query of its own; the sorting is over all of them.
        List<BoundQuery> bound = [.. select.GroupingSets.Select(set => BindSelect(select, new Query(query.Position, select), scope, from, set))];
        string sql = string.Join(" UNION ALL ", bound.Select(b => $"SELECT * FROM ({b.Sql})"));
        return BindTail(new BoundQuery(sql, bound[0].Columns), query, outer);
    }

    /// <summary>A table function that is all of the select list is a LATERAL VIEW of which all columns are taken.</summary>
    private static SelectBody WithGenerator(SelectBody select)
    {
        if (select is not { Items: [{ Value: CallExpression { Window: null } call } item], GroupBy: [], Having: null, Qualify: null }
            || !TableFunctions.Contains(call.Name))
        {
            return select;
        }

        const string Name = "generated rows";
        Relation input = select.From
            ?? new QueryRelation(call.Position, new Query(call.Position, new SelectBody(call.Position) { Items = [new SelectItem(new LiteralExpression(call.Position, LiteralKind.Integer, "1"), [])] }), "one row", []);
        return select with
        {
            Items = [new SelectItem(new StarExpression(call.Position, [Name]), [])],
            From = new LateralRelation(call.Position, input, false, call, Name, item.Aliases),
        };
    }

    private BoundQuery BindSelect(SelectBody select, Query query, Scope scope, BoundRelation? from, IReadOnlyList<int>? groupingSet)
    {
        string where = "";
        if (select.Where is not null)
        {
            var whereBinder = new ExpressionBinder(context, this, scope) { NoAggregatesIn = "WHERE" };
            TypedSql condition = whereBinder.BindCondition(select.Where, "WHERE");
            where = condition.HasWindow ? throw SqlErrors.Semantic(select.Where.Position, "a window function is not allowed in WHERE") : $" WHERE {condition.Sql}";
        }

        // Bound once without grouping, so that GROUP BY can name aliases and positions.
        var plain = new ExpressionBinder(context, this, scope) { Windows = select.Windows };
        List<OutputColumn> ungrouped = BindItems(select, plain);
        bool grouped = select.GroupBy.Count > 0 || select.Having is not null || ungrouped.Exists(i => i.Value.HasAggregate) || OrderHasAggregate(query, scope, ungrouped, select);
        List<TypedSql> keys = BindGroupKeys(select, scope, ungrouped);
        var binder = new ExpressionBinder(context, this, scope) { Windows = select.Windows };
        List<OutputColumn> items = ungrouped;
        if (grouped)
        {
            binder.GroupKeys = KeyReplacements(keys, groupingSet);
            binder.GroupingFunctions = GroupingFunctions(keys, groupingSet);
            items = BindItems(select, binder);
            foreach (OutputColumn item in items)
            {
                CheckGrouped(item.Value);
            }
        }

        var aliases = new Dictionary<string, TypedSql>(StringComparer.OrdinalIgnoreCase);
        foreach (OutputColumn item in items)
        {
            aliases.TryAdd(item.Name, item.Value);
        }

        binder.Aliases = aliases;
        string having = "";
        if (select.Having is not null)
        {
            TypedSql condition = binder.BindCondition(select.Having, "HAVING");
            CheckGrouped(condition);
            having = $" HAVING {condition.Sql}";
        }

        string groupBy = "";
        if (select.GroupBy.Count > 0)
        {
            IEnumerable<TypedSql> active = groupingSet is null ? keys : groupingSet.Select(i => keys[i]);
            string[] texts = [.. active.Select(SortKey).OfType<string>().Distinct()];
            groupBy = texts.Length > 0 ? $" GROUP BY {string.Join(", ", texts)}" : groupingSet is null ? " GROUP BY NULL" : "";
        }
        else if (having.Length > 0)
        {
            groupBy = " GROUP BY NULL";
        }

        binder.AliasesFirst = true;
        string order = BindOrder(query, binder, items);
        string columns = string.Join(", ", items.Select((item, i) => $"{item.Value.Sql} AS {BoundQuery.ColumnSql(i)}"));
        string core = $"SELECT {(select.IsDistinct ? "DISTINCT " : "")}{columns}";
        string rest = $"{(from is null ? "" : $" FROM {from.Sql}")}{where}{groupBy}{having}";
        IReadOnlyList<(string, OdpsType)> output = [.. items.Select(i => (i.Name, i.Value.Type))];
        if (select.Qualify is null)
        {
            return new BoundQuery($"{core}{rest}{order}{BindLimit(query)}", output);
        }

        TypedSql qualify = binder.BindCondition(select.Qualify, "QUALIFY");
        string names = string.Join(", ", items.Select((_, i) => BoundQuery.ColumnSql(i)));
        var inner = new BoundQuery($"SELECT {(select.IsDistinct ? "DISTINCT " : "")}{names} FROM (SELECT {columns}, {qualify.Sql} AS keep{rest}) WHERE keep", output);
        return BindTail(inner, query, scope.Outer);
    }

    private static void CheckGrouped(TypedSql value)
    {
        if (value.Ungrouped is { } column)
        {
            throw SqlErrors.Semantic(column.Position, $"column reference {column.Name} should appear in GROUP BY key");
        }
    }

    private static List<OutputColumn> BindItems(SelectBody select, ExpressionBinder binder)
    {
        var items = new List<OutputColumn>();
        foreach (SelectItem item in select.Items)
        {
            if (item.Value is StarExpression star)
            {
                items.AddRange(ExpandStar(star, binder));
                continue;
            }

            if (item is { Aliases: [], Value: NameExpression { Parts: [var pattern] } } && ColumnPattern.TryParse(pattern) is { } regex && binder.Scope.Resolve(item.Value.Position, [pattern]) is null)
            {
                items.AddRange(ExpandStar(new StarExpression(item.Value.Position, []), binder).Where(c => regex.IsMatch(c.Name)));
                continue;
            }

            if (item.Aliases.Count > 1 || (item.Value is CallExpression { Window: null } call && TableFunctions.Contains(call.Name)))
            {
                throw SqlErrors.Unsupported(item.Value.Position, "a table function beside others in the select list (LATERAL VIEW explode is)");
            }

            string name = item.Aliases.Count > 0 ? item.Aliases[0]
                : item.Value is NameExpression named ? named.Parts[^1]
                : item.Value is FieldExpression field ? field.Field
                : FormattableString.Invariant($"_c{items.Count}");
            items.Add(new OutputColumn(name.ToLowerInvariant(), binder.Bind(item.Value)));
        }

        return items;
    }

    private static IEnumerable<OutputColumn> ExpandStar(StarExpression star, ExpressionBinder binder)
    {
        ScopeRelation[] relations = [.. binder.Scope.Relations.Where(r => star.Qualifier.Count == 0 || r.IsNamed(star.Qualifier))];
        if (relations.Length == 0)
        {
            throw star.Qualifier.Count == 0
                ? SqlErrors.Semantic(star.Position, "'*' needs a FROM clause")
                : SqlErrors.Semantic(star.Position, $"table {string.Join('.', star.Qualifier)} cannot be resolved");
        }

        foreach (ScopeColumn column in relations.SelectMany(r => r.Columns).Where(c => star.Qualifier.Count > 0 || !c.IsMerged))
        {
            if (star.Except.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (star.Replace.FirstOrDefault(r => r.Aliases[0].Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is { } changed)
            {
                yield return new OutputColumn(column.Name.ToLowerInvariant(), binder.Bind(changed.Value));
                continue;
            }

            var value = new TypedSql(column.Sql, column.Type);
            if (binder.GroupKeys is { } keys)
            {
                value = keys.TryGetValue(value.Sql, out string? replacement) ? value with { Sql = replacement } : value with { Ungrouped = (star.Position, column.Name) };
            }

            yield return new OutputColumn(column.Name.ToLowerInvariant(), value);
        }
    }

    private List<TypedSql> BindGroupKeys(SelectBody select, Scope scope, List<OutputColumn> items)
    {
        var aliases = new Dictionary<string, TypedSql>(StringComparer.OrdinalIgnoreCase);
        foreach (OutputColumn item in items)
        {
            aliases.TryAdd(item.Name, item.Value);
        }

        var binder = new ExpressionBinder(context, this, scope) { NoAggregatesIn = "GROUP BY", Aliases = aliases };
        var keys = new List<TypedSql>();
        foreach (Expression expression in select.GroupBy)
        {
            TypedSql key = OrdinalOf(expression, items.Count) is { } ordinal ? items[ordinal].Value : binder.Bind(expression);
            keys.Add(key.HasAggregate || key.HasWindow ? throw SqlErrors.Semantic(expression.Position, "an aggregate function is not allowed in GROUP BY") : key);
        }

        return keys;
    }

    private static Dictionary<string, string> KeyReplacements(List<TypedSql> keys, IReadOnlyList<int>? groupingSet)
    {
        var replacements = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < keys.Count; i++)
        {
            replacements[keys[i].Sql] = groupingSet is null || groupingSet.Contains(i) ? keys[i].Sql : "NULL";
        }

        return replacements;
    }

    /// <summary>GROUPING(key) of each key: 1 where the set leaves it out.</summary>
    private static Dictionary<string, bool>? GroupingFunctions(List<TypedSql> keys, IReadOnlyList<int>? groupingSet)
    {
        if (groupingSet is null)
        {
            return null;
        }

        var functions = new Dictionary<string, bool>(StringComparer.Ordinal);
        for (int i = 0; i < keys.Count; i++)
        {
            functions[keys[i].Sql] = !groupingSet.Contains(i);
        }

        return functions;
    }

    private bool OrderHasAggregate(Query query, Scope scope, List<OutputColumn> items, SelectBody select)
    {
        if (query.OrderBy.Count == 0)
        {
            return false;
        }

        var aliases = new Dictionary<string, TypedSql>(StringComparer.OrdinalIgnoreCase);
        foreach (OutputColumn item in items)
        {
            aliases.TryAdd(item.Name, item.Value);
        }

        var binder = new ExpressionBinder(context, this, scope) { Aliases = aliases, AliasesFirst = true, Windows = select.Windows };
        return query.OrderBy.Any(o => binder.Bind(o.Value).HasAggregate);
    }

    private static string BindOrder(Query query, ExpressionBinder binder, List<OutputColumn> items)
    {
        var order = new List<string>();
        foreach (SortItem item in query.OrderBy)
        {
            int? ordinal = OrdinalOf(item.Value, items.Count);
            string? key;
            if (ordinal is null)
            {
                TypedSql value = binder.Bind(item.Value);
                CheckGrouped(value);
                int same = items.FindIndex(i => i.Value.Sql == value.Sql);
                ordinal = same >= 0 ? same : null;
                key = SortKey(value);
            }
            else
            {
                key = SortKey(items[ordinal.Value].Value);
            }

            if (key is not null)
            {
                order.Add((ordinal is { } position ? FormattableString.Invariant($"{position + 1}") : key) + ExpressionBinder.Direction(item));
            }
        }

        return order.Count > 0 ? $" ORDER BY {string.Join(", ", order)}" : "";
    }

    private sealed record OutputColumn(string Name, TypedSql Value);
}
