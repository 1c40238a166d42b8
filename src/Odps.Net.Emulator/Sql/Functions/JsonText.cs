using System.Globalization;
using System.Text.Json.Nodes;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The JSON that TO_JSON gives: objects for MAP and STRUCT, arrays for ARRAY.</summary>
internal static class JsonText
{
    private static readonly System.Text.Json.JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(OdpsType type, object cell, TimeZoneInfo zone) => Node(type, cell, zone)?.ToJsonString(Options) ?? "null";

    private static JsonNode? Node(OdpsType type, object? cell, TimeZoneInfo zone)
    {
        if (cell is null)
        {
            return null;
        }

        switch (type)
        {
            case ArrayType array:
                return new JsonArray([.. NestedCells.ReadArray(array.ElementType, (string)cell).Select(e => Node(array.ElementType, e, zone))]);
            case StructType fields:
                return new JsonObject(fields.Fields.Select((f, i) => KeyValuePair.Create(f.Name, Node(f.Type, NestedCells.ReadField(fields, i, (string)cell), zone))));
            case MapType map:
                return new JsonObject(NestedCells.ReadMap(map, (string)cell).Select(e =>
                    KeyValuePair.Create(Convert.ToString(Casts.ToText(map.KeyType, zone)!(e.Key!), CultureInfo.InvariantCulture)!, Node(map.ValueType, e.Value, zone))));
        }

        return type.Kind switch
        {
            OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => JsonValue.Create((long)cell),
            OdpsTypeKind.Boolean => JsonValue.Create((long)cell != 0),
            OdpsTypeKind.Float or OdpsTypeKind.Double when double.IsFinite(StoredValues.ToDouble(cell)) => JsonValue.Create(StoredValues.ToDouble(cell)),
            OdpsTypeKind.Decimal => JsonNode.Parse(NumberCells.DecimalText((string)cell, (DecimalType)type)),
            OdpsTypeKind.Json => JsonNode.Parse((string)cell),
            _ => JsonValue.Create((string?)Casts.ToText(type, zone)?.Invoke(cell)),
        };
    }
}
