using System.Globalization;

namespace Odps.Net;

/// <summary>
/// A TIMESTAMP: an instant in nanoseconds since 1970-01-01T00:00Z, in the years 1 to 9999. <see cref="DateTimeOffset"/> counts in units of 100 ns
/// and cannot hold every value, so conversions are explicit and checked.
/// </summary>
public readonly struct OdpsTimestamp : IEquatable<OdpsTimestamp>, IComparable<OdpsTimestamp>, ISpanFormattable
{
    /// <summary>Creates a value from the numbers that the wire carries.</summary>
    /// <param name="seconds">Seconds since 1970-01-01T00:00Z, rounded down.</param>
    /// <param name="nanoseconds">The nanoseconds after that second, 0 to 999,999,999, also before 1970.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1 to 9999, or the nanoseconds are out of their range.</exception>
    public OdpsTimestamp(long seconds, int nanoseconds)
    {
        SecondsAndNanoseconds.Check(seconds, nanoseconds, "TIMESTAMP");
        Seconds = seconds;
        Nanoseconds = nanoseconds;
    }

    /// <summary>Seconds since 1970-01-01T00:00Z, rounded down.</summary>
    public long Seconds { get; }

    /// <summary>The nanoseconds after <see cref="Seconds"/>, 0 to 999,999,999.</summary>
    public int Nanoseconds { get; }

    /// <summary>The instant of a <see cref="DateTimeOffset"/>; exact.</summary>
    /// <param name="value">The instant.</param>
    public static OdpsTimestamp FromDateTimeOffset(DateTimeOffset value)
    {
        (long seconds, int nanoseconds) = SecondsAndNanoseconds.FromTicks(value.UtcTicks);
        return new(seconds, nanoseconds);
    }

    /// <summary>The value as <see cref="DateTimeOffset"/> in UTC.</summary>
    /// <exception cref="OverflowException">The nanoseconds are not a multiple of 100 and would be cut.</exception>
    public DateTimeOffset ToDateTimeOffset() => new(SecondsAndNanoseconds.ToTicks(Seconds, Nanoseconds, this), TimeSpan.Zero);

    /// <summary>The value as <see cref="DateTimeOffset"/> in UTC, rounded down to 100 ns.</summary>
    public DateTimeOffset TruncateToDateTimeOffset() => new(SecondsAndNanoseconds.TruncateToTicks(Seconds, Nanoseconds), TimeSpan.Zero);

    /// <summary>The instant of a <see cref="DateTimeOffset"/>; exact.</summary>
    /// <param name="value">The instant.</param>
    public static implicit operator OdpsTimestamp(DateTimeOffset value) => FromDateTimeOffset(value);

    /// <summary>The same as <see cref="ToDateTimeOffset"/>.</summary>
    /// <param name="value">The time stamp.</param>
    public static explicit operator DateTimeOffset(OdpsTimestamp value) => value.ToDateTimeOffset();

    /// <inheritdoc/>
    public int CompareTo(OdpsTimestamp other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public bool Equals(OdpsTimestamp other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OdpsTimestamp other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seconds, Nanoseconds);

    /// <summary>The value in ISO form with nine fraction digits and <c>Z</c>: <c>2023-07-05T11:24:15.145673214Z</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{this}");

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SecondsAndNanoseconds.TryFormat(Seconds, Nanoseconds, "Z", destination, out charsWritten);

    /// <summary>Whether two values are the same instant.</summary>
    public static bool operator ==(OdpsTimestamp left, OdpsTimestamp right) => left.Equals(right);

    /// <summary>Whether two values are different instants.</summary>
    public static bool operator !=(OdpsTimestamp left, OdpsTimestamp right) => !left.Equals(right);

    /// <summary>Whether the left value is earlier.</summary>
    public static bool operator <(OdpsTimestamp left, OdpsTimestamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left value is earlier or the same.</summary>
    public static bool operator <=(OdpsTimestamp left, OdpsTimestamp right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left value is later.</summary>
    public static bool operator >(OdpsTimestamp left, OdpsTimestamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left value is later or the same.</summary>
    public static bool operator >=(OdpsTimestamp left, OdpsTimestamp right) => left.CompareTo(right) >= 0;
}
