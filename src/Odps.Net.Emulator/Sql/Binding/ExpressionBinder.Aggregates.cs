using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Aggregates and window functions.</content>
internal sealed partial class ExpressionBinder
{
    private TypedSql BindAggregate(CallExpression call, AggregateFunction aggregate)
    {
        if (call.Window is null)
        {
            if (NoAggregatesIn is { } clause)
            {
                throw SqlErrors.Semantic(call.Position, $"the aggregate function {call.Name} is not allowed in {clause}");
            }

            if (_insideAggregate)
            {
                throw SqlErrors.Semantic(call.Position, $"the aggregate function {call.Name} is not allowed inside of another");
            }
        }

        // Inside an aggregate any column may stand; a window function stands outside and sees what its query gives.
        bool outer = _insideAggregate;
        _insideAggregate = call.Window is null || outer;
        List<TypedSql> arguments = [.. call.Arguments.Select(Bind)];
        List<TypedSql> keys = [.. call.WithinGroup.Select(s => Bind(s.Value))];
        TypedSql? filter = call.Filter is null ? null : BindCondition(call.Filter, "FILTER");
        _insideAggregate = outer;

        AggregateCall bound = aggregate.Bind(this, call, arguments);
        string filterSql = filter is null ? "" : $" FILTER (WHERE {filter.Sql})";
        string over = call.Window is null ? "" : $" OVER {BindWindow(call.Window, call.Name)}";
        string sql;
        bool isDistinct = call.IsDistinct && !bound.IgnoresDistinct;
        if (bound.Native is not null && !(isDistinct && (call.Window is not null || bound.Arguments.Count > 1)))
        {
            string inner = call.IsStar ? "*" : string.Join(", ", bound.Arguments.Select(a => a.Sql));
            sql = bound.Native((isDistinct ? "DISTINCT " : "") + inner, filterSql + over);
        }
        else
        {
            Func<IAggregate> create = bound.Create;
            string key = $"{call.Name} {string.Join(' ', bound.Arguments.Select(a => a.Type.Name))}";
            List<string> cells = bound.Arguments.ConvertAll(a => a.Sql);
            if (isDistinct)
            {
                Func<IAggregate> plain = create;
                create = () => new DistinctAggregate(plain());
                key += " distinct";
            }

            if (keys.Count > 0)
            {
                Func<IAggregate> unsorted = create;
                bool[] descending = [.. call.WithinGroup.Select(s => s.Descending)];
                int values = cells.Count;
                create = () => new SortedAggregate(unsorted(), values, descending);
                key += $" sorted {string.Join(' ', descending)}";
                cells.AddRange(keys.Select(k => k.Sql));
            }

            object? empty = create().Finish();
            string plainCall = context.Functions.CallAggregate(key, create, cells) + filterSql;
            sql = call.Window is null
                ? empty is null ? plainCall : $"coalesce({plainCall}, {context.Cell(empty)})"
                : context.Functions.CallWindow(key, create, $"json_group_array(p({string.Join(", ", cells)})){filterSql}{over}");
        }

        TypedSql result = TypedSql.Of(sql, bound.Type, [.. arguments, .. keys, filter]);
        return call.Window is null
            ? result with { HasAggregate = true, Ungrouped = null }
            : result with { HasWindow = true };
    }

    private TypedSql BindWindowFunction(CallExpression call)
    {
        if (!WindowFunctions.Contains(call.Name))
        {
            throw FunctionRegistry.Contains(call.Name)
                ? SqlErrors.Parse(call.Position, $"{call.Name} is no window function")
                : SqlErrors.FunctionNotFound(call.Position, call.Name);
        }

        List<TypedSql> arguments = [.. call.Arguments.Select(Bind)];
        bool ignoreNulls = call.IgnoreNulls;
        if (call.Name is "first_value" or "last_value" && arguments is [_, { IsLiteral: true, Type.Kind: OdpsTypeKind.Boolean } flag])
        {
            ignoreNulls |= flag.Value is 1L;
            arguments.RemoveAt(1);
        }

        if (call.Name is "rank" or "dense_rank" or "percent_rank" or "cume_dist" or "lag" or "lead" && !IsOrdered(call.Window!))
        {
            throw SqlErrors.Semantic(call.Position, $"the window of function {call.Name} needs ORDER BY");
        }

        string over = BindWindow(call.Window!, call.Name);
        if (ignoreNulls)
        {
            return BindEdgeValue(call, arguments, over);
        }

        OdpsType type;
        switch (call.Name)
        {
            case "row_number" or "rank" or "dense_rank" when arguments.Count == 0:
                type = OdpsType.BigInt;
                break;
            case "percent_rank" or "cume_dist" when arguments.Count == 0:
                type = OdpsType.Double;
                break;
            case "ntile" when arguments.Count == 1:
                type = OdpsType.BigInt;
                arguments[0] = Convert(arguments[0], OdpsType.BigInt, call.Position);
                break;
            case "lag" or "lead" when arguments.Count is >= 1 and <= 3:
                type = arguments[0].Type;
                if (arguments.Count > 1)
                {
                    arguments[1] = Convert(arguments[1], OdpsType.BigInt, call.Position);
                }

                if (arguments.Count > 2)
                {
                    arguments[2] = Convert(arguments[2], type, call.Position);
                }

                break;
            case "first_value" or "last_value" when arguments.Count == 1:
                type = arguments[0].Type;
                break;
            case "nth_value" when arguments.Count == 2:
                type = arguments[0].Type;
                arguments[1] = Convert(arguments[1], OdpsType.BigInt, call.Position);
                break;
            default:
                throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with {arguments.Count} arguments");
        }

        string sql = $"{call.Name}({string.Join(", ", arguments.Select(a => a.Sql))}) OVER {over}";
        return TypedSql.Of(sql, type, [.. arguments]) with { HasWindow = true };
    }

    private bool IsOrdered(WindowSpec window) =>
        window.OrderBy.Count > 0 || (window.Name is { } name && Windows.TryGetValue(name, out WindowSpec? named) && named.OrderBy.Count > 0);

    /// <summary>FIRST_VALUE and LAST_VALUE that pass over NULLs, which SQLite does not know.</summary>
    private TypedSql BindEdgeValue(CallExpression call, List<TypedSql> arguments, string over)
    {
        if (call.Name is not ("first_value" or "last_value") || arguments.Count != 1)
        {
            throw SqlErrors.Unsupported(call.Position, $"IGNORE NULLS of {call.Name}");
        }

        bool isLast = call.Name == "last_value";
        string sql = context.Functions.CallWindow($"{call.Name} {arguments[0].Type}", () => new EdgeValueAggregate(isLast), $"json_group_array(p({arguments[0].Sql})) OVER {over}");
        return TypedSql.Of(sql, arguments[0].Type, arguments[0]) with { HasWindow = true };
    }

    private string BindWindow(WindowSpec window, string function)
    {
        if (window.Name is not null)
        {
            if (!Windows.TryGetValue(window.Name, out WindowSpec? named))
            {
                throw SqlErrors.Semantic(default, $"window {window.Name} cannot be resolved");
            }

            window = named with
            {
                OrderBy = window.OrderBy.Count > 0 ? window.OrderBy : named.OrderBy,
                Frame = window.Frame ?? named.Frame,
            };
        }

        var parts = new List<string>();
        if (window.PartitionBy.Count > 0)
        {
            parts.Add($"PARTITION BY {string.Join(", ", window.PartitionBy.Select(e => Bind(e).Sql))}");
        }

        if (window.OrderBy.Count > 0)
        {
            parts.Add($"ORDER BY {string.Join(", ", window.OrderBy.Select(s => Bind(s.Value).Sql + Direction(s)))}");
        }

        if (window.Frame is { } frame)
        {
            string exclude = frame.Exclude is null ? "" : $" EXCLUDE {frame.Exclude}";
            parts.Add($"{frame.Unit} BETWEEN {BindBound(frame.Start)} AND {BindBound(frame.End)}{exclude}");
        }
        else if (window.OrderBy.Count > 0 && AggregateFunctions.Find(function) is not null && Session.GetSetting("odps.sql.hive.compatible")?.Trim() != "true")
        {
            // The service's own default for aggregates; with Hive's rules it would be RANGE, which takes in all rows of equal rank.
            parts.Add("ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
        }

        return $"({string.Join(' ', parts)})";
    }

    private string BindBound(FrameBound bound) => bound.Offset is null ? bound.Kind : $"{Bind(bound.Offset).Sql} {bound.Kind}";

    public static string Direction(SortItem item) =>
        (item.Descending ? " DESC" : "") + (item.NullsFirst switch { true => " NULLS FIRST", false => " NULLS LAST", _ => "" });
}
