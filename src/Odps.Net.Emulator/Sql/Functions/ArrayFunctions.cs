using System.Globalization;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Functions of ARRAY.</summary>
internal static class ArrayFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("size", "array", _ => OdpsType.Int, (_, t) => a => t[0] is ArrayType x ? (long)NestedCells.ReadArray(x.ElementType, (string)a[0]!).Count : null);
        table.Add("array_contains", "array,any", _ => OdpsType.Boolean, (_, t) => a => Read(t[0], a[0]).Exists(e => Equals(e, a[1])) ? 1L : 0L);
        table.Add("array_position", "array,any", _ => OdpsType.BigInt, (_, t) => a => Read(t[0], a[0]).FindIndex(e => Equals(e, a[1])) + 1L);
        table.Add("array_distinct", "array", t => t[0], (_, t) => a => Write(t[0], Read(t[0], a[0]).Distinct()));
        table.Add("array_remove", "array,any", t => t[0], (_, t) => a => Write(t[0], Read(t[0], a[0]).Where(e => !Equals(e, a[1]))));
        table.Add("array_max", "array", t => ((ArrayType)t[0]).ElementType, (_, t) => a => Read(t[0], a[0]).Where(e => e is not null).OrderBy(e => e, CellComparer.Instance).LastOrDefault());
        table.Add("array_min", "array", t => ((ArrayType)t[0]).ElementType, (_, t) => a => Read(t[0], a[0]).Where(e => e is not null).OrderBy(e => e, CellComparer.Instance).FirstOrDefault());
        table.Add("sort_array", "array", t => t[0], (_, t) => a => Write(t[0], Read(t[0], a[0]).OrderBy(e => e, CellComparer.Instance)));
        table.Add("sort_array", "array,boolean", t => t[0], (_, t) => a => Write(t[0], (long)a[1]! != 0
            ? Read(t[0], a[0]).OrderBy(e => e, CellComparer.Instance)
            : Read(t[0], a[0]).OrderByDescending(e => e, CellComparer.Instance)));
        table.Add("array_union", "array,array", t => t[0] == t[1] ? t[0] : null, (_, t) => a => Write(t[0], Read(t[0], a[0]).Union(Read(t[1], a[1]))));
        table.Add("array_intersect", "array,array", t => t[0] == t[1] ? t[0] : null, (_, t) => a => Write(t[0], Read(t[0], a[0]).Intersect(Read(t[1], a[1]))));
        table.Add("array_except", "array,array", t => t[0] == t[1] ? t[0] : null, (_, t) => a => Write(t[0], Read(t[0], a[0]).Except(Read(t[1], a[1]))));
        table.Add("slice", "array,bigint,bigint", t => t[0], (_, t) => a => Slice(t[0], Read(t[0], a[0]), (long)a[1]!, (long)a[2]!));
        table.Add("array_join", "array,text,text?", _ => OdpsType.String, (_, t) => a => string.Join(
            (string)a[1]!, Read(t[0], a[0]).Select(e => e ?? (a.Length > 2 ? a[2] : null)).Where(e => e is not null).Select(e => Convert.ToString(e, CultureInfo.InvariantCulture))));
        table.Add("reverse", "array", t => t[0], (_, t) => a => Write(t[0], Enumerable.Reverse(Read(t[0], a[0]))));
        table.Add("array_repeat", "any,bigint", t => OdpsType.Array(t[0]), (_, t) => a => NestedCells.WriteArray(Enumerable.Repeat(a[0], Count((long)a[1]!)), t[0]));
        table.Add("index", "array,bigint", t => ((ArrayType)t[0]).ElementType, (_, t) => a => Read(t[0], a[0]) is var cells && (long)a[1]! is >= 0 and var i && i < cells.Count ? cells[(int)i] : null);
        table.Add("arrays_overlap", "array,array", t => t[0] == t[1] ? OdpsType.Boolean : null, (_, t) => a =>
            Read(t[0], a[0]).Intersect(Read(t[1], a[1])).Any(e => e is not null) ? 1L : 0L);
        table.Add("arrays_zip", "array...", Zipped, (_, t) => a => Zip((StructType)((ArrayType)Zipped(t)!).ElementType, [.. a.Select((cell, i) => Read(t[i], cell))]));
        table.Add("flatten", "array", t => (t[0] as ArrayType)?.ElementType as ArrayType, (_, t) => a =>
            Write(((ArrayType)t[0]).ElementType, Read(t[0], a[0]).SelectMany(inner => inner is string ? Read(((ArrayType)t[0]).ElementType, inner) : [])));
        table.Add("sequence", "bigint,bigint,bigint?", OdpsType.Array(OdpsType.BigInt), a => Sequence((long)a[0]!, (long)a[1]!, a.Length > 2 ? (long)a[2]! : (long)a[0]! <= (long)a[1]! ? 1 : -1));
    }

    private static List<object?> Read(OdpsType type, object? cell) => NestedCells.ReadArray(((ArrayType)type).ElementType, (string)cell!);

    private static string Write(OdpsType type, IEnumerable<object?> cells) => NestedCells.WriteArray(cells, ((ArrayType)type).ElementType);

    private static int Count(long count) => count is >= 0 and <= 10_000_000 ? (int)count : throw SqlErrors.InvalidValue("array_repeat: the count is negative or too large");

    private static ArrayType? Zipped(OdpsType[] types) => types.Length == 0
        ? null : OdpsType.Array(OdpsType.Struct([.. types.Select((t, i) => new StructField(i.ToString(CultureInfo.InvariantCulture), ((ArrayType)t).ElementType))]));

    private static string Zip(StructType row, List<object?>[] arrays) => NestedCells.WriteArray(
        Enumerable.Range(0, arrays.Max(a => a.Count)).Select(i => NestedCells.WriteStruct([.. arrays.Select(a => i < a.Count ? a[i] : null)], row)), row);

    private static string Slice(OdpsType type, List<object?> cells, long start, long length)
    {
        long from = start > 0 ? start - 1 : cells.Count + start;
        return start == 0 || length < 0
            ? throw SqlErrors.InvalidValue("slice: the start is not 0 and the length is not negative")
            : Write(type, from < 0 || from >= cells.Count ? [] : cells.Skip((int)from).Take((int)Math.Min(length, cells.Count)));
    }

    private static string Sequence(long from, long to, long step)
    {
        const long longest = 10_000_000;
        if (step == 0 || (to - from) / step > longest)
        {
            throw SqlErrors.InvalidValue("sequence: the step is 0 or there are too many elements");
        }

        var cells = new List<object?>();
        for (long value = from; step > 0 ? value <= to : value >= to; value += step)
        {
            cells.Add(value);
        }

        return NestedCells.WriteArray(cells, OdpsType.BigInt);
    }
}
