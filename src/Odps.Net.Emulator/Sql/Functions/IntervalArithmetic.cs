using System.Globalization;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Times and intervals over cells.</summary>
internal static class IntervalArithmetic
{
    private const int MaxPart = 1_000_000_000;

    /// <summary>The difference of two TIMESTAMP cells.</summary>
    public static ScalarBody Difference { get; } = arguments =>
    {
        if (arguments[0] is not string x || arguments[1] is not string y)
        {
            return null;
        }

        (long secondsX, int nanosX) = StoredValues.ToTime(x);
        (long secondsY, int nanosY) = StoredValues.ToTime(y);
        var interval = new IntervalDayTime(secondsX - secondsY, nanosX - nanosY);
        return StoredValues.FromInterval(interval.Seconds, interval.Nanoseconds);
    };

    /// <summary>A time of a type and an interval of another.</summary>
    public static ScalarBody Add(OdpsType time, OdpsType interval, bool isMinus, TimeZoneInfo zone) => arguments =>
    {
        if (arguments[0] is not { } cell || arguments[1] is not { } length)
        {
            return null;
        }

        try
        {
            if (interval.Kind == OdpsTypeKind.IntervalYearMonth)
            {
                return AddMonths(time, cell, isMinus ? -(long)length : (long)length, zone);
            }

            IntervalDayTime value = StoredValues.ToInterval((string)length);
            if (isMinus)
            {
                value = new IntervalDayTime(-value.Seconds, -value.Nanoseconds);
            }

            return time.Kind == OdpsTypeKind.DateTime
                ? (long)cell + (value.Seconds * 1000) + (value.Nanoseconds / 1_000_000)
                : AddToTimestamp((string)cell, value);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw SqlErrors.Overflow("a time leaves the years 1 to 9999");
        }
    };

    public static ScalarBody AddIntervals(OdpsType type, bool isMinus) => arguments =>
    {
        if (arguments[0] is not { } x || arguments[1] is not { } y)
        {
            return null;
        }

        if (type.Kind == OdpsTypeKind.IntervalYearMonth)
        {
            return isMinus ? (long)x - (long)y : (long)x + (long)y;
        }

        IntervalDayTime a = StoredValues.ToInterval((string)x);
        IntervalDayTime b = StoredValues.ToInterval((string)y);
        int nanoseconds = isMinus ? a.Nanoseconds - b.Nanoseconds : a.Nanoseconds + b.Nanoseconds;
        long seconds = (isMinus ? a.Seconds - b.Seconds : a.Seconds + b.Seconds) + (nanoseconds / 1_000_000_000);
        var sum = new IntervalDayTime(seconds, nanoseconds % 1_000_000_000);
        return StoredValues.FromInterval(sum.Seconds, sum.Nanoseconds);
    };

    /// <summary>The interval of a text such as <c>2 1:02:03.5</c>; null for another text.</summary>
    public static object? ParseDayTime(string text)
    {
        string[] parts = Unsigned(text, out bool isNegative).Split(' ', ':');
        int[] units = [86_400, 3_600, 60, 1];
        if (parts.Length != units.Length)
        {
            return null;
        }

        decimal seconds = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!decimal.TryParse(parts[i], i == units.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None, CultureInfo.InvariantCulture, out decimal part) || part > MaxPart)
            {
                return null;
            }

            seconds += part * units[i];
        }

        seconds = isNegative ? -seconds : seconds;
        decimal whole = Math.Floor(seconds);
        return StoredValues.FromInterval((long)whole, (int)((seconds - whole) * 1_000_000_000m));
    }

    /// <summary>The months of a text such as <c>10-11</c>; null for another text.</summary>
    public static object? ParseYearMonth(string text)
    {
        string[] parts = Unsigned(text, out bool isNegative).Split('-');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int years) || years > MaxPart / 12
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int months) || months > 11)
        {
            return null;
        }

        long all = (years * 12L) + months;
        return isNegative ? -all : all;
    }

    public static object AddMonths(OdpsType time, object cell, long months, TimeZoneInfo zone)
    {
        switch (time.Kind)
        {
            case OdpsTypeKind.Date:
                return TimeCells.FromDate(TimeCells.ToDate((long)cell).AddMonths(checked((int)months)));
            case OdpsTypeKind.DateTime:
                return TimeCells.FromWall(TimeCells.ToWall((long)cell, zone).AddMonths(checked((int)months)), zone);
            default:
                TimeZoneInfo wallZone = time.Kind == OdpsTypeKind.Timestamp ? zone : TimeZoneInfo.Utc;
                (DateTime wall, int nanoseconds) = TimeCells.TimestampToWall((string)cell, wallZone);
                return TimeCells.TimestampFromWall(wall.AddMonths(checked((int)months)), nanoseconds, wallZone);
        }
    }

    private static string Unsigned(string text, out bool isNegative)
    {
        text = text.Trim();
        isNegative = text.StartsWith('-');
        return text.TrimStart('-', '+');
    }

    private static string AddToTimestamp(string cell, IntervalDayTime value)
    {
        (long seconds, int nanoseconds) = StoredValues.ToTime(cell);
        nanoseconds += value.Nanoseconds;
        seconds += value.Seconds + (nanoseconds / 1_000_000_000);
        var sum = new OdpsTimestamp(seconds, nanoseconds % 1_000_000_000);
        return StoredValues.FromTime(sum.Seconds, sum.Nanoseconds);
    }
}
