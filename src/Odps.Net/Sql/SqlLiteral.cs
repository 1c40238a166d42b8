using System.Collections;
using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>
/// Writes .NET values as literals of MaxCompute SQL, each of the type that the value table of the SDK gives it. What is written is one operand: it can stand
/// beside any operator, and no value can end its literal early.
/// </summary>
internal static class SqlLiteral
{
    /// <param name="sql">Where to write.</param>
    /// <param name="value">The value.</param>
    /// <param name="zone">The zone of the session; null when it is not known.</param>
    /// <param name="what">Which value it is, for messages.</param>
    /// <exception cref="ArgumentException">The value has no literal; the message says what to do.</exception>
    public static void Append(StringBuilder sql, object? value, TimeZoneInfo? zone, string what)
    {
        switch (value)
        {
            case null or DBNull:
                sql.Append("NULL");
                break;
            case bool b:
                sql.Append(b ? "TRUE" : "FALSE");
                break;
            case sbyte n:
                AppendSmall(sql, n, "Y", "TINYINT");
                break;
            case short n:
                AppendSmall(sql, n, "S", "SMALLINT");
                break;
            case byte n:
                AppendSmall(sql, n, "S", "SMALLINT");
                break;
            case int n:
                AppendInt(sql, n);
                break;
            case ushort n:
                AppendInt(sql, n);
                break;
            case long n:
                AppendBigInt(sql, n);
                break;
            case uint n:
                AppendBigInt(sql, n);
                break;
            case ulong n:
                AppendDecimal(sql, new OdpsDecimal(n, 0));
                break;
            case float f:
                AppendCast(sql, RealText(float.IsNaN(f), f, f.ToString("R", CultureInfo.InvariantCulture)), "FLOAT");
                break;
            case double d:
                AppendCast(sql, RealText(double.IsNaN(d), d, d.ToString("R", CultureInfo.InvariantCulture)), "DOUBLE");
                break;
            case decimal d:
                AppendDecimal(sql, d);
                break;
            case OdpsDecimal d:
                AppendDecimal(sql, d);
                break;
            case string s:
                AppendText(sql, s, what);
                break;
            case char c:
                AppendText(sql, c.ToString(), what);
                break;
            case Guid id:
                AppendText(sql, id.ToString("D"), what);
                break;
            case byte[] bytes:
                AppendBytes(sql, bytes);
                break;
            case ReadOnlyMemory<byte> bytes:
                AppendBytes(sql, bytes.Span);
                break;
            case Memory<byte> bytes:
                AppendBytes(sql, bytes.Span);
                break;
            case SqlList list:
                AppendList(sql, list, zone, what);
                break;
            case SqlValue typed:
                SqlTypedLiteral.Append(sql, typed, zone, what);
                break;
            default:
                AppendOther(sql, value, zone, what);
                break;
        }
    }

    private static void AppendOther(StringBuilder sql, object value, TimeZoneInfo? zone, string what)
    {
        if (SqlTimeLiteral.TryAppend(sql, value, zone, what))
        {
            return;
        }

        switch (value)
        {
            case OdpsMap map:
                AppendCall(sql, "MAP", map.SelectMany(e => (object?[])[e.Key, e.Value]), zone, what);
                break;
            case OdpsStruct fields:
                AppendCall(sql, "NAMED_STRUCT", fields.SelectMany((f, i) => (object?[])[fields.Type.Fields[i].Name, f]), zone, what);
                break;
            case IDictionary dictionary:
                var entries = new List<object?>(dictionary.Count * 2);
                IDictionaryEnumerator each = dictionary.GetEnumerator();
                while (each.MoveNext())
                {
                    entries.Add(each.Key);
                    entries.Add(each.Value);
                }

                AppendCall(sql, "MAP", entries, zone, what);
                break;
            case IEnumerable list:
                AppendArray(sql, list, zone, what);
                break;
            default:
                throw new ArgumentException(
                    $"{what} is a {value.GetType()}, which has no MaxCompute literal. Convert it to one of the types of the value table (long, string, decimal, DateTimeOffset, ...) first.");
        }
    }

    private static void AppendSmall(StringBuilder sql, short number, string suffix, string type)
    {
        // A minus is never written bare: after another one it would begin a comment. And the digits of the least number alone are out of range.
        _ = number >= 0
            ? sql.Append(CultureInfo.InvariantCulture, $"{number}{suffix}")
            : sql.Append(CultureInfo.InvariantCulture, $"CAST({number} AS {type})");
    }

    private static void AppendInt(StringBuilder sql, int number)
    {
        // INT with the types of version 2, BIGINT with those of version 1, which has no INT.
        _ = number switch
        {
            >= 0 => sql.Append(CultureInfo.InvariantCulture, $"{number}"),
            int.MinValue => sql.Append("(-2147483647 - 1)"),
            _ => sql.Append(CultureInfo.InvariantCulture, $"({number})"),
        };
    }

    private static void AppendBigInt(StringBuilder sql, long number) => _ = number switch
    {
        >= 0 => sql.Append(CultureInfo.InvariantCulture, $"{number}L"),
        long.MinValue => sql.Append("(-9223372036854775807L - 1L)"),
        _ => sql.Append(CultureInfo.InvariantCulture, $"({number}L)"),
    };

    private static void AppendDecimal(StringBuilder sql, OdpsDecimal number) => _ = number.Unscaled < 0
        ? sql.Append(CultureInfo.InvariantCulture, $"({number}BD)")
        : sql.Append(CultureInfo.InvariantCulture, $"{number}BD");

    private static string RealText(bool isNaN, double number, string text) =>
        isNaN ? "NaN" : double.IsPositiveInfinity(number) ? "Infinity" : double.IsNegativeInfinity(number) ? "-Infinity" : text;

    private static void AppendCast(StringBuilder sql, string text, string type) => sql.Append("CAST('").Append(text).Append("' AS ").Append(type).Append(')');

    private static void AppendText(StringBuilder sql, string text, string what)
    {
        bool isPlain = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (char.IsSurrogate(c) && !pair)
            {
                throw new ArgumentException($"{what} holds half of a surrogate pair (U+{(int)c:X4}) at position {i}, which is not a character and cannot be sent.");
            }

            i += pair ? 1 : 0;

            // Characters that the request cannot carry, being XML, and that have no escape of their own.
            isPlain &= (c >= ' ' || c is '\t' or '\n' or '\r' or '\b') && c is not ('\uFFFE' or '\uFFFF');
        }

        if (isPlain)
        {
            sql.Append(SqlText.Literal(text));
            return;
        }

        sql.Append("CAST(");
        AppendBytes(sql, Encoding.UTF8.GetBytes(text));
        sql.Append(" AS STRING)");
    }

    private static void AppendBytes(StringBuilder sql, ReadOnlySpan<byte> bytes) => sql.Append("UNHEX('").Append(Convert.ToHexString(bytes)).Append("')");

    private static void AppendList(StringBuilder sql, SqlList list, TimeZoneInfo? zone, string what)
    {
        string separator = "(";
        foreach (object? item in list.Items)
        {
            Append(sql.Append(separator), item, zone, what);
            separator = ", ";
        }

        sql.Append(')');
    }

    private static void AppendArray(StringBuilder sql, IEnumerable list, TimeZoneInfo? zone, string what)
    {
        List<object?> elements = [.. list.Cast<object?>()];
        if (elements.TrueForAll(e => e is null or DBNull) && ElementTypes.Of(list) is { } type)
        {
            // Nothing in it shows the type, but the .NET type does.
            SqlTypedLiteral.AppendEmptyArray(sql, type, elements.Count);
            return;
        }

        AppendCall(sql, "ARRAY", elements, zone, what);
    }

    private static void AppendCall(StringBuilder sql, string function, IEnumerable<object?> arguments, TimeZoneInfo? zone, string what)
    {
        string separator = "";
        sql.Append(function).Append('(');
        foreach (object? argument in arguments)
        {
            Append(sql.Append(separator), argument, zone, what);
            separator = ", ";
        }

        if (separator.Length == 0)
        {
            throw new ArgumentException($"{what} is empty: an empty {function} has no literal, because nothing tells its type. Name it with SqlValue.Of(value, type).");
        }

        sql.Append(')');
    }
}
