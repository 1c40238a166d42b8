using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>Between the numbers in Arrow's buffers and the SDK's value types, checked.</summary>
internal static class ArrowValues
{
    public static OdpsDataException OutOfRange<T>(ArrowType type, T value, string range) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The {type.Name} value {value} is outside {range}."));

    public static OdpsTimestamp ToTimestamp(ArrowType type, long value, TimeUnit unit)
    {
        (long seconds, int nanoseconds) = TimeUnits.Split(value, unit);
        return seconds is >= SecondsAndNanoseconds.MinSeconds and <= SecondsAndNanoseconds.MaxSeconds
            ? new OdpsTimestamp(seconds, nanoseconds)
            : throw OutOfRange(type, value, "the years 1 to 9999");
    }

    /// <summary>A 128-bit unscaled number as a decimal of the type's scale.</summary>
    public static OdpsDecimal ToDecimal(DecimalArrowType type, Int128 unscaled)
    {
        if (type.Scale is >= 0 and <= OdpsDecimal.MaxPrecision && unscaled < PowersOfTen.Of(OdpsDecimal.MaxPrecision) && unscaled > -PowersOfTen.Of(OdpsDecimal.MaxPrecision))
        {
            return new OdpsDecimal(unscaled, type.Scale);
        }

        return TryToDecimal(unscaled, type.Scale, out OdpsDecimal value)
            ? value
            : throw new OverflowException($"{ToText(unscaled, type.Scale)} has more than 38 digits. Read it as text.");
    }

    /// <summary>A number of any size as a decimal, if it has at most 38 digits.</summary>
    public static bool TryToDecimal(BigInteger unscaled, int scale, out OdpsDecimal value)
    {
        while (scale > OdpsDecimal.MaxPrecision && !unscaled.IsZero && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        if (scale < 0)
        {
            unscaled *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        scale = unscaled.IsZero ? Math.Min(scale, OdpsDecimal.MaxPrecision) : scale;
        BigInteger limit = PowersOfTen.Of(OdpsDecimal.MaxPrecision);
        if (scale > OdpsDecimal.MaxPrecision || BigInteger.Abs(unscaled) >= limit)
        {
            value = default;
            return false;
        }

        value = new OdpsDecimal((Int128)unscaled, scale);
        return true;
    }

    /// <summary>A number with all digits of its scale.</summary>
    public static string ToText(BigInteger unscaled, int scale)
    {
        if (scale <= 0)
        {
            return (unscaled * BigInteger.Pow(10, -scale)).ToString(CultureInfo.InvariantCulture);
        }

        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    public static BigInteger ReadInt256(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Writes a number as 32 bytes in two's complement.</summary>
    public static void WriteInt256(BigInteger value, Span<byte> destination)
    {
        destination.Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        if (!value.TryWriteBytes(destination, out _))
        {
            throw new OverflowException("The number needs more than 256 bits.");
        }
    }

    public static Int128 ReadInt128(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt128LittleEndian(bytes);
}
