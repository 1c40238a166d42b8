using System.Globalization;
using System.Numerics;

namespace Odps.Net;

/// <summary>
/// A DECIMAL of up to 38 digits: an unscaled 128-bit number and the count of digits after the point. Trailing zeros are kept as they were given
/// (<c>1.50</c> stays <c>1.50</c>), and do not matter in comparisons. Conversions to and from <see cref="decimal"/> are checked; nothing
/// passes through floating point.
/// </summary>
public readonly partial struct OdpsDecimal : IEquatable<OdpsDecimal>, IComparable<OdpsDecimal>, ISpanFormattable, IUtf8SpanFormattable,
    ISpanParsable<OdpsDecimal>, IUtf8SpanParsable<OdpsDecimal>
{
    /// <summary>The most digits that a value may have.</summary>
    public const int MaxPrecision = 38;

    /// <summary>Creates a value: <c>unscaled / 10^scale</c>.</summary>
    /// <param name="unscaled">All digits as one number, at most 38 of them.</param>
    /// <param name="scale">The digits after the point, 0 to 38.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many digits.</exception>
    public OdpsDecimal(Int128 unscaled, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxPrecision);
        if (unscaled >= PowersOfTen.Of(MaxPrecision) || unscaled <= -PowersOfTen.Of(MaxPrecision))
        {
            throw new ArgumentOutOfRangeException(nameof(unscaled), unscaled, "A DECIMAL has at most 38 digits.");
        }

        Unscaled = unscaled;
        Scale = scale;
    }

    /// <summary>A value of 64 bits, whose scale is known to be in range.</summary>
    private OdpsDecimal(long unscaled, int scale)
    {
        Unscaled = unscaled;
        Scale = scale;
    }

    /// <summary>All digits as one number.</summary>
    public Int128 Unscaled { get; }

    /// <summary>The digits after the point, 0 to 38.</summary>
    public int Scale { get; }

    /// <summary>The number of significant digits before and after the point, without leading zeros; at least 1.</summary>
    public int Precision => Math.Max(PowersOfTen.CountDigits(UnsignedUnscaled), 1);

    internal UInt128 UnsignedUnscaled => Unscaled < 0 ? (UInt128)(-Unscaled) : (UInt128)Unscaled;

    /// <summary>A value of 64 bits, whose scale is known to be in range.</summary>
    internal static OdpsDecimal FromBits(long unscaled, int scale) => new(unscaled, scale);

    /// <summary>The value of a <see cref="decimal"/>; exact, trailing zeros kept.</summary>
    /// <param name="value">The number.</param>
    public static OdpsDecimal FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var unscaled = (Int128)(((UInt128)(uint)bits[2] << 64) | ((UInt128)(uint)bits[1] << 32) | (uint)bits[0]);
        return new(value < 0 ? -unscaled : unscaled, (bits[3] >> 16) & 0xff);
    }

    /// <summary>The value as <see cref="decimal"/>.</summary>
    /// <exception cref="OverflowException">The number has more digits than <see cref="decimal"/> holds (28 to 29), even without trailing zeros.</exception>
    public decimal ToDecimal() => TryToDecimal(out decimal value)
        ? value
        : throw new OverflowException($"{this} has more digits than System.Decimal holds (28 to 29). Keep it as OdpsDecimal, or round it with ChangeScale.");

    /// <summary>The value as <see cref="decimal"/>, if it fits.</summary>
    /// <param name="value">The number, when the result is <see langword="true"/>.</param>
    /// <returns>Whether the number fits without loss.</returns>
    public bool TryToDecimal(out decimal value)
    {
        UInt128 unscaled = UnsignedUnscaled;
        int scale = Scale;
        while (scale > 28 || unscaled >> 96 != 0)
        {
            (UInt128 quotient, UInt128 rest) = UInt128.DivRem(unscaled, 10);
            if (rest != 0 || scale == 0)
            {
                value = 0;
                return false;
            }

            unscaled = quotient;
            scale--;
        }

        value = new decimal((int)(uint)unscaled, (int)(uint)(unscaled >> 32), (int)(uint)(unscaled >> 64), Unscaled < 0, (byte)scale);
        return true;
    }

    /// <summary>The value of a whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator OdpsDecimal(long value) => new(value, 0);

    /// <summary>The value of a <see cref="decimal"/>; exact.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator OdpsDecimal(decimal value) => FromDecimal(value);

    /// <summary>The same as <see cref="ToDecimal"/>.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator decimal(OdpsDecimal value) => value.ToDecimal();

    /// <summary>The same number with another count of digits after the point, rounded half away from zero where digits are dropped, as MaxCompute does.</summary>
    /// <param name="scale">The digits after the point, 0 to 38.</param>
    /// <exception cref="OverflowException">The result would need more than 38 digits.</exception>
    public OdpsDecimal ChangeScale(int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MaxPrecision);
        UInt128 unscaled = UnsignedUnscaled;
        if (scale < Scale)
        {
            UInt128 divisor = (UInt128)PowersOfTen.Of(Scale - scale);
            (unscaled, UInt128 rest) = UInt128.DivRem(unscaled, divisor);
            unscaled += rest >= divisor - rest ? 1u : 0u;
        }
        else if (scale > Scale && unscaled != 0)
        {
            if (PowersOfTen.CountDigits(unscaled) + scale - Scale > MaxPrecision)
            {
                throw new OverflowException($"{this} with {scale} digits after the point needs more than 38 digits.");
            }

            unscaled *= (UInt128)PowersOfTen.Of(scale - Scale);
        }

        return new(Unscaled < 0 ? -(Int128)unscaled : (Int128)unscaled, scale);
    }

    /// <summary>The digits with another count of them after the point, if no digit is lost and there are at most 38.</summary>
    internal bool TryToScale(int scale, out Int128 unscaled)
    {
        unscaled = Unscaled;
        for (int i = Scale; i > scale; i--)
        {
            (unscaled, Int128 rest) = Int128.DivRem(unscaled, 10);
            if (rest != 0)
            {
                return false;
            }
        }

        if (Scale >= scale || unscaled == 0)
        {
            return true;
        }

        if (PowersOfTen.CountDigits(UnsignedUnscaled) + scale - Scale > MaxPrecision)
        {
            return false;
        }

        unscaled *= PowersOfTen.Of(scale - Scale);
        return true;
    }

    /// <summary>The same number without zeros at the end of the fraction.</summary>
    public OdpsDecimal TrimTrailingZeros()
    {
        Int128 unscaled = Unscaled;
        int scale = Scale;
        while (scale > 0 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        return new(unscaled, scale);
    }

    /// <inheritdoc/>
    public int CompareTo(OdpsDecimal other)
    {
        if (Scale == other.Scale)
        {
            return Unscaled.CompareTo(other.Unscaled);
        }

        // Brought to a common scale the digits may need more than 128 bits.
        return ((BigInteger)Unscaled * BigInteger.Pow(10, other.Scale)).CompareTo((BigInteger)other.Unscaled * BigInteger.Pow(10, Scale));
    }

    /// <summary>Whether two numbers are equal; <c>1.5</c> equals <c>1.50</c>.</summary>
    /// <param name="other">The other number.</param>
    public bool Equals(OdpsDecimal other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OdpsDecimal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        OdpsDecimal trimmed = TrimTrailingZeros();
        return HashCode.Combine(trimmed.Unscaled, trimmed.Scale);
    }

    /// <summary>Whether two numbers are equal.</summary>
    public static bool operator ==(OdpsDecimal left, OdpsDecimal right) => left.Equals(right);

    /// <summary>Whether two numbers differ.</summary>
    public static bool operator !=(OdpsDecimal left, OdpsDecimal right) => !left.Equals(right);

    /// <summary>Whether the left number is smaller.</summary>
    public static bool operator <(OdpsDecimal left, OdpsDecimal right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left number is smaller or equal.</summary>
    public static bool operator <=(OdpsDecimal left, OdpsDecimal right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left number is larger.</summary>
    public static bool operator >(OdpsDecimal left, OdpsDecimal right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left number is larger or equal.</summary>
    public static bool operator >=(OdpsDecimal left, OdpsDecimal right) => left.CompareTo(right) >= 0;
}
