using System.Globalization;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Between times on the clock on the wall and the cells of DATE, DATETIME, TIMESTAMP and TIMESTAMP_NTZ.</summary>
internal static class TimeCells
{
    private const long TicksOf1970 = 621_355_968_000_000_000;

    public static long FromDate(DateOnly date) => date.DayNumber - StoredValues.DaysBefore1970;

    public static DateOnly ToDate(long cell) => DateOnly.FromDayNumber((int)(cell + StoredValues.DaysBefore1970));

    /// <summary>What the wall shows in a zone at an instant in milliseconds.</summary>
    public static DateTime ToWall(long milliseconds, TimeZoneInfo zone)
    {
        var utc = new DateTime((milliseconds * TimeSpan.TicksPerMillisecond) + TicksOf1970, DateTimeKind.Utc);
        return ReferenceEquals(zone, TimeZoneInfo.Utc) ? DateTime.SpecifyKind(utc, DateTimeKind.Unspecified) : Shift(utc.Ticks, zone.GetUtcOffset(utc));
    }

    /// <summary>The instant at which the wall shows a time; of two the earlier offset, of none the offset after the gap.</summary>
    public static long FromWall(DateTime wall, TimeZoneInfo zone)
    {
        wall = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        long ticks = ReferenceEquals(zone, TimeZoneInfo.Utc) ? wall.Ticks : wall.Ticks - zone.GetUtcOffset(wall).Ticks;
        (long milliseconds, long rest) = Math.DivRem(ticks - TicksOf1970, TimeSpan.TicksPerMillisecond);
        return rest < 0 ? milliseconds - 1 : milliseconds;
    }

    /// <summary>What the wall shows at an instant in seconds, to the second, and the nanoseconds after it.</summary>
    public static (DateTime Wall, int Nanoseconds) TimestampToWall(string cell, TimeZoneInfo zone)
    {
        (long seconds, int nanoseconds) = StoredValues.ToTime(cell);
        return (ToWall(seconds * 1000, zone), nanoseconds);
    }

    public static string TimestampFromWall(DateTime wall, int nanoseconds, TimeZoneInfo zone)
    {
        long milliseconds = FromWall(new DateTime(wall.Ticks - (wall.Ticks % TimeSpan.TicksPerSecond)), zone);
        return StoredValues.FromTime((long)Math.Floor(milliseconds / 1000.0), nanoseconds);
    }

    /// <summary>What the wall shows for a cell of any time type.</summary>
    public static (DateTime Wall, int Nanoseconds) ToWall(OdpsType type, object cell, TimeZoneInfo zone)
    {
        switch (type.Kind)
        {
            case OdpsTypeKind.Date:
                return (ToDate((long)cell).ToDateTime(TimeOnly.MinValue), 0);
            case OdpsTypeKind.DateTime:
                DateTime wall = ToWall((long)cell, zone);
                return (WholeSeconds(wall), wall.Millisecond * 1_000_000);
            default:
                return TimestampToWall((string)cell, type.Kind == OdpsTypeKind.Timestamp ? zone : TimeZoneInfo.Utc);
        }
    }

    /// <summary>The cell of any time type for what the wall shows; the nanoseconds are those after the whole second.</summary>
    public static object FromWall(OdpsType type, DateTime wall, int nanoseconds, TimeZoneInfo zone) => type.Kind switch
    {
        OdpsTypeKind.Date => FromDate(DateOnly.FromDateTime(wall)),
        OdpsTypeKind.DateTime => FromWall(WholeSeconds(wall), zone) + (nanoseconds / 1_000_000),
        _ => TimestampFromWall(wall, nanoseconds, type.Kind == OdpsTypeKind.Timestamp ? zone : TimeZoneInfo.Utc),
    };

    public static DateTime WholeSeconds(DateTime wall) => new(wall.Ticks - (wall.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);

    /// <summary>Reads yyyy-MM-dd, with or without HH:mm:ss and a fraction of up to nine digits.</summary>
    public static bool TryParse(string text, out DateTime wall, out int nanoseconds)
    {
        wall = default;
        nanoseconds = 0;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int point = rest.IndexOf('.');
        if (point >= 0)
        {
            ReadOnlySpan<char> fraction = rest[(point + 1)..];
            if (fraction.Length is 0 or > 9 || fraction.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            nanoseconds = int.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture);
            for (int i = fraction.Length; i < 9; i++)
            {
                nanoseconds *= 10;
            }

            rest = rest[..point];
        }

        string[] forms = point >= 0 ? ["yyyy-M-d H:m:s"] : ["yyyy-M-d H:m:s", "yyyy-M-dTH:m:s", "yyyy-M-d", "yyyy-M-d H:m"];
        return DateTime.TryParseExact(rest, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out wall);
    }

    public static string Format(DateTime wall, int nanoseconds)
    {
        string text = wall.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return nanoseconds == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}.{nanoseconds:D9}").TrimEnd('0');
    }

    private static DateTime Shift(long ticks, TimeSpan offset) =>
        new(Math.Clamp(ticks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);
}
