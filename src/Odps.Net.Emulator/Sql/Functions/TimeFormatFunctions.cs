using System.Globalization;
using System.Text;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Between times and texts in a given form: TO_CHAR and TO_DATE (yyyy mm dd hh mi ss ff3), DATE_FORMAT (Java's letters), UNIX times.</summary>
internal static class TimeFormatFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("to_char", "time,text", _ => OdpsType.String, (s, t) => a => FormatOdps(TimeCells.ToWall(t[0], a[0]!, s.Zone), (string)a[1]!));
        table.Add("to_char", "bigint", OdpsType.String, a => ((long)a[0]!).ToString(CultureInfo.InvariantCulture));
        table.Add("to_char", "double", OdpsType.String, a => NumberCells.ToText(Storage.StoredValues.ToDouble(a[0]!), false));
        table.Add("to_char", "decimal", _ => OdpsType.String, (_, t) => a => NumberCells.DecimalText((string)a[0]!, (DecimalType)t[0]));
        table.Add("to_char", "boolean", OdpsType.String, a => (long)a[0]! != 0 ? "TRUE" : "FALSE");
        table.Add("to_char", "text", OdpsType.String, a => a[0]);
        table.Add("to_date", "text,text", _ => OdpsType.DateTime, (s, _) => a => ParseOdps((string)a[0]!, (string)a[1]!) is { } wall
            ? TimeCells.FromWall(wall, s.Zone) : throw SqlErrors.InvalidValue($"to_date: '{a[0]}' does not have the form '{a[1]}'"));
        table.Add("to_date", "time", _ => OdpsType.Date, (s, t) => a => TimeCells.FromWall(OdpsType.Date, TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, 0, s.Zone));
        table.Add("to_date", "text", OdpsType.Date, a => TimeCells.TryParse((string)a[0]!, out DateTime wall, out _) ? TimeCells.FromDate(DateOnly.FromDateTime(wall)) : null);
        table.Add("isdate", "text,text", OdpsType.Boolean, a => ParseOdps((string)a[0]!, (string)a[1]!) is null ? 0L : 1L);
        table.Add("date_format", "time,text", _ => OdpsType.String, (s, t) => a => FormatJava(TimeCells.ToWall(t[0], a[0]!, s.Zone), (string)a[1]!));
        table.Add("from_unixtime", "bigint", OdpsType.DateTime, a => checked((long)a[0]! * 1000));
        table.Add("from_unixtime", "bigint,text", _ => OdpsType.String, (s, _) => a => FormatJava((TimeCells.ToWall(checked((long)a[0]! * 1000), s.Zone), 0), (string)a[1]!));
        table.Add("unix_timestamp", "", _ => OdpsType.BigInt, (s, _) => _ => s.Now.ToUnixTimeSeconds());
        table.Add("unix_timestamp", "time", _ => OdpsType.BigInt, (s, t) => a => Seconds(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, t[0], s.Zone));
        table.Add("unix_timestamp", "text", _ => OdpsType.BigInt, (s, t) => a => TimeCells.TryParse((string)a[0]!, out DateTime wall, out _) ? Seconds(wall, OdpsType.DateTime, s.Zone) : null);
        table.Add("unix_timestamp", "text,text", _ => OdpsType.BigInt, (s, _) => a => ParseJava((string)a[0]!, (string)a[1]!) is { } wall ? Seconds(wall, OdpsType.DateTime, s.Zone) : null);
        table.Add("to_millis", "time", _ => OdpsType.BigInt, (s, t) => a =>
        {
            (DateTime wall, int nanoseconds) = TimeCells.ToWall(t[0], a[0]!, s.Zone);
            return (long)TimeCells.FromWall(OdpsType.DateTime, wall, nanoseconds, t[0].Kind == OdpsTypeKind.TimestampNtz ? TimeZoneInfo.Utc : s.Zone);
        });
    }

    private static long Seconds(DateTime wall, OdpsType type, TimeZoneInfo zone) =>
        (long)Math.Floor(TimeCells.FromWall(TimeCells.WholeSeconds(wall), type.Kind == OdpsTypeKind.TimestampNtz ? TimeZoneInfo.Utc : zone) / 1000.0);

    private static string FormatOdps((DateTime Wall, int Nanoseconds) time, string format)
    {
        var text = new StringBuilder();
        for (int i = 0; i < format.Length;)
        {
            (int width, string value) = Element(format, i) switch
            {
                "yyyy" => (4, Digits(time.Wall.Year, 4)),
                "mm" => (2, Digits(time.Wall.Month, 2)),
                "dd" => (2, Digits(time.Wall.Day, 2)),
                "hh" => (2, Digits(time.Wall.Hour, 2)),
                "mi" => (2, Digits(time.Wall.Minute, 2)),
                "ss" => (2, Digits(time.Wall.Second, 2)),
                "ff3" => (3, Digits(time.Nanoseconds / 1_000_000, 3)),
                _ => (1, format[i].ToString()),
            };
            text.Append(value);
            i += width;
        }

        return text.ToString();
    }

    private static DateTime? ParseOdps(string text, string format)
    {
        var parts = new Dictionary<string, int>(StringComparer.Ordinal) { ["yyyy"] = 1970, ["mm"] = 1, ["dd"] = 1, ["hh"] = 0, ["mi"] = 0, ["ss"] = 0, ["ff3"] = 0 };
        int at = 0;
        for (int i = 0; i < format.Length;)
        {
            if (Element(format, i) is { } element)
            {
                if (at + element.Length > text.Length || !int.TryParse(text.AsSpan(at, element.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                {
                    return null;
                }

                parts[element] = value;
                at += element.Length;
                i += element.Length;
            }
            else if (at < text.Length && text[at] == format[i])
            {
                at++;
                i++;
            }
            else
            {
                return null;
            }
        }

        bool valid = at == text.Length && parts["yyyy"] is >= 1 and <= 9999 && parts["mm"] is >= 1 and <= 12
            && parts["dd"] >= 1 && parts["dd"] <= DateTime.DaysInMonth(parts["yyyy"], parts["mm"]) && parts["hh"] < 24 && parts["mi"] < 60 && parts["ss"] < 60;
        return valid ? new DateTime(parts["yyyy"], parts["mm"], parts["dd"], parts["hh"], parts["mi"], parts["ss"], parts["ff3"]) : null;
    }

    private static string? Element(string format, int at)
    {
        foreach (string element in (ReadOnlySpan<string>)["yyyy", "mm", "dd", "hh", "mi", "ss", "ff3"])
        {
            if (string.Compare(format, at, element, 0, element.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                return element;
            }
        }

        return null;
    }

    private static string Digits(int value, int width) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    /// <summary>Java's letters, of which the common ones are those of .NET too.</summary>
    private static string FormatJava((DateTime Wall, int Nanoseconds) time, string format)
    {
        DateTime wall = time.Wall.AddTicks(time.Nanoseconds / 100);
        return wall.ToString(ToNet(format), CultureInfo.InvariantCulture);
    }

    private static DateTime? ParseJava(string text, string format) =>
        DateTime.TryParseExact(text, ToNet(format), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime wall) ? wall : null;

    private static string ToNet(string format)
    {
        var net = new StringBuilder();
        for (int i = 0; i < format.Length;)
        {
            char c = format[i];
            int end = i;
            while (end < format.Length && format[end] == c)
            {
                end++;
            }

            int count = end - i;
            net.Append(c switch
            {
                'y' or 'Y' or 'u' => count == 2 ? "yy" : "yyyy",
                'M' or 'd' or 'H' or 'h' or 'm' or 's' => new string(c, Math.Min(count, 4)),
                'S' => new string('f', Math.Min(count, 7)),
                'a' => "tt",
                'E' => count >= 4 ? "dddd" : "ddd",
                'D' or 'F' or 'w' or 'W' or 'k' or 'K' or 'z' or 'Z' or 'X' or 'G' => throw SqlErrors.InvalidValue($"the format letter '{c}' is not supported by the emulator"),
                '\'' => "'",
                _ => $"\\{c}".PadRight(2 * count, c),
            });
            if (c is not ('y' or 'Y' or 'u' or 'M' or 'd' or 'H' or 'h' or 'm' or 's' or 'S' or 'a' or 'E' or '\'') && count > 1)
            {
                net.Length -= (2 * count) - 2;
                for (int n = 1; n < count; n++)
                {
                    net.Append('\\').Append(c);
                }
            }

            i = c == '\'' ? i + 1 : end;
        }

        // A single letter would be taken for one of .NET's standard formats.
        return net.Length == 1 ? $"%{net}" : net.ToString();
    }
}
