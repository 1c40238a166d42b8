using System.Globalization;
using System.Numerics;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Numbers as cells, and between them and their text.</summary>
internal static class NumberCells
{
    public static (long Min, long Max) Range(OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
        OdpsTypeKind.SmallInt => (short.MinValue, short.MaxValue),
        OdpsTypeKind.Int => (int.MinValue, int.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    public static long CheckRange(long value, OdpsType type)
    {
        (long min, long max) = Range(type);
        return value >= min && value <= max ? value : throw SqlErrors.Overflow(string.Create(CultureInfo.InvariantCulture, $"{value} is out of the range of {type}"));
    }

    public static long ToInteger(double value, OdpsType type)
    {
        double whole = Math.Truncate(value);
        return whole is >= -9223372036854775808.0 and < 9223372036854775808.0
            ? CheckRange((long)whole, type)
            : throw SqlErrors.Overflow(string.Create(CultureInfo.InvariantCulture, $"{value} is out of the range of {type}"));
    }

    /// <summary>The text of a real number: the shortest exact one, with a point in it.</summary>
    public static string ToText(double value, bool isFloat)
    {
        string text = isFloat ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9') ? text : text + ".0";
    }

    public static double? ParseDouble(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && trimmed.Length > 0)
        {
            return number;
        }

        return trimmed.ToString().ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "INFINITY" or "+INF" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ => null,
        };
    }

    /// <summary>Reads a whole number; a text with a point or an exponent is read as a real one and cut.</summary>
    public static long? ParseInteger(string text, OdpsType type)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            (long min, long max) = Range(type);
            return number >= min && number <= max ? number : null;
        }

        if (!SortableDecimal.TryParse(trimmed, out BigInteger unscaled, out int scale))
        {
            return null;
        }

        BigInteger whole = unscaled / BigInteger.Pow(10, scale);
        (long low, long high) = Range(type);
        return whole >= low && whole <= high ? (long)whole : null;
    }

    /// <summary>A decimal cell with the digits that its type has, rounded half away from zero; null when it has too many before the point.</summary>
    public static string? FitDecimal(BigInteger unscaled, int scale, DecimalType type)
    {
        if (scale > type.Scale)
        {
            BigInteger divisor = BigInteger.Pow(10, scale - type.Scale);
            unscaled = BigInteger.DivRem(unscaled, divisor, out BigInteger rest);
            if (BigInteger.Abs(rest) * 2 >= divisor)
            {
                unscaled += rest.Sign;
            }

            scale = type.Scale;
        }

        BigInteger limit = BigInteger.Pow(10, type.Precision - type.Scale + scale);
        return BigInteger.Abs(unscaled) < limit ? SortableDecimal.Encode(unscaled, scale) : null;
    }

    public static string CheckDecimal(BigInteger unscaled, int scale, DecimalType type) =>
        FitDecimal(unscaled, scale, type) ?? throw SqlErrors.Overflow($"{SortableDecimal.ToPlainText(unscaled, scale)} is out of the range of {type}");

    public static (BigInteger Unscaled, int Scale) FromDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw SqlErrors.Overflow(string.Create(CultureInfo.InvariantCulture, $"{value} is no DECIMAL"));
        }

        return SortableDecimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), out BigInteger unscaled, out int scale)
            ? (unscaled, scale)
            : throw new InvalidOperationException("A finite number has a decimal text.");
    }

    public static double ToDouble(string cell)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        return double.Parse(SortableDecimal.ToPlainText(unscaled, scale), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The plain text of a decimal cell; a type with a scale pads with zeros.</summary>
    public static string DecimalText(string cell, DecimalType type)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        if (!type.IsLegacy && scale < type.Scale)
        {
            unscaled *= BigInteger.Pow(10, type.Scale - scale);
            scale = type.Scale;
        }

        return SortableDecimal.ToPlainText(unscaled, scale);
    }
}
