using System.Collections;
using System.Globalization;
using System.Text;

namespace Odps.Net.Emulator.Instances;

/// <summary>
/// Rows as the service's CSV: a header, every text in double quotes with its quotes doubled, numbers and booleans without, NULL as <c>\N</c>, lines
/// that end in LF.
/// </summary>
internal static class CsvText
{
    private const string Null = "\\N";

    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="zone">The time zone in which DATETIME and TIMESTAMP are shown.</param>
    public static string Write(ColumnCollection columns, IEnumerable<object?[]> rows, TimeZoneInfo zone)
    {
        var csv = new StringBuilder();
        csv.AppendJoin(',', columns.Select(c => Quote(c.Name))).Append('\n');
        foreach (object?[] row in rows)
        {
            csv.AppendJoin(',', row.Select(value => Cell(value, zone))).Append('\n');
        }

        return csv.ToString();
    }

    /// <summary>The same text with lines that end in CR LF; line breaks within quotes stay as they are.</summary>
    public static string WithCrLf(string csv)
    {
        var text = new StringBuilder(csv.Length + 16);
        bool isQuoted = false;
        foreach (char c in csv)
        {
            isQuoted ^= c == '"';
            _ = c == '\n' && !isQuoted ? text.Append("\r\n") : text.Append(c);
        }

        return text.ToString();
    }

    private static string Cell(object? value, TimeZoneInfo zone) => value switch
    {
        null => Null,
        sbyte or short or int or long or float or double or bool or OdpsDecimal => Text(value, zone),
        _ => Quote(Text(value, zone)),
    };

    private static string Text(object? value, TimeZoneInfo zone) => value switch
    {
        null => Null,
        bool b => b ? "true" : "false",
        string s => s,
        byte[] bytes => string.Concat(bytes.Select(Escape)),
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        float f => f.ToString("R", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => Local(time, zone).ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        OdpsTimestamp time => Wall(Local(DateTimeOffset.FromUnixTimeSeconds(time.Seconds), zone).DateTime, time.Nanoseconds),
        OdpsTimestampNtz time => Wall(DateTimeOffset.FromUnixTimeSeconds(time.Seconds).DateTime, time.Nanoseconds),
        OdpsMap map => $"{{{string.Join(", ", map.Select(e => $"{Inner(e.Key, zone)}:{Inner(e.Value, zone)}"))}}}",
        OdpsStruct fields => $"{{{string.Join(", ", fields.Select((f, i) => $"{fields.Type.Fields[i].Name}:{Inner(f, zone)}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(e => Inner(e, zone)))}]",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };

    /// <summary>A value inside a nested one: texts stand in quotes of their own, so that commas and brackets in them are no separators.</summary>
    private static string Inner(object? value, TimeZoneInfo zone) => value is string or DateTimeOffset or OdpsTimestamp or OdpsTimestampNtz
        ? $"\"{Text(value, zone).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : Text(value, zone);

    private static DateTimeOffset Local(DateTimeOffset time, TimeZoneInfo zone)
    {
        try
        {
            return TimeZoneInfo.ConvertTime(time, zone);
        }
        catch (ArgumentOutOfRangeException)
        {
            // A time at the end of the calendar whose local form would lie beyond it.
            return time;
        }
    }

    private static string Wall(DateTime second, int nanoseconds)
    {
        string text = second.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? text : text + "." + nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Printable ASCII as it is, any other byte as =XX, which is how MaxCompute shows BINARY.</summary>
    private static string Escape(byte b) => b is >= 0x20 and < 0x7f and not (byte)'=' ? ((char)b).ToString() : $"={b:X2}";
}
