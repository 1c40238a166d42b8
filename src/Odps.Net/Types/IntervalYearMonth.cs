using System.Globalization;

namespace Odps.Net;

/// <summary>An INTERVAL_YEAR_MONTH: a number of months, -119,999 to 119,999 (9,999 years and 11 months).</summary>
public readonly struct IntervalYearMonth : IEquatable<IntervalYearMonth>, IComparable<IntervalYearMonth>
{
    /// <summary>The largest number of months on either side of zero.</summary>
    public const int MaxTotalMonths = 119_999;

    /// <summary>Creates a value.</summary>
    /// <param name="totalMonths">The number of months.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside ±119,999.</exception>
    public IntervalYearMonth(int totalMonths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalMonths, -MaxTotalMonths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(totalMonths, MaxTotalMonths);
        TotalMonths = totalMonths;
    }

    /// <summary>All months: 14 for a year and two months.</summary>
    public int TotalMonths { get; }

    /// <summary>The whole years, with the sign of the interval.</summary>
    public int Years => TotalMonths / 12;

    /// <summary>The months after <see cref="Years"/>, with the sign of the interval.</summary>
    public int Months => TotalMonths % 12;

    /// <inheritdoc/>
    public int CompareTo(IntervalYearMonth other) => TotalMonths.CompareTo(other.TotalMonths);

    /// <inheritdoc/>
    public bool Equals(IntervalYearMonth other) => TotalMonths == other.TotalMonths;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntervalYearMonth other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => TotalMonths;

    /// <summary>The value as years and months: <c>1-2</c>, <c>-0-3</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(TotalMonths < 0 ? "-" : "")}{Math.Abs(Years)}-{Math.Abs(Months)}");

    /// <summary>Whether two intervals are equal.</summary>
    public static bool operator ==(IntervalYearMonth left, IntervalYearMonth right) => left.Equals(right);

    /// <summary>Whether two intervals differ.</summary>
    public static bool operator !=(IntervalYearMonth left, IntervalYearMonth right) => !left.Equals(right);

    /// <summary>Whether the left interval is shorter.</summary>
    public static bool operator <(IntervalYearMonth left, IntervalYearMonth right) => left.TotalMonths < right.TotalMonths;

    /// <summary>Whether the left interval is shorter or equal.</summary>
    public static bool operator <=(IntervalYearMonth left, IntervalYearMonth right) => left.TotalMonths <= right.TotalMonths;

    /// <summary>Whether the left interval is longer.</summary>
    public static bool operator >(IntervalYearMonth left, IntervalYearMonth right) => left.TotalMonths > right.TotalMonths;

    /// <summary>Whether the left interval is longer or equal.</summary>
    public static bool operator >=(IntervalYearMonth left, IntervalYearMonth right) => left.TotalMonths >= right.TotalMonths;
}
