using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Calls of functions.</content>
internal sealed partial class ExpressionBinder
{
    private TypedSql BindCall(CallExpression call)
    {
        if (call.Arguments.Any(a => a is LambdaExpression))
        {
            return BindHigherOrder(call);
        }

        if (AggregateFunctions.Find(call.Name) is { } aggregate)
        {
            return BindAggregate(call, aggregate);
        }

        if (call.Window is not null)
        {
            return BindWindowFunction(call);
        }

        if (call.IsStar || call.IsDistinct || call.Filter is not null || call.WithinGroup.Count > 0)
        {
            throw FunctionRegistry.Contains(call.Name) || IsConditional(call.Name)
                ? SqlErrors.Parse(call.Position, $"{call.Name} is no aggregate function")
                : SqlErrors.FunctionNotFound(call.Position, call.Name);
        }

        if (call.Name is "grouping" or "grouping_id" or "grouping__id")
        {
            return BindGrouping(call);
        }

        if (call.Name == "from_json")
        {
            return BindFromJson(call);
        }

        if (BindConditional(call) is { } conditional)
        {
            return conditional;
        }

        List<TypedSql> arguments = [.. call.Arguments.Select(Bind)];
        return BindScalar(call, arguments);
    }

    /// <summary>GROUPING(key) is 1 where the row's grouping set leaves the key out; GROUPING_ID(keys) has a bit for each.</summary>
    private TypedSql BindGrouping(CallExpression call)
    {
        long id = 0;
        foreach (Expression argument in call.Arguments)
        {
            TypedSql key = new ExpressionBinder(context, queries, Scope).Bind(argument);
            id = (id << 1) | (GroupingFunctions?.GetValueOrDefault(key.Sql) == true ? 1L : 0L);
        }

        return context.Literal(id, OdpsType.BigInt);
    }

    /// <summary>FROM_JSON, whose second argument is the type of its result.</summary>
    private TypedSql BindFromJson(CallExpression call)
    {
        if (call.Arguments is not [var json, LiteralExpression { Kind: LiteralKind.Text } schema] || JsonCells.ParseSchema(schema.Text) is not { } type)
        {
            throw SqlErrors.InvalidArguments(call.Position, "function from_json takes a text and a literal such as 'array<bigint>' or 'a int, b string'");
        }

        TypedSql text = Convert(Bind(json), OdpsType.String, json.Position);
        SqlSession session = Session;
        return context.Functions.Call($"from_json {type}", type, a => a[0] is string s ? JsonCells.Read(type, s, session) : null, text);
    }

    private TypedSql BindScalar(CallExpression call, List<TypedSql> arguments)
    {
        IReadOnlyList<ScalarFunction> overloads = FunctionRegistry.Find(call.Name);
        if (overloads.Count == 0)
        {
            throw WindowFunctions.Contains(call.Name)
                ? SqlErrors.Parse(call.Position, $"the function {call.Name} needs an OVER clause")
                : SqlErrors.FunctionNotFound(call.Position, call.Name);
        }

        OdpsType[] types = [.. arguments.Select(a => a.Type)];
        (ScalarFunction? best, int bestCost) = (null, int.MaxValue);
        foreach (ScalarFunction overload in overloads)
        {
            if (overload.Cost(types) is { } cost && cost < bestCost)
            {
                (best, bestCost) = (overload, cost);
            }
        }

        if (best is null)
        {
            throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with ({string.Join(", ", types.Select(t => t.Name))})");
        }

        for (int i = 0; i < arguments.Count; i++)
        {
            arguments[i] = best.Parameter(i, types) is { } parameter ? Convert(arguments[i], parameter, call.Position) : arguments[i];
        }

        types = [.. arguments.Select(a => a.Type)];
        OdpsType result = best.ResultType(types) ?? throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with ({string.Join(", ", types.Select(t => t.Name))})");
        string key = $"{call.Name} {best.Signature} {string.Join(' ', types.Select(t => t.Name))}";
        ScalarBody body = best.Compile(Session, types);
        return best.IsVolatile
            ? context.Functions.CallVolatile(key, result, body, [.. arguments])
            : context.Functions.Call(key, result, body, [.. arguments]);
    }

    private static bool IsConditional(string name) => name is "coalesce" or "nvl" or "nvl2" or "if" or "nullif" or "decode" or "greatest" or "least" or "isnull" or "isnotnull"
        or "array" or "map" or "struct" or "named_struct" or "cast";

    /// <summary>Functions whose result has the type that their arguments have in common; null for others.</summary>
    private TypedSql? BindConditional(CallExpression call)
    {
        if (!IsConditional(call.Name))
        {
            return null;
        }

        List<(Expression Source, TypedSql Value)> arguments = [.. call.Arguments.Select(a => (a, Bind(a)))];
        switch (call.Name)
        {
            case "coalesce" or "nvl" when arguments.Count >= 1:
                (List<TypedSql> values, OdpsType type) = Unify(arguments, call.Position);
                return values.Count == 1 ? values[0] : TypedSql.Of($"coalesce({string.Join(", ", values.Select(v => v.Sql))})", type, [.. values]);
            case "if" when arguments.Count == 3:
                TypedSql condition = BindCondition(call.Arguments[0], "IF");
                (values, type) = Unify(arguments[1..], call.Position);
                return Choose([condition], values, type);
            case "nvl2" when arguments.Count == 3:
                (values, type) = Unify(arguments[1..], call.Position);
                return Choose([arguments[0].Value with { Sql = $"{arguments[0].Value.Sql} IS NOT NULL" }], values, type);
            case "nullif" when arguments.Count == 2:
                TypedSql equal = Compare("=", arguments[0].Value, arguments[1].Value, call.Position);
                return TypedSql.Of($"CASE WHEN {equal.Sql} THEN NULL ELSE {arguments[0].Value.Sql} END", arguments[0].Value.Type, equal, arguments[0].Value);
            case "decode" when arguments.Count >= 3:
                return BindDecode(call, arguments);
            case "greatest" or "least" when arguments.Count >= 1:
                (values, type) = Unify(arguments, call.Position);
                return values.Count == 1
                    ? values[0]
                    : TypedSql.Of($"{(call.Name == "least" ? "min" : "max")}({string.Join(", ", values.Select(v => v.Sql))})", type, [.. values]);
            case "isnull" or "isnotnull" when arguments.Count == 1:
                return TypedSql.Of($"({arguments[0].Value.Sql} IS {(call.Name == "isnull" ? "" : "NOT ")}NULL)", OdpsType.Boolean, arguments[0].Value);
            case "array" or "map" or "struct" or "named_struct":
                return BindConstructor(call, arguments);
            default:
                throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with {arguments.Count} arguments");
        }
    }

    private TypedSql BindDecode(CallExpression call, List<(Expression Source, TypedSql Value)> arguments)
    {
        var results = new List<(Expression, TypedSql)>();
        var conditions = new List<TypedSql>();
        for (int i = 1; i + 1 < arguments.Count; i += 2)
        {
            conditions.Add(Compare("<=>", arguments[0].Value, arguments[i].Value, call.Position));
            results.Add(arguments[i + 1]);
        }

        if (arguments.Count % 2 == 0)
        {
            results.Add(arguments[^1]);
        }

        (List<TypedSql> values, OdpsType type) = Unify(results, call.Position);
        return Choose(conditions, values, type);
    }

    private TypedSql BindConstructor(CallExpression call, List<(Expression Source, TypedSql Value)> arguments)
    {
        switch (call.Name)
        {
            case "array":
                (List<TypedSql> values, OdpsType element) = Unify(arguments, call.Position);
                element = SqlTypes.Output(element);
                return Construct(call.Name, OdpsType.Array(element), cells => NestedCells.WriteArray(cells, element), values);
            case "map" when arguments.Count % 2 == 0:
                (List<TypedSql> keys, OdpsType keyType) = Unify([.. arguments.Where((_, i) => i % 2 == 0)], call.Position);
                (List<TypedSql> items, OdpsType itemType) = Unify([.. arguments.Where((_, i) => i % 2 == 1)], call.Position);
                MapType map = OdpsType.Map(SqlTypes.Output(keyType), SqlTypes.Output(itemType));
                return Construct(call.Name, map, cells => MapFunctions.Create(cells, map), [.. keys.Zip(items).SelectMany(p => new[] { p.First, p.Second })]);
            case "struct" when arguments.Count > 0:
                StructType type = OdpsType.Struct([.. arguments.Select((a, i) => new StructField(FormattableString.Invariant($"col{i + 1}"), SqlTypes.Output(a.Value.Type)))]);
                return Construct(call.Name, type, cells => NestedCells.WriteStruct(cells, type), arguments.ConvertAll(a => a.Value));
            case "named_struct" when arguments.Count > 0 && arguments.Count % 2 == 0 && arguments.Where((_, i) => i % 2 == 0).All(a => a.Value is { IsLiteral: true, Value: string }):
                List<TypedSql> fields = [.. arguments.Where((_, i) => i % 2 == 1).Select(a => a.Value)];
                type = OdpsType.Struct([.. fields.Select((f, i) => new StructField((string)arguments[i * 2].Value.Value!, SqlTypes.Output(f.Type)))]);
                return Construct(call.Name, type, cells => NestedCells.WriteStruct(cells, type), fields);
            default:
                throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with these {arguments.Count} arguments");
        }
    }

    private TypedSql Construct(string name, OdpsType type, ScalarBody body, List<TypedSql> arguments) =>
        context.Functions.Call($"{name} {type}", type, body, [.. arguments]);
}
