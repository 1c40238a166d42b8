namespace Odps.Net;

/// <summary>
/// Between instants and the wall clock of an explicit zone. TimeZoneInfo knows offsets in whole minutes, so that local mean times (those before a
/// zone's first standard time, such as +8:05:43 in Shanghai until 1901) are up to 59 seconds off its clock.
/// </summary>
internal static class WallClock
{
    /// <summary>What the clock of the zone shows at an instant.</summary>
    /// <exception cref="OverflowException">The clock shows a year outside 1 to 9999.</exception>
    public static DateTime Of(DateTimeOffset instant, TimeZoneInfo zone)
    {
        long ticks = instant.UtcTicks + zone.GetUtcOffset(instant.UtcDateTime).Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Unspecified)
            : throw new OverflowException($"The clock of {zone.Id} shows a year outside 1 to 9999 at {instant:O}.");
    }

    /// <summary>
    /// The instant at which the clock of the zone shows a time. Where it shows the time twice (the clock is put back) it is the first of the two.
    /// </summary>
    /// <exception cref="ArgumentException">The clock never shows the time (it is put forward), or the instant is outside the years 1 to 9999.</exception>
    public static DateTimeOffset ToInstant(DateTime clock, TimeZoneInfo zone)
    {
        clock = DateTime.SpecifyKind(clock, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(clock))
        {
            throw new ArgumentException($"the clock of {zone.Id} is put forward and never shows {clock:yyyy-MM-dd HH:mm:ss.FFFFFFF}");
        }

        TimeSpan offset = zone.IsAmbiguousTime(clock) ? zone.GetAmbiguousTimeOffsets(clock).Max() : zone.GetUtcOffset(clock);
        long ticks = clock.Ticks - offset.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new ArgumentException($"{clock:yyyy-MM-dd HH:mm:ss.FFFFFFF} in {zone.Id} is an instant outside the years 1 to 9999");
    }
}
