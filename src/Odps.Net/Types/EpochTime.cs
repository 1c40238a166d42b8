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

    /// <exception cref="OdpsDataException">The day is outside the years 1 to 9999.</exception>
    public static DateOnly ToDate(long days) => IsDate(days)
        ? DateOnly.FromDayNumber((int)days - MinDay)
        : throw new OdpsDataException($"A DATE of day {days} from 1970-01-01 is outside the years 1 to 9999.");

    public static long ToMilliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <exception cref="OdpsDataException">The instant is outside the years 1 to 9999.</exception>
    public static DateTimeOffset ToDateTimeOffset(long milliseconds) => IsDateTime(milliseconds)
        ? new((milliseconds - MinMillisecond) * TimeSpan.TicksPerMillisecond, TimeSpan.Zero)
        : throw new OdpsDataException($"A DATETIME of {milliseconds} ms from 1970-01-01T00:00Z is outside the years 1 to 9999.");

    /// <exception cref="OdpsDataException">There are more months than the type has.</exception>
    public static IntervalYearMonth ToMonths(long months) => months is >= -IntervalYearMonth.MaxTotalMonths and <= IntervalYearMonth.MaxTotalMonths
        ? new IntervalYearMonth((int)months)
        : throw new OdpsDataException($"An INTERVAL_YEAR_MONTH of {months} months is outside ±{IntervalYearMonth.MaxTotalMonths}.");
}
