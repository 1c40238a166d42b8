using System.Globalization;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Functions of dates and times. DATETIME and TIMESTAMP are seen as the wall shows them in the session's time zone.</summary>
internal static class TimeFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("current_timestamp_ntz", "", _ => OdpsType.TimestampNtz, (s, _) => _ => TimeCells.TimestampFromWall(TimeZoneInfo.ConvertTime(s.Now, s.Zone).DateTime, s.Now.Millisecond * 1_000_000, TimeZoneInfo.Utc));
        table.Add("getdate,now,current_timestamp", "", t => OdpsType.DateTime, (s, _) => _ => s.Now.ToUnixTimeMilliseconds(), isVolatile: false);
        table.Add("current_date", "", _ => OdpsType.Date, (s, _) => _ => TimeCells.FromDate(DateOnly.FromDateTime(TimeCells.ToWall(s.Now.ToUnixTimeMilliseconds(), s.Zone))));
        table.Add("current_timezone", "", _ => OdpsType.String, (s, _) => _ => s.Zone.Id);
        AddPart(table, "year", OdpsType.Int, w => w.Year);
        AddPart(table, "quarter", OdpsType.Int, w => ((w.Month - 1) / 3) + 1);
        AddPart(table, "month", OdpsType.Int, w => w.Month);
        AddPart(table, "day,dayofmonth", OdpsType.Int, w => w.Day);
        AddPart(table, "hour", OdpsType.Int, w => w.Hour);
        AddPart(table, "minute", OdpsType.Int, w => w.Minute);
        AddPart(table, "second", OdpsType.Int, w => w.Second);
        AddPart(table, "dayofweek", OdpsType.Int, w => (int)w.DayOfWeek + 1);
        AddPart(table, "dayofyear", OdpsType.Int, w => w.DayOfYear);
        AddPart(table, "weekday", OdpsType.BigInt, w => ((int)w.DayOfWeek + 6) % 7);
        AddPart(table, "weekofyear", OdpsType.BigInt, w => ISOWeek.GetWeekOfYear(w));
        table.Add("datepart", "time,text", _ => OdpsType.BigInt, (s, t) => a => Part(TimeCells.ToWall(t[0], a[0]!, s.Zone), (string)a[1]!));
        table.Add("dateadd", "time,bigint,text", t => t[0].Kind == OdpsTypeKind.Date ? OdpsType.Date : t[0], (s, t) => a => Add(t[0], a[0]!, (long)a[1]!, (string)a[2]!, s.Zone));
        table.Add("datetrunc,trunc", "time,text", t => t[0], (s, t) => a =>
            TimeCells.FromWall(t[0], Truncate(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, (string)a[1]!), 0, s.Zone));
        table.Add("datediff", "time,time,text?", t => OdpsType.BigInt, (s, t) => a =>
            Difference(TimeCells.ToWall(t[0], a[0]!, s.Zone), TimeCells.ToWall(t[1], a[1]!, s.Zone), a.Length > 2 ? (string)a[2]! : "dd"));
        table.Add("date_add", "time,bigint", _ => OdpsType.Date, (s, t) => a => AddDays(t[0], a[0]!, (long)a[1]!, s.Zone));
        table.Add("date_sub", "time,bigint", _ => OdpsType.Date, (s, t) => a => AddDays(t[0], a[0]!, -(long)a[1]!, s.Zone));
        table.Add("add_months", "time,bigint", _ => OdpsType.String, (s, t) => a => DateText(AddMonths(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, (long)a[1]!)));
        table.Add("last_day", "time", _ => OdpsType.String, (s, t) => a => DateText(LastDay(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall)));
        table.Add("lastday", "datetime", _ => OdpsType.DateTime, (s, t) => a => TimeCells.FromWall(LastDay(TimeCells.ToWall((long)a[0]!, s.Zone)), s.Zone));
        table.Add("next_day", "time,text", _ => OdpsType.String, (s, t) => a => NextDay(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, (string)a[1]!));
        table.Add("months_between", "time,time", _ => OdpsType.Double, (s, t) => a =>
            MonthsBetween(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall, TimeCells.ToWall(t[1], a[1]!, s.Zone).Wall));
        table.Add("from_utc_timestamp", "time,text", _ => OdpsType.Timestamp, (s, t) => a => Shift(t[0], a[0]!, (string)a[1]!, s.Zone, 1));
        table.Add("to_utc_timestamp", "time,text", _ => OdpsType.Timestamp, (s, t) => a => Shift(t[0], a[0]!, (string)a[1]!, s.Zone, -1));
    }

    /// <summary>The unit of a name: yyyy, mm, dd, hh, mi, ss, ff3, or an English word.</summary>
    public static string? Unit(string name) => name.Trim().ToUpperInvariant() switch
    {
        "YYYY" or "YEAR" or "YEARS" or "YY" => "yyyy",
        "Q" or "QUARTER" => "q",
        "MM" or "MON" or "MONTH" or "MONTHS" => "mm",
        "WEEK" or "WW" => "week",
        "DD" or "DAY" or "DAYS" => "dd",
        "HH" or "HOUR" or "HOURS" or "HH24" => "hh",
        "MI" or "MINUTE" or "MINUTES" => "mi",
        "SS" or "SECOND" or "SECONDS" => "ss",
        "FF3" or "MILLISECOND" => "ff3",
        "FF6" or "MICROSECOND" => "ff6",
        _ => null,
    };

    private static void AddPart(FunctionTable table, string names, OdpsType result, Func<DateTime, int> part) =>
        table.Add(names, "time", _ => result, (s, t) => a => (long)part(TimeCells.ToWall(t[0], a[0]!, s.Zone).Wall));

    private static string KnownUnit(string name) => Unit(name) ?? throw SqlErrors.InvalidValue($"'{name}' is not a date part");

    private static long Part((DateTime Wall, int Nanoseconds) time, string part) => KnownUnit(part) switch
    {
        "yyyy" => (long)time.Wall.Year,
        "q" => ((time.Wall.Month - 1) / 3) + 1L,
        "mm" => (long)time.Wall.Month,
        "week" => (long)ISOWeek.GetWeekOfYear(time.Wall),
        "dd" => (long)time.Wall.Day,
        "hh" => (long)time.Wall.Hour,
        "mi" => (long)time.Wall.Minute,
        "ss" => (long)time.Wall.Second,
        "ff3" => time.Nanoseconds / 1_000_000L,
        _ => time.Nanoseconds / 1000L,
    };

    private static object Add(OdpsType type, object cell, long count, string part, TimeZoneInfo zone)
    {
        (DateTime wall, int nanoseconds) = TimeCells.ToWall(type, cell, zone);
        try
        {
            switch (KnownUnit(part))
            {
                case "yyyy":
                    wall = wall.AddYears(checked((int)count));
                    break;
                case "q":
                    wall = wall.AddMonths(checked((int)count * 3));
                    break;
                case "mm":
                    wall = wall.AddMonths(checked((int)count));
                    break;
                case "week":
                    wall = wall.AddDays(count * 7);
                    break;
                case "dd":
                    wall = wall.AddDays(count);
                    break;
                case "hh":
                    wall = wall.AddHours(count);
                    break;
                case "mi":
                    wall = wall.AddMinutes(count);
                    break;
                case "ss":
                    wall = wall.AddSeconds(count);
                    break;
                case "ff3":
                    long milliseconds = (nanoseconds / 1_000_000) + count;
                    wall = wall.AddSeconds(Math.Floor(milliseconds / 1000.0));
                    nanoseconds = (int)(((milliseconds % 1000) + 1000) % 1000 * 1_000_000) + (nanoseconds % 1_000_000);
                    break;
                default:
                    throw SqlErrors.InvalidValue($"dateadd: '{part}' is not a date part to add");
            }

            return TimeCells.FromWall(type, wall, nanoseconds, zone);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw SqlErrors.Overflow("a time leaves the years 1 to 9999");
        }
    }

    private static DateTime Truncate(DateTime wall, string part) => KnownUnit(part) switch
    {
        "yyyy" => new DateTime(wall.Year, 1, 1),
        "q" => new DateTime(wall.Year, ((wall.Month - 1) / 3 * 3) + 1, 1),
        "mm" => new DateTime(wall.Year, wall.Month, 1),
        "week" => wall.Date.AddDays(-(((int)wall.DayOfWeek + 6) % 7)),
        "dd" => wall.Date,
        "hh" => wall.Date.AddHours(wall.Hour),
        "mi" => wall.Date.AddHours(wall.Hour).AddMinutes(wall.Minute),
        _ => TimeCells.WholeSeconds(wall),
    };

    /// <summary>The difference in whole units, counted between the times cut to the unit.</summary>
    private static long Difference((DateTime Wall, int Nanoseconds) left, (DateTime Wall, int Nanoseconds) right, string part)
    {
        (DateTime a, DateTime b) = (left.Wall, right.Wall);
        switch (KnownUnit(part))
        {
            case "yyyy":
                return (long)a.Year - b.Year;
            case "q":
                return (((a.Year * 12L) + a.Month - 1) / 3) - (((b.Year * 12L) + b.Month - 1) / 3);
            case "mm":
                return (a.Year * 12L) + a.Month - (b.Year * 12L) - b.Month;
            case "week":
                return (long)(Truncate(a, part) - Truncate(b, part)).TotalDays / 7;
            case "dd":
                return (long)(a.Date - b.Date).TotalDays;
            case "hh":
                return (long)(Truncate(a, part) - Truncate(b, part)).TotalHours;
            case "mi":
                return (long)(Truncate(a, part) - Truncate(b, part)).TotalMinutes;
            case "ss":
                return (TimeCells.WholeSeconds(a) - TimeCells.WholeSeconds(b)).Ticks / TimeSpan.TicksPerSecond;
            case "ff3":
                return ((TimeCells.WholeSeconds(a) - TimeCells.WholeSeconds(b)).Ticks / TimeSpan.TicksPerMillisecond) + (left.Nanoseconds / 1_000_000) - (right.Nanoseconds / 1_000_000);
            default:
                return ((TimeCells.WholeSeconds(a) - TimeCells.WholeSeconds(b)).Ticks / 10) + (left.Nanoseconds / 1000) - (right.Nanoseconds / 1000);
        }
    }

    private static long AddDays(OdpsType type, object cell, long days, TimeZoneInfo zone)
    {
        try
        {
            return TimeCells.FromDate(DateOnly.FromDateTime(TimeCells.ToWall(type, cell, zone).Wall).AddDays(checked((int)days)));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw SqlErrors.Overflow("a date leaves the years 1 to 9999");
        }
    }

    private static DateTime AddMonths(DateTime wall, long months)
    {
        // The last day of a month stays the last day.
        DateTime moved = wall.AddMonths(checked((int)months));
        return wall.Day == DateTime.DaysInMonth(wall.Year, wall.Month) ? LastDay(moved) : moved;
    }

    private static DateTime LastDay(DateTime wall) => new(wall.Year, wall.Month, DateTime.DaysInMonth(wall.Year, wall.Month));

    private static string DateText(DateTime wall) => wall.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? NextDay(DateTime wall, string day)
    {
        string[] names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
        int target = day.Length >= 2 ? Array.IndexOf(names, day[..2].ToUpperInvariant()) : -1;
        return target < 0 ? null : DateText(wall.AddDays(((target - (int)wall.DayOfWeek + 6) % 7) + 1));
    }

    private static double MonthsBetween(DateTime left, DateTime right)
    {
        double months = ((left.Year - right.Year) * 12) + left.Month - right.Month;
        bool bothLast = left.Day == DateTime.DaysInMonth(left.Year, left.Month) && right.Day == DateTime.DaysInMonth(right.Year, right.Month);
        return left.Day == right.Day || bothLast
            ? months
            : Math.Round(months + (((left.Day - right.Day) + ((left.TimeOfDay - right.TimeOfDay).TotalSeconds / 86400)) / 31), 8);
    }

    private static string Shift(OdpsType type, object cell, string zone, TimeZoneInfo session, int direction)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found))
        {
            throw SqlErrors.InvalidValue($"there is no time zone '{zone}'");
        }

        (DateTime wall, int nanoseconds) = TimeCells.ToWall(type, cell, session);
        DateTime moved = direction > 0
            ? wall + found.GetUtcOffset(DateTime.SpecifyKind(wall, DateTimeKind.Utc))
            : wall - found.GetUtcOffset(wall);
        return TimeCells.TimestampFromWall(moved, nanoseconds, session);
    }
}
