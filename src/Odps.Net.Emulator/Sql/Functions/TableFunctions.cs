using System.Globalization;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The functions that make rows. Each one gives an ARRAY (or a MAP, for EXPLODE); its elements are the rows, and a STRUCT has their columns.</summary>
internal static class TableFunctions
{
    public static bool Contains(string name) => IsExplode(name) || name.ToLowerInvariant() is "inline" or "stack" or "json_tuple" or "parse_url_tuple" or "trans_array";

    public static bool IsExplode(string name) => name.ToLowerInvariant() is "explode" or "posexplode" or "explode_outer";

    public static TypedSql Rows(CompiledFunctions functions, ExpressionBinder binder, CallExpression call)
    {
        List<TypedSql> arguments = [.. call.Arguments.Select(binder.Bind)];
        switch (call.Name.ToLowerInvariant())
        {
            case "inline" when arguments is [{ Type: ArrayType { ElementType: StructType } } rows]:
                return rows;
            case "json_tuple" when arguments.Count > 1:
                return Tuple(functions, binder, call, arguments, JsonCells.Member);
            case "parse_url_tuple" when arguments.Count > 1:
                return Tuple(functions, binder, call, arguments, UrlParts.Find);
            case "stack" when arguments.Count > 1 && arguments[0] is { IsLiteral: true, Value: long and > 0 and var count }:
                return Stack(functions, binder, call, (int)count, arguments[1..]);
            case "trans_array" when arguments.Count > 2 && arguments[0] is { IsLiteral: true, Value: long and >= 0 and var keys } && arguments[1] is { IsLiteral: true, Value: string separator }
                && keys < arguments.Count - 2:
                return Transpose(functions, binder, call, (int)keys, separator, arguments[2..]);
            default:
                return IsExplode(call.Name) && arguments.Count == 1
                    ? arguments[0]
                    : throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with ({string.Join(", ", arguments.Select(a => a.Type.Name))})");
        }
    }

    /// <summary>One row with a column for each key that is looked for in the first argument.</summary>
    private static TypedSql Tuple(CompiledFunctions functions, ExpressionBinder binder, CallExpression call, List<TypedSql> arguments, Func<string, string, string?> find)
    {
        StructType row = Row(Enumerable.Repeat<OdpsType>(OdpsType.String, arguments.Count - 1), "c");
        TypedSql[] texts = [.. arguments.Select(a => binder.Convert(a, OdpsType.String, call.Position))];
        return functions.Call(
            $"{call.Name} {texts.Length}",
            OdpsType.Array(row),
            a => Array(row, [[.. a.Skip(1).Select(key => a[0] is string text && key is string k ? find(text, k) : null)]]),
            texts);
    }

    private static TypedSql Stack(CompiledFunctions functions, ExpressionBinder binder, CallExpression call, int rows, List<TypedSql> arguments)
    {
        int width = (arguments.Count + rows - 1) / rows;
        var types = new OdpsType[width];
        System.Array.Fill(types, SqlTypes.Void);
        for (int i = 0; i < arguments.Count; i++)
        {
            types[i % width] = SqlTypes.Common(types[i % width], arguments[i].Type)
                ?? throw SqlErrors.InvalidArguments(call.Position, $"function stack cannot put {types[i % width]} and {arguments[i].Type} into one column");
        }

        StructType row = Row(types.Select(SqlTypes.Output), "col");
        TypedSql[] cells = [.. arguments.Select((a, i) => binder.Convert(a, row.Fields[i % width].Type, call.Position))];
        return functions.Call($"stack {rows} {row}", OdpsType.Array(row), a => Array(row, a.Chunk(width).Select(c => (object?[])[.. c, .. new object?[width - c.Length]])), cells);
    }

    private static TypedSql Transpose(CompiledFunctions functions, ExpressionBinder binder, CallExpression call, int keys, string separator, List<TypedSql> arguments)
    {
        StructType row = Row(arguments.Select((a, i) => i < keys ? SqlTypes.Output(a.Type) : OdpsType.String), "col");
        TypedSql[] cells = [.. arguments.Select((a, i) => i < keys ? a : binder.Convert(a, OdpsType.String, call.Position))];
        return functions.Call($"trans_array {keys} {separator} {row}", OdpsType.Array(row), a =>
        {
            string[][] parts = [.. a.Skip(keys).Select(c => c is string text ? text.Split(separator) : [])];
            return Array(row, Enumerable.Range(0, parts.Max(p => p.Length)).Select(i => (object?[])[.. a.Take(keys), .. parts.Select(p => i < p.Length ? p[i] : null)]));
        }, cells);
    }

    private static StructType Row(IEnumerable<OdpsType> types, string prefix) =>
        OdpsType.Struct([.. types.Select((t, i) => new StructField(prefix + i.ToString(CultureInfo.InvariantCulture), t))]);

    private static string Array(StructType row, IEnumerable<object?[]> rows) => NestedCells.WriteArray(rows.Select(r => NestedCells.WriteStruct(r, row)), row);
}
