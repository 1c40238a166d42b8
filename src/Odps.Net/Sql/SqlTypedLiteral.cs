using System.Collections;
using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Writes values whose type is named. What they lack, a type of their own, is written round them.</summary>
internal static class SqlTypedLiteral
{
    public static void Append(StringBuilder sql, SqlValue value, TimeZoneInfo? zone, string what) => Append(sql, value.Value, value.Type, zone, what);

    /// <summary>An ARRAY of a type that holds NULLs alone, or nothing: ARRAY() has no type in the service, so the empty one is cut out of another.</summary>
    public static void AppendEmptyArray(StringBuilder sql, string elementType, int nulls = 0)
    {
        string element = $"CAST(NULL AS {elementType})";
        sql.Append(nulls == 0 ? "SLICE(ARRAY(" : "ARRAY(").AppendJoin(", ", Enumerable.Repeat(element, Math.Max(nulls, 1))).Append(nulls == 0 ? "), 1, 0)" : ")");
    }

    private static void Append(StringBuilder sql, object? value, OdpsType type, TimeZoneInfo? zone, string what)
    {
        switch (type)
        {
            case var _ when value is null:
                sql.Append("CAST(NULL AS ").Append(type.Name).Append(')');
                break;
            case ArrayType array:
                AppendArray(sql, ((IEnumerable)value).Cast<object?>().ToList(), array.ElementType, zone, what);
                break;
            case MapType map:
                AppendMap(sql, (OdpsMap)value, map, zone, what);
                break;
            case StructType fields:
                List<(object?, OdpsType)> named = [.. ((OdpsStruct)value).SelectMany((f, i) => (IEnumerable<(object?, OdpsType)>)[(fields.Fields[i].Name, OdpsType.String), (f, fields.Fields[i].Type)])];
                AppendCall(sql, "NAMED_STRUCT", named, zone, what);
                break;
            case DecimalType or SizedTextType:
                SqlLiteral.Append(sql.Append("CAST("), value, zone, what);
                sql.Append(" AS ").Append(type.Name).Append(')');
                break;
            case { Kind: OdpsTypeKind.Json }:
                SqlLiteral.Append(sql.Append("JSON_PARSE("), value, zone, what);
                sql.Append(')');
                break;
            case VectorType:
                throw new ArgumentException($"{what} is a {type.Name}, which has no literal. Write it with a tunnel.");
            default:
                SqlLiteral.Append(sql, value, zone, what);
                break;
        }
    }

    private static void AppendArray(StringBuilder sql, List<object?> elements, OdpsType type, TimeZoneInfo? zone, string what)
    {
        if (elements.Count == 0)
        {
            AppendEmptyArray(sql, type.Name);
            return;
        }

        AppendCall(sql, "ARRAY", elements.Select(e => (e, type)), zone, what);
    }

    private static void AppendMap(StringBuilder sql, OdpsMap map, MapType type, TimeZoneInfo? zone, string what)
    {
        if (map.Count > 0)
        {
            AppendCall(sql, "MAP", map.SelectMany(e => (IEnumerable<(object?, OdpsType)>)[(e.Key, type.KeyType), (e.Value, type.ValueType)]), zone, what);
            return;
        }

        AppendEmptyArray(sql.Append("MAP_FROM_ARRAYS("), type.KeyType.Name);
        AppendEmptyArray(sql.Append(", "), type.ValueType.Name);
        sql.Append(')');
    }

    private static void AppendCall(StringBuilder sql, string function, IEnumerable<(object? Value, OdpsType Type)> arguments, TimeZoneInfo? zone, string what)
    {
        string separator = string.Create(CultureInfo.InvariantCulture, $"{function}(");
        foreach ((object? value, OdpsType type) in arguments)
        {
            Append(sql.Append(separator), value, type, zone, what);
            separator = ", ";
        }

        sql.Append(')');
    }
}
