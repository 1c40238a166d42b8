using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Odps.Net;

public readonly partial struct OdpsDecimal
{
    /// <summary>The longest text of a value: sign, leading zero, point and 38 digits.</summary>
    internal const int MaxTextLength = 41;

    /// <summary>Reads a number: an optional sign, digits with an optional point, and an optional exponent. Always in the invariant form.</summary>
    /// <param name="text">For example <c>-12.50</c> or <c>1E-7</c>.</param>
    /// <exception cref="FormatException">The text is not a number.</exception>
    /// <exception cref="OverflowException">The number has more than 38 digits.</exception>
    public static OdpsDecimal Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static OdpsDecimal Parse(ReadOnlySpan<char> text)
    {
        if (TryParse(text, out OdpsDecimal value))
        {
            return value;
        }

        throw IsNumber(text)
            ? new OverflowException($"'{text}' has more digits than a DECIMAL of 38 digits holds.")
            : new FormatException($"'{text}' is not a decimal number.");
    }

    /// <summary>Reads a number like <see cref="Parse(string)"/> without throwing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number, when the result is <see langword="true"/>.</param>
    /// <returns>Whether the text is a number of at most 38 digits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out OdpsDecimal value)
    {
        const int longest = 256;
        Span<byte> ascii = stackalloc byte[longest];
        if (text.Length <= longest && Ascii.FromUtf16(text, ascii, out int length) == System.Buffers.OperationStatus.Done)
        {
            return TryParse(ascii[..length], out value);
        }

        value = default;
        return false;
    }

    /// <summary>Reads a number from UTF-8 text like <see cref="Parse(string)"/> without throwing.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <param name="value">The number, when the result is <see langword="true"/>.</param>
    /// <returns>Whether the text is a number of at most 38 digits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out OdpsDecimal value) => TryParseShort(utf8Text, out value) || TryParseAny(utf8Text, out value);

    /// <summary>Reads the plain notation as far as 64 bits hold the digits in any case, which is nearly every number that occurs.</summary>
    private static bool TryParseShort(ReadOnlySpan<byte> text, out OdpsDecimal value)
    {
        const int longest = 18;
        value = default;
        int start = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (text.Length > longest)
        {
            return false;
        }

        long number = 0;
        int fraction = 0;
        for (int i = start; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                number = (number * 10) + digit;
            }
            else if (text[i] == '.' && fraction == 0)
            {
                fraction = i + 1;
            }
            else
            {
                return false;
            }
        }

        value = new OdpsDecimal(text.Length > 0 && text[0] == '-' ? -number : number, fraction == 0 ? 0 : text.Length - fraction);
        return text.Length - start > (fraction == 0 ? 0 : 1);
    }

    private static bool TryParseAny(ReadOnlySpan<byte> utf8Text, out OdpsDecimal value)
    {
        value = default;
        int i = 0;
        bool negative = false;
        if (utf8Text.Length > 0 && utf8Text[0] is (byte)'-' or (byte)'+')
        {
            negative = utf8Text[0] == '-';
            i = 1;
        }

        // Up to 19 digits are gathered in 64 bits; the 128-bit multiplication is needed once for each further group.
        ulong group = 0;
        ulong groupScale = 1;
        UInt128 unscaled = 0;
        int digits = 0;
        int scale = 0;
        bool point = false;
        bool any = false;
        for (; i < utf8Text.Length; i++)
        {
            uint digit = (uint)(utf8Text[i] - '0');
            if (digit <= 9)
            {
                any = true;
                digits += digits > 0 || digit != 0 ? 1 : 0;
                scale += point ? 1 : 0;
                if (digits > MaxPrecision)
                {
                    if (!RestIsZero(utf8Text[i..], point, ref i, ref scale))
                    {
                        return false;
                    }

                    break;
                }

                group = (group * 10) + digit;
                groupScale *= 10;
                if (groupScale == 1_000_000_000_000_000_000)
                {
                    unscaled = (unscaled * groupScale) + group;
                    group = 0;
                    groupScale = 1;
                }
            }
            else if (utf8Text[i] == '.' && !point)
            {
                point = true;
            }
            else
            {
                break;
            }
        }

        if (!any)
        {
            return false;
        }

        unscaled = (unscaled * groupScale) + group;
        if (i < utf8Text.Length && !TryReadExponent(utf8Text[i..], ref scale))
        {
            return false;
        }

        return TryMake(unscaled, negative, scale, out value);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[MaxTextLength];
        TryFormat(buffer, out int length, default, null);
        return buffer[..length].ToString();
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> buffer = stackalloc byte[MaxTextLength];
        int length = Format(buffer);
        charsWritten = 0;
        return destination.Length >= length && Ascii.ToUtf16(buffer[..length], destination, out charsWritten) == System.Buffers.OperationStatus.Done;
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (utf8Destination.Length >= MaxTextLength)
        {
            bytesWritten = Format(utf8Destination);
            return true;
        }

        Span<byte> buffer = stackalloc byte[MaxTextLength];
        int length = Format(buffer);
        bytesWritten = buffer[..length].TryCopyTo(utf8Destination) ? length : 0;
        return bytesWritten > 0;
    }

    static OdpsDecimal IParsable<OdpsDecimal>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<OdpsDecimal>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OdpsDecimal result) => TryParse(s.AsSpan(), out result);

    static OdpsDecimal ISpanParsable<OdpsDecimal>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<OdpsDecimal>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out OdpsDecimal result) => TryParse(s, out result);

    static OdpsDecimal IUtf8SpanParsable<OdpsDecimal>.Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) =>
        TryParse(utf8Text, out OdpsDecimal value) ? value : Parse(Encoding.UTF8.GetString(utf8Text));

    static bool IUtf8SpanParsable<OdpsDecimal>.TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out OdpsDecimal result) => TryParse(utf8Text, out result);

    /// <summary>Writes the plain notation; the destination has room for <see cref="MaxTextLength"/> bytes.</summary>
    private int Format(Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[MaxPrecision + 1];
        UInt128 unscaled = UnsignedUnscaled;
        int count = 0;
        if (unscaled >> 64 == 0)
        {
            Utf8Formatter.TryFormat((ulong)unscaled, digits, out count);
        }
        else
        {
            // 19 digits fit 64 bits: one 128-bit division instead of one for each digit.
            const ulong group = 10_000_000_000_000_000_000;
            (UInt128 high, UInt128 low) = UInt128.DivRem(unscaled, group);
            Utf8Formatter.TryFormat((ulong)high, digits, out count);
            Utf8Formatter.TryFormat((ulong)low, digits[count..], out int lowDigits, new System.Buffers.StandardFormat('D', 19));
            count += lowDigits;
        }

        int length = 0;
        if (Unscaled < 0)
        {
            destination[length++] = (byte)'-';
        }

        if (Scale == 0)
        {
            digits[..count].CopyTo(destination[length..]);
            return length + count;
        }

        int whole = count - Scale;
        if (whole <= 0)
        {
            destination[length++] = (byte)'0';
            destination[length++] = (byte)'.';
            destination.Slice(length, -whole).Fill((byte)'0');
            length += -whole;
            digits[..count].CopyTo(destination[length..]);
            return length + count;
        }

        digits[..whole].CopyTo(destination[length..]);
        length += whole;
        destination[length++] = (byte)'.';
        digits[whole..count].CopyTo(destination[length..]);
        return length + Scale;
    }

    /// <summary>Zeros beyond 38 digits lose nothing behind the point; anything else does not fit.</summary>
    private static bool RestIsZero(ReadOnlySpan<byte> rest, bool point, ref int position, ref int scale)
    {
        if (!point)
        {
            return false;
        }

        scale--;
        int zeros = rest.IndexOfAnyExcept((byte)'0');
        position += zeros < 0 ? rest.Length : zeros;
        return zeros < 0 || rest[zeros] is (byte)'e' or (byte)'E';
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int scale)
    {
        if (text[0] is not ((byte)'e' or (byte)'E') || text.Length < 2)
        {
            return false;
        }

        ReadOnlySpan<byte> number = text[1] == '+' ? text[2..] : text[1..];
        if (!Utf8Parser.TryParse(number, out int exponent, out int consumed) || consumed != number.Length || number[0] == '+' || (number[0] == '-' && text[1] == '+'))
        {
            return false;
        }

        long result = (long)scale - exponent;
        scale = (int)Math.Clamp(result, -1000, 1000);
        return true;
    }

    private static bool TryMake(UInt128 unscaled, bool negative, int scale, out OdpsDecimal value)
    {
        value = default;
        if (unscaled == 0)
        {
            scale = Math.Clamp(scale, 0, MaxPrecision);
        }

        while (scale > MaxPrecision)
        {
            (UInt128 quotient, UInt128 rest) = UInt128.DivRem(unscaled, 10);
            if (rest != 0)
            {
                return false;
            }

            unscaled = quotient;
            scale--;
        }

        if (scale < 0)
        {
            if (PowersOfTen.CountDigits(unscaled) - scale > MaxPrecision)
            {
                return false;
            }

            unscaled *= (UInt128)PowersOfTen.Of(-scale);
            scale = 0;
        }

        value = new OdpsDecimal(negative ? -(Int128)unscaled : (Int128)unscaled, scale);
        return true;
    }

    /// <summary>Whether a text has the form of a number, of however many digits.</summary>
    internal static bool IsNumber<TChar>(ReadOnlySpan<TChar> text)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        TChar point = TChar.CreateTruncating('.');
        text = text[SignLength(text)..];
        int whole = CountDigits(text);
        text = text[whole..];
        int fraction = 0;
        if (text.Length > 0 && text[0] == point)
        {
            fraction = CountDigits(text[1..]);
            text = text[(1 + fraction)..];
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (text.Length > 0 && (text[0] | TChar.CreateTruncating(0x20)) == TChar.CreateTruncating('e'))
        {
            text = text[1..];
            text = text[SignLength(text)..];
            int digits = CountDigits(text);
            return digits > 0 && digits == text.Length;
        }

        return text.IsEmpty;
    }

    private static int SignLength<TChar>(ReadOnlySpan<TChar> text)
        where TChar : unmanaged, IBinaryInteger<TChar>
        => text.Length > 0 && (text[0] == TChar.CreateTruncating('-') || text[0] == TChar.CreateTruncating('+')) ? 1 : 0;

    private static int CountDigits<TChar>(ReadOnlySpan<TChar> text)
        where TChar : unmanaged, IBinaryInteger<TChar>
    {
        int other = text.IndexOfAnyExceptInRange(TChar.CreateTruncating('0'), TChar.CreateTruncating('9'));
        return other < 0 ? text.Length : other;
    }
}
