namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Functions of MAP.</summary>
internal static class MapFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("size", "map", _ => OdpsType.Int, (_, t) => a => (long)Read(t[0], a[0]).Count);
        table.Add("map_keys", "map", t => t[0] is MapType m ? OdpsType.Array(m.KeyType) : null, (_, t) => a =>
            NestedCells.WriteArray(Read(t[0], a[0]).Select(e => e.Key), ((MapType)t[0]).KeyType));
        table.Add("map_values", "map", t => t[0] is MapType m ? OdpsType.Array(m.ValueType) : null, (_, t) => a =>
            NestedCells.WriteArray(Read(t[0], a[0]).Select(e => e.Value), ((MapType)t[0]).ValueType));
        table.Add("map_contains_key,containskey", "map,any", _ => OdpsType.Boolean, (_, t) => a => Read(t[0], a[0]).Exists(e => Equals(e.Key, a[1])) ? 1L : 0L);
        table.Add("map_concat", "map,map...", t => t.All(x => x == t[0]) ? t[0] : null, (_, t) => a =>
            Create([.. a.SelectMany(m => Read(t[0], m)).SelectMany(e => new[] { e.Key, e.Value })], (MapType)t[0]));
        table.Add("map_entries", "map", t => t[0] is MapType m ? OdpsType.Array(Entry(m)) : null, (_, t) => a =>
            NestedCells.WriteArray(Read(t[0], a[0]).Select(e => NestedCells.WriteStruct([e.Key, e.Value], Entry((MapType)t[0]))), Entry((MapType)t[0])));
        table.Add("map_from_arrays", "array,array", t => t is [ArrayType k, ArrayType v] ? OdpsType.Map(k.ElementType, v.ElementType) : null, (_, t) => a => FromArrays((ArrayType)t[0], (ArrayType)t[1], a));
        table.Add("str_to_map", "text,text?,text?", OdpsType.Map(OdpsType.String, OdpsType.String), a =>
            Parse((string)a[0]!, a.Length > 1 ? (string)a[1]! : ",", a.Length > 2 ? (string)a[2]! : ":"));
        table.Add("map_from_entries", "array", t => t[0] is ArrayType { ElementType: StructType { Fields.Length: 2 } s } ? OdpsType.Map(s.Fields[0].Type, s.Fields[1].Type) : null, (_, t) =>
        {
            var type = (StructType)((ArrayType)t[0]).ElementType;
            MapType map = OdpsType.Map(type.Fields[0].Type, type.Fields[1].Type);
            return a => Create(
                [.. NestedCells.ReadArray(type, (string)a[0]!).SelectMany(e => new[] { NestedCells.ReadField(type, 0, (string)e!), NestedCells.ReadField(type, 1, (string)e!) })], map);
        });
    }

    /// <summary>A map of keys and values in turn; of equal keys the last counts.</summary>
    public static object Create(object?[] cells, MapType type)
    {
        var entries = new List<(object? Key, object? Value)>();
        for (int i = 0; i < cells.Length; i += 2)
        {
            object key = cells[i] ?? throw SqlErrors.InvalidValue("a MAP has no NULL key");
            int existing = entries.FindIndex(e => Equals(e.Key, key));
            if (existing >= 0)
            {
                entries[existing] = (key, cells[i + 1]);
            }
            else
            {
                entries.Add((key, cells[i + 1]));
            }
        }

        return NestedCells.WriteMap(entries, type);
    }

    private static List<(object? Key, object? Value)> Read(OdpsType type, object? cell) => NestedCells.ReadMap((MapType)type, (string)cell!);

    private static StructType Entry(MapType map) => OdpsType.Struct([new StructField("key", map.KeyType), new StructField("value", map.ValueType)]);

    private static object FromArrays(ArrayType keyType, ArrayType valueType, object?[] cells)
    {
        List<object?> keys = NestedCells.ReadArray(keyType.ElementType, (string)cells[0]!);
        List<object?> values = NestedCells.ReadArray(valueType.ElementType, (string)cells[1]!);
        return keys.Count == values.Count
            ? Create([.. keys.Zip(values).SelectMany(p => new[] { p.First, p.Second })], OdpsType.Map(keyType.ElementType, valueType.ElementType))
            : throw SqlErrors.InvalidValue($"map_from_arrays: there are {keys.Count} keys and {values.Count} values");
    }

    private static object Parse(string text, string pairSeparator, string keySeparator)
    {
        var cells = new List<object?>();
        foreach (string pair in text.Split(pairSeparator))
        {
            int at = pair.IndexOf(keySeparator, StringComparison.Ordinal);
            cells.Add(at < 0 ? pair : pair[..at]);
            cells.Add(at < 0 ? null : pair[(at + keySeparator.Length)..]);
        }

        return Create([.. cells], OdpsType.Map(OdpsType.String, OdpsType.String));
    }
}
