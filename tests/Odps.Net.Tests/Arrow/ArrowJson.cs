using System.Globalization;
using System.Text.Json.Nodes;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Arrays and schemas in the JSON of the stored vectors.</summary>
internal static class ArrowJson
{
    public static JsonNode? Value(ArrowArray array, int index)
    {
        if (array is NullArray || (array is not DictionaryArray && array.IsNull(index)))
        {
            return null;
        }

        return array switch
        {
            BooleanArray a => a.GetValue(index)!.Value,
            Int8Array a => a.Values[index],
            Int16Array a => a.Values[index],
            Int32Array a => a.Values[index],
            Int64Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
            UInt8Array a => a.Values[index],
            UInt16Array a => a.Values[index],
            UInt32Array a => a.Values[index],
            UInt64Array a => a.Values[index].ToString(CultureInfo.InvariantCulture),
            HalfFloatArray a => Number((double)a.Values[index]),
            FloatArray a => Number(a.Values[index]),
            DoubleArray a => Number(a.Values[index]),
            StringArray a => a.GetString(index),
            LargeStringArray a => a.GetString(index),
            BinaryArray a => Convert.ToHexStringLower(a.GetBytes(index)),
            LargeBinaryArray a => Convert.ToHexStringLower(a.GetBytes(index)),
            Decimal128Array a => a.GetString(index),
            Decimal256Array a => a.GetString(index),
            FixedSizeBinaryArray a => Convert.ToHexStringLower(a.GetBytes(index)),
            Date32Array a => a.Values[index],
            Time32Array a => a.Values[index],
            Date64Array or TimestampArray or Time64Array or DurationArray => ((PrimitiveArray<long>)array).Values[index].ToString(CultureInfo.InvariantCulture),
            YearMonthIntervalArray a => a.Values[index],
            DayTimeIntervalArray a => new JsonObject { ["days"] = a.Values[index].Days, ["milliseconds"] = a.Values[index].Milliseconds },
            MonthDayNanosecondIntervalArray a => new JsonObject
            {
                ["months"] = a.Values[index].Months,
                ["days"] = a.Values[index].Days,
                ["nanoseconds"] = a.Values[index].Nanoseconds.ToString(CultureInfo.InvariantCulture),
            },
            MapArray a => Map(a, index),
            ListArray a => List(a.GetSlicedValues(index)!),
            LargeListArray a => List(a.GetSlicedValues(index)!),
            StructArray a => Struct(a, index),
            DictionaryArray a => a.GetDictionaryIndex(index) is int entry ? Value(a.Dictionary, entry) : null,
            _ => throw new InvalidOperationException($"{array.GetType()} has no JSON form."),
        };
    }

    public static JsonArray Column(ArrowArray array)
    {
        var values = new JsonArray();
        for (int i = 0; i < array.Length; i++)
        {
            values.Add(Value(array, i));
        }

        return values;
    }

    /// <summary>The first difference between a column and what is expected of it; null when there is none.</summary>
    public static string? Difference(ArrowArray array, JsonArray expected)
    {
        if (array.Length != expected.Count)
        {
            return $"{array.Length} values instead of {expected.Count}";
        }

        for (int i = 0; i < array.Length; i++)
        {
            JsonNode? actual = Value(array, i);
            JsonNode? wanted = expected[i];
            bool same = array is FloatArray && actual is JsonValue && wanted is JsonValue number && number.TryGetValue(out double exact)
                ? (float)exact == actual.GetValue<double>()
                : Same(actual, wanted);
            if (!same)
            {
                return $"slot {i} is {actual?.ToJsonString() ?? "null"} instead of {wanted?.ToJsonString() ?? "null"}";
            }
        }

        return null;
    }

    public static JsonObject Type(ArrowType type) => type switch
    {
        DictionaryType t => Type(t.ValueType),
        TimestampType t => new() { ["name"] = "timestamp", ["unit"] = t.Unit.ToString().ToUpperInvariant(), ["timezone"] = t.Timezone },
        DecimalArrowType t => new() { ["name"] = "decimal", ["precision"] = t.Precision, ["scale"] = t.Scale, ["bitWidth"] = t.ByteWidth * 8 },
        FixedSizeBinaryType t => new() { ["name"] = "fixedsizebinary", ["byteWidth"] = t.ByteWidth },
        ArrowMapType t => new() { ["name"] = "map", ["keysSorted"] = t.KeysSorted },
        _ => type.TypeId switch
        {
            ArrowTypeId.Int8 => Int(8, true),
            ArrowTypeId.Int16 => Int(16, true),
            ArrowTypeId.Int32 => Int(32, true),
            ArrowTypeId.Int64 => Int(64, true),
            ArrowTypeId.Float => new() { ["name"] = "floatingpoint", ["precision"] = "SINGLE" },
            ArrowTypeId.Double => new() { ["name"] = "floatingpoint", ["precision"] = "DOUBLE" },
            ArrowTypeId.Boolean => new() { ["name"] = "bool" },
            ArrowTypeId.String => new() { ["name"] = "utf8" },
            ArrowTypeId.LargeString => new() { ["name"] = "largeutf8" },
            ArrowTypeId.Binary => new() { ["name"] = "binary" },
            ArrowTypeId.LargeBinary => new() { ["name"] = "largebinary" },
            ArrowTypeId.Date32 => new() { ["name"] = "date", ["unit"] = "DAY" },
            ArrowTypeId.Date64 => new() { ["name"] = "date", ["unit"] = "MILLISECOND" },
            ArrowTypeId.IntervalYearMonth => new() { ["name"] = "interval", ["unit"] = "YEAR_MONTH" },
            ArrowTypeId.IntervalDayTime => new() { ["name"] = "interval", ["unit"] = "DAY_TIME" },
            ArrowTypeId.IntervalMonthDayNanosecond => new() { ["name"] = "interval", ["unit"] = "MONTH_DAY_NANO" },
            ArrowTypeId.List => new() { ["name"] = "list" },
            ArrowTypeId.Struct => new() { ["name"] = "struct" },
            _ => new() { ["name"] = type.Name },
        },
    };

    public static void AssertField(JsonObject expected, Field field, string path)
    {
        string where = $"{path}/{expected["name"]}";
        Assert.True(expected["name"]!.GetValue<string>() == field.Name, $"{where}: name {field.Name}");
        Assert.True(expected["nullable"]!.GetValue<bool>() == field.IsNullable, $"{where}: nullable {field.IsNullable}");
        Assert.True(JsonNode.DeepEquals(expected["type"], Type(field.DataType)), $"{where}: {Type(field.DataType).ToJsonString()} instead of {expected["type"]!.ToJsonString()}");
        AssertMetadata(expected["metadata"], field.Metadata, where);
        if (expected["dictionary"] is JsonObject dictionary)
        {
            var type = (DictionaryType)field.DataType;
            Assert.True(JsonNode.DeepEquals(dictionary["indexType"], Type(type.IndexType)), $"{where}: index {type.IndexType}");
            Assert.Equal(dictionary["isOrdered"]!.GetValue<bool>(), type.IsOrdered);
        }

        ArrowType valueType = field.DataType is DictionaryType { ValueType: var v } ? v : field.DataType;
        JsonArray children = expected["children"] as JsonArray ?? [];
        Field[] fields = valueType is NestedArrowType nested ? [.. nested.Fields] : [];
        Assert.Equal(children.Count, fields.Length);
        for (int i = 0; i < fields.Length; i++)
        {
            AssertField(children[i]!.AsObject(), fields[i], where);
        }
    }

    public static void AssertMetadata(JsonNode? expected, KeyValueMetadata metadata, string where)
    {
        JsonObject pairs = expected as JsonObject ?? [];
        Assert.True(pairs.Count == metadata.Count, $"{where}: {metadata.Count} metadata pairs");
        foreach ((string key, JsonNode? value) in pairs)
        {
            Assert.True(metadata.TryGetValue(key, out string? text) && text == value!.GetValue<string>(), $"{where}: metadata {key}");
        }
    }

    public static void AssertSchema(JsonObject expected, Schema schema)
    {
        AssertMetadata(expected["metadata"], schema.Metadata, "schema");
        JsonArray fields = expected["fields"]!.AsArray();
        Assert.Equal(fields.Count, schema.Fields.Length);
        for (int i = 0; i < fields.Count; i++)
        {
            AssertField(fields[i]!.AsObject(), schema.Fields[i], "");
        }
    }

    public static void AssertBatch(JsonObject expected, RecordBatch batch, string where)
    {
        Assert.Equal(expected["length"]!.GetValue<int>(), batch.Length);
        JsonObject columns = expected["columns"]!.AsObject();
        Assert.Equal(columns.Count, batch.ColumnCount);
        int index = 0;
        foreach ((string name, JsonNode? values) in columns)
        {
            string? difference = Difference(batch.Column(index++), values!.AsArray());
            Assert.True(difference is null, $"{where}, column {name}: {difference}");
        }
    }

    private static JsonArray List(ArrowArray values) => Column(values);

    private static JsonArray Map(MapArray map, int index)
    {
        (int start, int length) = (map.ValueOffsets[index], map.GetValueLength(index));
        var entries = new JsonArray();
        for (int i = start; i < start + length; i++)
        {
            entries.Add(new JsonObject { ["key"] = Value(map.Keys, i), ["value"] = Value(map.Items, i) });
        }

        return entries;
    }

    private static JsonObject Struct(StructArray array, int index)
    {
        var value = new JsonObject();
        for (int i = 0; i < array.FieldCount; i++)
        {
            value[((ArrowStructType)array.DataType).Fields[i].Name] = Value(array.Field(i), index);
        }

        return value;
    }

    private static JsonObject Int(int bitWidth, bool isSigned) => new() { ["name"] = "int", ["bitWidth"] = bitWidth, ["isSigned"] = isSigned };

    private static JsonNode Number(double value) => double.IsFinite(value) && !(value == 0 && double.IsNegative(value))
        ? JsonValue.Create(value)
        : double.IsNaN(value) ? "NaN" : value == 0 ? "-0" : value > 0 ? "Infinity" : "-Infinity";

    private static bool Same(JsonNode? left, JsonNode? right)
    {
        if (left is JsonObject a && right is JsonObject b)
        {
            return a.Count == b.Count && a.All(p => b.ContainsKey(p.Key) && Same(p.Value, b[p.Key]));
        }

        if (left is JsonArray c && right is JsonArray d)
        {
            return c.Count == d.Count && c.Zip(d).All(p => Same(p.First, p.Second));
        }

        if (left is JsonValue && right is JsonValue && left.GetValueKind() == System.Text.Json.JsonValueKind.Number && right.GetValueKind() == System.Text.Json.JsonValueKind.Number)
        {
            return double.Parse(left.ToJsonString(), CultureInfo.InvariantCulture).Equals(double.Parse(right.ToJsonString(), CultureInfo.InvariantCulture));
        }

        return JsonNode.DeepEquals(left, right);
    }
}
