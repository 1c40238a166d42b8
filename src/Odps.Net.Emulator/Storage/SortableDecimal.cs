using System.Globalization;
using System.Numerics;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// A decimal number of any length as text that sorts as the numbers do, byte by byte, with one text for each number. So comparison, grouping,
/// joins, MIN and MAX need nothing from SQLite but plain text.
/// </summary>
/// <remarks>
/// Zero is <c>5</c>. A positive number is <c>6</c>, the exponent of its first digit plus 500 in three digits, and its digits without zeros at
/// the end. A negative number is <c>4</c>, 999 minus that exponent, the nines' complement of its digits, and <c>:</c>, which sorts after any digit.
/// </remarks>
internal static class SortableDecimal
{
    public const string Zero = "5";

    public static string Encode(BigInteger unscaled, int scale)
    {
        if (unscaled.IsZero)
        {
            return Zero;
        }

        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        int exponent = digits.Length - scale + 500;
        ReadOnlySpan<char> significant = digits.AsSpan().TrimEnd('0');
        if (exponent is < 0 or > 999)
        {
            throw new OverflowException("A decimal number is out of the range that the emulator keeps.");
        }

        if (unscaled.Sign > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"6{exponent:D3}{significant}");
        }

        Span<char> complement = stackalloc char[significant.Length];
        for (int i = 0; i < significant.Length; i++)
        {
            complement[i] = (char)('0' + '9' - significant[i]);
        }

        return string.Create(CultureInfo.InvariantCulture, $"4{999 - exponent:D3}{complement}:");
    }

    public static (BigInteger Unscaled, int Scale) Decode(string text)
    {
        if (text == Zero)
        {
            return (BigInteger.Zero, 0);
        }

        bool negative = text[0] == '4';
        int exponent = int.Parse(text.AsSpan(1, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        exponent = (negative ? 999 - exponent : exponent) - 500;
        ReadOnlySpan<char> digits = text.AsSpan(4);
        Span<char> plain = stackalloc char[digits.Length];
        digits.CopyTo(plain);
        if (negative)
        {
            plain = plain[..^1];
            for (int i = 0; i < plain.Length; i++)
            {
                plain[i] = (char)('0' + '9' - plain[i]);
            }
        }

        var number = BigInteger.Parse(plain, NumberStyles.None, CultureInfo.InvariantCulture);
        int scale = plain.Length - exponent;
        if (scale < 0)
        {
            number *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        return (negative ? -number : number, scale);
    }

    /// <summary>Reads plain or exponent notation of any length.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BigInteger unscaled, out int scale)
    {
        unscaled = default;
        scale = 0;
        int e = text.IndexOfAny('e', 'E');
        int exponent = 0;
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > 400)
            {
                return false;
            }

            text = text[..e];
        }

        if (text.Length == 0 || text.Length > 400)
        {
            return false;
        }

        bool negative = text[0] == '-';
        if (negative || text[0] == '+')
        {
            text = text[1..];
        }

        int point = text.IndexOf('.');
        string digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        unscaled = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        unscaled = negative ? -unscaled : unscaled;
        scale = (point < 0 ? 0 : text.Length - point - 1) - exponent;
        if (scale < 0)
        {
            unscaled *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        return true;
    }

    /// <summary>The plain notation with as many digits after the point as the scale says.</summary>
    public static string ToPlainText(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string sign = unscaled.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits.AsSpan(0, digits.Length - scale)}.{digits.AsSpan(digits.Length - scale)}";
    }
}
