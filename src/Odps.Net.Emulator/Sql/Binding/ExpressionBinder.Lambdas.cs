using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>
/// Functions that take functions: TRANSFORM, FILTER and their kin. The elements of the ARRAY or MAP are the rows of a subquery, and the function is an expression
/// over them.
/// </content>
internal sealed partial class ExpressionBinder
{
    private TypedSql BindHigherOrder(CallExpression call)
    {
        List<TypedSql> values = [.. call.Arguments.Where(a => a is not LambdaExpression).Select(Bind)];
        List<LambdaExpression> functions = [.. call.Arguments.OfType<LambdaExpression>()];
        switch (call.Name, values, functions)
        {
            case ("transform", [{ Type: ArrayType }], [{ Parameters.Count: 1 or 2 } body]):
                return TransformArray(values[0], body);
            case ("filter", [{ Type: ArrayType }], [{ Parameters.Count: 1 or 2 } keep]):
                return FilterArray(values[0], keep);
            case ("any_match" or "all_match", [{ Type: ArrayType }], [{ Parameters.Count: 1 } test]):
                return Match(call.Name == "any_match", values[0], test);
            case ("zip_with", [{ Type: ArrayType }, { Type: ArrayType }], [{ Parameters.Count: 2 } body]):
                return ZipArrays(values[0], values[1], body);
            case ("array_reduce", [{ Type: ArrayType }, _], [{ Parameters.Count: 2 } merge, { Parameters.Count: 1 } finish]):
                return Reduce(values[0], values[1], merge, finish);
            case ("map_filter" or "transform_keys" or "transform_values", [{ Type: MapType }], [{ Parameters.Count: 2 } body]):
                return TransformMap(call.Name, values[0], body);
            default:
                throw SqlErrors.Unsupported(call.Position, $"the function {call.Name} with a function (->) and these arguments");
        }
    }

    private TypedSql TransformArray(TypedSql array, LambdaExpression body)
    {
        string each = context.NextAlias();
        TypedSql result = BindLambda(body, [Element(array, $"{each}.key"), new TypedSql($"{each}.key", OdpsType.BigInt)]);
        return Gather(OdpsType.Array(SqlTypes.Output(result.Type)), $"SELECT json_group_array(p({result.Sql})) FROM json_each({array.Sql}) AS {each}", array, result);
    }

    private TypedSql FilterArray(TypedSql array, LambdaExpression keep)
    {
        string each = context.NextAlias();
        TypedSql element = Element(array, $"{each}.key");
        TypedSql condition = BindTest(keep, [element, new TypedSql($"{each}.key", OdpsType.BigInt)]);
        return Gather((ArrayType)array.Type, $"SELECT json_group_array(p({element.Sql})) FROM json_each({array.Sql}) AS {each} WHERE {condition.Sql}", array, condition);
    }

    private TypedSql Match(bool any, TypedSql array, LambdaExpression test)
    {
        string each = context.NextAlias();
        TypedSql condition = BindTest(test, [Element(array, $"{each}.key")]);
        string found = any
            ? $"EXISTS (SELECT 1 FROM json_each({array.Sql}) AS {each} WHERE {condition.Sql})"
            : $"NOT EXISTS (SELECT 1 FROM json_each({array.Sql}) AS {each} WHERE NOT coalesce({condition.Sql}, 0))";
        return TypedSql.Of($"CASE WHEN {array.Sql} IS NOT NULL THEN {found} END", OdpsType.Boolean, array, condition);
    }

    /// <summary>The shorter array is filled up with NULLs.</summary>
    private TypedSql ZipArrays(TypedSql left, TypedSql right, LambdaExpression body)
    {
        string each = context.NextAlias();
        TypedSql result = BindLambda(body, [Element(left, $"{each}.key"), Element(right, $"{each}.key")]);
        string longer = $"CASE WHEN json_array_length({left.Sql}) >= json_array_length({right.Sql}) THEN {left.Sql} ELSE {right.Sql} END";
        TypedSql both = TypedSql.Of($"CASE WHEN {right.Sql} IS NOT NULL THEN {left.Sql} END", left.Type, left, right);
        return Gather(OdpsType.Array(SqlTypes.Output(result.Type)), $"SELECT json_group_array(p({result.Sql})) FROM json_each({longer}) AS {each}", both, result);
    }

    private TypedSql Reduce(TypedSql array, TypedSql start, LambdaExpression merge, LambdaExpression finish)
    {
        string fold = context.NextAlias();
        var state = new TypedSql($"{fold}.state", start.Type);
        TypedSql next = Convert(BindLambda(merge, [state, Element(array, $"{fold}.i")]), start.Type, merge.Position, isExplicit: true);
        TypedSql result = BindLambda(finish, [state]);
        string sql = $"(WITH RECURSIVE {fold}(i, state) AS (SELECT 0, {start.Sql} UNION ALL SELECT {fold}.i + 1, {next.Sql} FROM {fold} WHERE {fold}.i < json_array_length({array.Sql})) "
            + $"SELECT {result.Sql} FROM {fold} ORDER BY {fold}.i DESC LIMIT 1)";
        return TypedSql.Of($"CASE WHEN {array.Sql} IS NOT NULL THEN {sql} END", result.Type, array, start, next, result);
    }

    private TypedSql TransformMap(string name, TypedSql map, LambdaExpression body)
    {
        string each = context.NextAlias();
        var type = (MapType)map.Type;
        var at = new TypedSql($"{each}.key", OdpsType.BigInt);
        TypedSql key = context.Functions.Call($"map key {type}", type.KeyType, a => a[0] is string json ? NestedCells.ReadMap(type, json)[(int)(long)a[1]!].Key : null, map, at);
        TypedSql value = context.Functions.Call($"map value {type}", type.ValueType, a => a[0] is string json ? NestedCells.ReadMap(type, json)[(int)(long)a[1]!].Value : null, map, at);
        TypedSql result = name == "map_filter" ? BindTest(body, [key, value]) : BindLambda(body, [key, value]);
        OdpsType made = SqlTypes.Output(result.Type);
        (MapType output, string cells, string where) = name switch
        {
            "map_filter" => (type, $"{key.Sql}, {value.Sql}", $" WHERE {result.Sql}"),
            "transform_keys" => (OdpsType.Map(made, type.ValueType), $"{result.Sql}, {value.Sql}", ""),
            _ => (OdpsType.Map(type.KeyType, made), $"{key.Sql}, {result.Sql}", ""),
        };
        return Gather(output, $"SELECT json_group_array(p({cells})) FROM json_each({map.Sql}) AS {each}{where}", map, result);
    }

    private TypedSql Element(TypedSql array, string position)
    {
        OdpsType type = ((ArrayType)array.Type).ElementType;
        return context.Functions.Call(
            $"element or null {array.Type}", type, a => a[0] is string json && NestedCells.ReadArray(type, json) is var cells && (long)a[1]! < cells.Count ? cells[(int)(long)a[1]!] : null,
            array, new TypedSql(position, OdpsType.BigInt));
    }

    private TypedSql BindLambda(LambdaExpression function, TypedSql[] arguments)
    {
        ScopeColumn[] columns = [.. function.Parameters.Select((p, i) => new ScopeColumn(p, arguments[i].Sql, arguments[i].Type))];
        return new ExpressionBinder(context, queries, new Scope([new ScopeRelation([], columns)], Scope)) { NoAggregatesIn = "a function (->)" }.Bind(function.Body);
    }

    private TypedSql BindTest(LambdaExpression function, TypedSql[] arguments)
    {
        TypedSql test = BindLambda(function, arguments);
        return test.Type.Kind == OdpsTypeKind.Boolean ? test : throw SqlErrors.Semantic(function.Position, $"expect a BOOLEAN function, but got {test.Type}");
    }

    /// <summary>Packed rows as a cell of ARRAY or MAP; NULL where the input was NULL.</summary>
    private TypedSql Gather(OdpsType type, string rows, TypedSql input, TypedSql function)
    {
        ScalarBody body = a => a[1] is null ? null
            : type is MapType map ? MapFunctions.Create([.. PackedCells.ReadRows((string)a[0]!).SelectMany(r => r)], map)
            : NestedCells.WriteArray(PackedCells.ReadRows((string)a[0]!).Select(r => r[0]), ((ArrayType)type).ElementType);
        TypedSql call = context.Functions.Call($"gather {type}", type, body, TypedSql.Of($"({rows})", OdpsType.String, function), input);
        return call with { Code = null };
    }
}
