using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>
/// Writes dates, times and intervals as literals. An instant is written so that it does not depend on the zone of the session, which is often not known: a
/// DATETIME literal would be read by that zone's clock.
/// </summary>
internal static class SqlTimeLiteral
{
    public static bool TryAppend(StringBuilder sql, object value, TimeZoneInfo? zone, string what)
    {
        switch (value)
        {
            case DateOnly date:
                sql.Append(CultureInfo.InvariantCulture, $"DATE'{date:yyyy-MM-dd}'");
                return true;
            case DateTimeOffset time:
                AppendInstant(sql, time.ToUnixTimeMilliseconds(), "DATETIME");
                return true;
            case DateTime { Kind: DateTimeKind.Utc } time:
                AppendInstant(sql, new DateTimeOffset(time).ToUnixTimeMilliseconds(), "DATETIME");
                return true;
            case DateTime { Kind: DateTimeKind.Unspecified } time:
                sql.Append(CultureInfo.InvariantCulture, $"DATETIME'{time:yyyy-MM-dd HH:mm:ss}{(time.Millisecond == 0 ? "" : $".{time.Millisecond:D3}")}'");
                return true;
            case DateTime:
                throw new ArgumentException(
                    $"{what} is a DateTime of kind Local, which depends on this machine's zone. Give a DateTimeOffset, or a DateTime of kind Utc (an instant) or Unspecified (the session's wall clock).");
            case OdpsTimestamp time:
                AppendTimestamp(sql, time, zone, what);
                return true;
            case OdpsTimestampNtz time:
                sql.Append("TIMESTAMP_NTZ'").Append(Wall(time.Seconds, time.Nanoseconds)).Append('\'');
                return true;
            case IntervalDayTime interval:
                AppendInterval(sql, interval);
                return true;
            case TimeSpan span:
                AppendInterval(sql, IntervalDayTime.FromTimeSpan(span));
                return true;
            case IntervalYearMonth interval:
                int months = Math.Abs(interval.TotalMonths);
                sql.Append(CultureInfo.InvariantCulture, $"INTERVAL '{(interval.TotalMonths < 0 ? "-" : "")}{months / 12}-{months % 12}' YEAR TO MONTH");
                return true;
            default:
                return false;
        }
    }

    /// <summary>A function of the seconds since 1970, which is the same instant in every zone.</summary>
    private static void AppendInstant(StringBuilder sql, long milliseconds, string type)
    {
        long rest = ((milliseconds % 1000) + 1000) % 1000;
        long seconds = (milliseconds - rest) / 1000;
        string start = string.Create(CultureInfo.InvariantCulture, $"FROM_UNIXTIME({seconds}L)");
        _ = rest == 0
            ? sql.Append(CultureInfo.InvariantCulture, $"CAST({start} AS {type})")
            : sql.Append(CultureInfo.InvariantCulture, $"CAST(DATEADD(CAST({start} AS DATETIME), {rest}L, 'ff3') AS {type})");
    }

    private static void AppendTimestamp(StringBuilder sql, OdpsTimestamp time, TimeZoneInfo? zone, string what)
    {
        if (time.Nanoseconds % 1_000_000 == 0)
        {
            AppendInstant(sql, (time.Seconds * 1000) + (time.Nanoseconds / 1_000_000), "TIMESTAMP");
            return;
        }

        if (zone is null)
        {
            throw new ArgumentException(
                $"{what} is a TIMESTAMP finer than milliseconds, whose literal depends on the zone of the session, and that is not known. "
                + "Set OdpsClientOptions.TimeZone or the hint odps.sql.timezone (for example to UTC).");
        }

        DateTime wall = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(time.Seconds), zone).DateTime;
        if (zone.IsAmbiguousTime(wall))
        {
            throw new ArgumentException(
                $"{what} falls into the hour that the clock of {zone.Id} shows twice, so its literal would be ambiguous. Run the statement with the hint odps.sql.timezone=UTC.");
        }

        sql.Append(CultureInfo.InvariantCulture, $"TIMESTAMP'{wall:yyyy-MM-dd HH:mm:ss}.{time.Nanoseconds:D9}'");
    }

    private static string Wall(long seconds, int nanoseconds)
    {
        string text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}.{nanoseconds:D9}");
    }

    private static void AppendInterval(StringBuilder sql, IntervalDayTime interval)
    {
        // Seconds and nanoseconds have one sign in the value and one in the literal, however the value keeps them.
        Int128 total = ((Int128)interval.Seconds * 1_000_000_000) + interval.Nanoseconds;
        Int128 size = Int128.Abs(total);
        (long seconds, long nanoseconds) = ((long)(size / 1_000_000_000), (long)(size % 1_000_000_000));
        sql.Append(
            CultureInfo.InvariantCulture,
            $"INTERVAL '{(total < 0 ? "-" : "")}{seconds / 86400} {seconds / 3600 % 24:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}{(nanoseconds == 0 ? "" : $".{nanoseconds:D9}")}' DAY TO SECOND");
    }
}
