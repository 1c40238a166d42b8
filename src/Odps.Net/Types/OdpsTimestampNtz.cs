using System.Globalization;

namespace Odps.Net;

/// <summary>
/// A TIMESTAMP_NTZ: a wall-clock time in nanoseconds without a time zone, in the years 1 to 9999. <see cref="DateTime"/> counts in units of 100 ns
/// and cannot hold every value, so conversions are explicit and checked.
/// </summary>
public readonly struct OdpsTimestampNtz : IEquatable<OdpsTimestampNtz>, IComparable<OdpsTimestampNtz>, ISpanFormattable
{
    /// <summary>Creates a value from the numbers that the wire carries.</summary>
    /// <param name="seconds">Seconds since 1970-01-01 00:00 of the same clock, rounded down.</param>
    /// <param name="nanoseconds">The nanoseconds after that second, 0 to 999,999,999, also before 1970.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1 to 9999, or the nanoseconds are out of their range.</exception>
    public OdpsTimestampNtz(long seconds, int nanoseconds)
    {
        SecondsAndNanoseconds.Check(seconds, nanoseconds, "TIMESTAMP_NTZ");
        Seconds = seconds;
        Nanoseconds = nanoseconds;
    }

    /// <summary>Seconds since 1970-01-01 00:00 of the same clock, rounded down.</summary>
    public long Seconds { get; }

    /// <summary>The nanoseconds after <see cref="Seconds"/>, 0 to 999,999,999.</summary>
    public int Nanoseconds { get; }

    /// <summary>The clock time of a <see cref="DateTime"/>; exact. Its kind is not looked at.</summary>
    /// <param name="value">The clock time.</param>
    public static OdpsTimestampNtz FromDateTime(DateTime value)
    {
        (long seconds, int nanoseconds) = SecondsAndNanoseconds.FromTicks(value.Ticks);
        return new(seconds, nanoseconds);
    }

    /// <summary>The value as <see cref="DateTime"/> of unspecified kind.</summary>
    /// <exception cref="OverflowException">The nanoseconds are not a multiple of 100 and would be cut.</exception>
    public DateTime ToDateTime() => new(SecondsAndNanoseconds.ToTicks(Seconds, Nanoseconds, this), DateTimeKind.Unspecified);

    /// <summary>The value as <see cref="DateTime"/> of unspecified kind, rounded down to 100 ns.</summary>
    public DateTime TruncateToDateTime() => new(SecondsAndNanoseconds.TruncateToTicks(Seconds, Nanoseconds), DateTimeKind.Unspecified);

    /// <summary>The clock time of a <see cref="DateTime"/>; exact. Its kind is not looked at.</summary>
    /// <param name="value">The clock time.</param>
    public static explicit operator OdpsTimestampNtz(DateTime value) => FromDateTime(value);

    /// <summary>The same as <see cref="ToDateTime"/>.</summary>
    /// <param name="value">The time stamp.</param>
    public static explicit operator DateTime(OdpsTimestampNtz value) => value.ToDateTime();

    /// <inheritdoc/>
    public int CompareTo(OdpsTimestampNtz other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public bool Equals(OdpsTimestampNtz other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OdpsTimestampNtz other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seconds, Nanoseconds);

    /// <summary>The value in ISO form with nine fraction digits: <c>2023-07-05T11:24:15.145673214</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this}");

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SecondsAndNanoseconds.TryFormat(Seconds, Nanoseconds, "", destination, out charsWritten);

    /// <summary>Whether two values are the same time.</summary>
    public static bool operator ==(OdpsTimestampNtz left, OdpsTimestampNtz right) => left.Equals(right);

    /// <summary>Whether two values are different times.</summary>
    public static bool operator !=(OdpsTimestampNtz left, OdpsTimestampNtz right) => !left.Equals(right);

    /// <summary>Whether the left value is earlier.</summary>
    public static bool operator <(OdpsTimestampNtz left, OdpsTimestampNtz right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left value is earlier or the same.</summary>
    public static bool operator <=(OdpsTimestampNtz left, OdpsTimestampNtz right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left value is later.</summary>
    public static bool operator >(OdpsTimestampNtz left, OdpsTimestampNtz right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left value is later or the same.</summary>
    public static bool operator >=(OdpsTimestampNtz left, OdpsTimestampNtz right) => left.CompareTo(right) >= 0;
}
