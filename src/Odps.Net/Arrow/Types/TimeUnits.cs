namespace Odps.Net.Arrow;

/// <summary>What belongs to a time unit.</summary>
internal static class TimeUnits
{
    public static string Abbreviate(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        TimeUnit.Nanosecond => "ns",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There are four time units."),
    };

    public static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1_000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };

    /// <summary>A count of a unit as seconds rounded down and the nanoseconds after them.</summary>
    public static (long Seconds, int Nanoseconds) Split(long value, TimeUnit unit)
    {
        long perSecond = PerSecond(unit);
        long seconds = Math.DivRem(value, perSecond, out long rest);
        if (rest < 0)
        {
            seconds--;
            rest += perSecond;
        }

        return (seconds, (int)(rest * (1_000_000_000 / perSecond)));
    }

    /// <summary>Seconds and nanoseconds as a count of a unit, if it fits and nothing is cut.</summary>
    public static bool TryJoin(long seconds, int nanoseconds, TimeUnit unit, out long value)
    {
        long perSecond = PerSecond(unit);
        int step = (int)(1_000_000_000 / perSecond);
        Int128 exact = ((Int128)seconds * perSecond) + (nanoseconds / step);
        value = (long)exact;
        return nanoseconds % step == 0 && exact == value;
    }
}
