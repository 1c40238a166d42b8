namespace Odps.Net;

/// <summary>DATE and DATETIME as the numbers that the wire carries. The calendar is proleptic Gregorian; no time zone is involved.</summary>
internal static class EpochTime
{
    /// <summary>0001-01-01 and 9999-12-31 in days since 1970-01-01.</summary>
    public const int MinDay = -719_162;

    /// <summary>9999-12-31 in days since 1970-01-01.</summary>
    public const int MaxDay = 2_932_896;

    /// <summary>0001-01-01T00:00:00.000Z in milliseconds since 1970-01-01.</summary>
    public const long MinMillisecond = -62_135_596_800_000;

    /// <summary>9999-12-31T23:59:59.999Z in milliseconds since 1970-01-01.</summary>
    public const long MaxMillisecond = 253_402_300_799_999;

    /// <summary>Whether a count of days is in the years 1 to 9999.</summary>
    public static bool IsDate(long days) => days is >= MinDay and <= MaxDay;

    /// <summary>Whether a count of milliseconds is in the years 1 to 9999.</summary>
    public static bool IsDateTime(long milliseconds) => milliseconds is >= MinMillisecond and <= MaxMillisecond;

    public static long ToDays(DateOnly date) => date.DayNumber + MinDay;

    public static DateOnly ToDate(long days) => DateOnly.FromDayNumber((int)days - MinDay);

    public static long ToMilliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset ToDateTimeOffset(long milliseconds) =>
        new((milliseconds - MinMillisecond) * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
