using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>LATERAL VIEW: rows that a function makes of each row.</content>
internal sealed partial class QueryBinder
{
    private BoundRelation BindLateral(LateralRelation lateral, Scope? outer)
    {
        BoundRelation input = BindRelation(lateral.Input, outer);
        CallExpression call = lateral.Generator;
        if (!TableFunctions.Contains(call.Name))
        {
            throw SqlErrors.Unsupported(call.Position, $"LATERAL VIEW {call.Name}");
        }

        var binder = new ExpressionBinder(context, this, new Scope(input.Relations, outer)) { NoAggregatesIn = "LATERAL VIEW" };
        TypedSql rows = TableFunctions.Rows(context.Functions, binder, call);
        string alias = context.NextAlias();
        List<ScopeColumn> columns = GeneratedColumns(call, rows, $"{alias}.key", $"{alias}.value");
        if (lateral.Columns.Count > 0 && lateral.Columns.Count != columns.Count)
        {
            throw SqlErrors.Semantic(lateral.Position, $"{lateral.Columns.Count} column names are given for {columns.Count} columns");
        }

        var relation = new ScopeRelation([lateral.Alias], [.. columns.Select((c, i) => lateral.Columns.Count > 0 ? c with { Name = lateral.Columns[i] } : c)]);
        bool isOuter = lateral.IsOuter || call.Name.Equals("explode_outer", StringComparison.OrdinalIgnoreCase);
        string sql = $"{input.Sql} {(isOuter ? "LEFT JOIN" : "JOIN")} json_each(coalesce({rows.Sql}, '[]')) AS {alias} ON 1";
        return new BoundRelation(sql, [.. input.Relations, relation], false);
    }

    /// <summary>The columns of one element of an ARRAY or MAP that lies at a position.</summary>
    private List<ScopeColumn> GeneratedColumns(CallExpression call, TypedSql rows, string position, string value)
    {
        var at = new TypedSql(position, OdpsType.BigInt);
        ScopeColumn Unfold(string name, OdpsType type, Func<string, int, object?> read) => new(
            name, context.Functions.Call($"explode {name} {rows.Type}", type, a => a[0] is string json && a[1] is long i ? read(json, (int)i) : null, rows, at).Sql, type);
        switch (rows.Type)
        {
            case ArrayType { ElementType: StructType type } when !TableFunctions.IsExplode(call.Name):
                return [.. type.Fields.Select((f, n) => Unfold(
                    f.Name, f.Type, (json, i) => NestedCells.ReadArray(type, json)[i] is string element ? NestedCells.ReadField(type, n, element) : null))];
            case ArrayType array:
                // Whole numbers are in the JSON as in their cells; the rest is read anew for each row.
                bool isWhole = array.ElementType.Kind is OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt;
                ScopeColumn element = isWhole ? new ScopeColumn("col", value, array.ElementType) : Unfold("col", array.ElementType, (json, i) => NestedCells.ReadArray(array.ElementType, json)[i]);
                return call.Name.Equals("posexplode", StringComparison.OrdinalIgnoreCase) ? [new ScopeColumn("pos", position, OdpsType.BigInt), element] : [element];
            case MapType map:
                return [Unfold("key", map.KeyType, (json, i) => NestedCells.ReadMap(map, json)[i].Key), Unfold("value", map.ValueType, (json, i) => NestedCells.ReadMap(map, json)[i].Value)];
            default:
                throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} takes an ARRAY or MAP, but got {rows.Type}");
        }
    }
}
