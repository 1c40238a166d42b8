using System.Globalization;

namespace Odps.Net;

/// <summary>An INTERVAL_DAY_TIME: a length of time in nanoseconds, positive or negative.</summary>
public readonly struct IntervalDayTime : IEquatable<IntervalDayTime>, IComparable<IntervalDayTime>
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>
    /// Creates a value from whole seconds and nanoseconds, which are added with their signs: -1.5 s is (-2, 500,000,000) or (-1, -500,000,000).
    /// </summary>
    /// <param name="seconds">Seconds.</param>
    /// <param name="nanoseconds">Nanoseconds, -999,999,999 to 999,999,999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The nanoseconds are out of their range.</exception>
    /// <exception cref="OverflowException">The sum does not fit.</exception>
    public IntervalDayTime(long seconds, int nanoseconds = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs((long)nanoseconds), NanosecondsPerSecond - 1, nameof(nanoseconds));
        Seconds = nanoseconds < 0 ? checked(seconds - 1) : seconds;
        Nanoseconds = nanoseconds < 0 ? nanoseconds + (int)NanosecondsPerSecond : nanoseconds;
    }

    /// <summary>Whole seconds, rounded down: -1 for one nanosecond less than nothing.</summary>
    public long Seconds { get; }

    /// <summary>The nanoseconds after <see cref="Seconds"/>, 0 to 999,999,999.</summary>
    public int Nanoseconds { get; }

    /// <summary>The length of a <see cref="TimeSpan"/>; exact.</summary>
    /// <param name="value">The length of time.</param>
    public static IntervalDayTime FromTimeSpan(TimeSpan value)
    {
        (long seconds, long rest) = Math.DivRem(value.Ticks, TimeSpan.TicksPerSecond);
        return new(seconds, (int)rest * 100);
    }

    /// <summary>The value as <see cref="TimeSpan"/>.</summary>
    /// <exception cref="OverflowException">The nanoseconds are not a multiple of 100 and would be cut, or the value is too large.</exception>
    public TimeSpan ToTimeSpan() =>
        Nanoseconds % 100 == 0
            ? new TimeSpan(checked((long)(((Int128)Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / 100))))
            : throw new OverflowException($"{this} has nanoseconds, which a TimeSpan (units of 100 ns) cannot hold.");

    /// <summary>The length of a <see cref="TimeSpan"/>; exact.</summary>
    /// <param name="value">The length of time.</param>
    public static implicit operator IntervalDayTime(TimeSpan value) => FromTimeSpan(value);

    /// <summary>The same as <see cref="ToTimeSpan"/>.</summary>
    /// <param name="value">The interval.</param>
    public static explicit operator TimeSpan(IntervalDayTime value) => value.ToTimeSpan();

    /// <inheritdoc/>
    public int CompareTo(IntervalDayTime other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public bool Equals(IntervalDayTime other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntervalDayTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seconds, Nanoseconds);

    /// <summary>The value as days, hours, minutes, seconds and nine fraction digits: <c>-1 00:00:01.500000000</c>.</summary>
    public override string ToString()
    {
        bool negative = Seconds < 0;
        Int128 all = ((Int128)Seconds * NanosecondsPerSecond) + Nanoseconds;
        (Int128 seconds, Int128 nanoseconds) = Int128.DivRem(Int128.Abs(all), NanosecondsPerSecond);
        (long days, long rest) = Math.DivRem((long)seconds, 86_400);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(negative ? "-" : "")}{days} {rest / 3600:D2}:{rest / 60 % 60:D2}:{rest % 60:D2}.{(int)nanoseconds:D9}");
    }

    /// <summary>Whether two intervals are equal.</summary>
    public static bool operator ==(IntervalDayTime left, IntervalDayTime right) => left.Equals(right);

    /// <summary>Whether two intervals differ.</summary>
    public static bool operator !=(IntervalDayTime left, IntervalDayTime right) => !left.Equals(right);

    /// <summary>Whether the left interval is shorter.</summary>
    public static bool operator <(IntervalDayTime left, IntervalDayTime right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left interval is shorter or equal.</summary>
    public static bool operator <=(IntervalDayTime left, IntervalDayTime right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left interval is longer.</summary>
    public static bool operator >(IntervalDayTime left, IntervalDayTime right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left interval is longer or equal.</summary>
    public static bool operator >=(IntervalDayTime left, IntervalDayTime right) => left.CompareTo(right) >= 0;
}
