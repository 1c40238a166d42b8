using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Odps.Net;

/// <summary>
/// What a value must satisfy to be stored in a column, and the one place that words the errors. The record and the row writer check through
/// this class, so that a value is refused in the same words before anything is sent.
/// </summary>
internal static class ValueLimits
{
    /// <summary>The most bytes of a STRING or BINARY when the session does not state another limit.</summary>
    public const int DefaultMaxFieldSize = 8 * 1024 * 1024;

    /// <summary>Checks the length of a CHAR or VARCHAR, counted in Unicode code points.</summary>
    public static void CheckLength(Column column, ReadOnlySpan<char> value) => CheckLength(column, column.Type, value);

    /// <summary>Checks the length of a CHAR or VARCHAR inside a column's nested value.</summary>
    public static void CheckLength(Column column, OdpsType type, ReadOnlySpan<char> value)
    {
        if (type is SizedTextType { Length: int limit } && value.Length > limit)
        {
            int count = 0;
            foreach (char c in value)
            {
                count += char.IsLowSurrogate(c) ? 0 : 1;
            }

            if (count > limit)
            {
                ThrowTooLong(column, type, count);
            }
        }
    }

    /// <summary>Checks the length of a CHAR or VARCHAR given as UTF-8, counted in Unicode code points.</summary>
    public static void CheckLength(Column column, ReadOnlySpan<byte> utf8)
    {
        if (column.Type is SizedTextType { Length: int limit } && utf8.Length > limit)
        {
            int count = 0;
            foreach (byte b in utf8)
            {
                count += (b & 0xC0) == 0x80 ? 0 : 1;
            }

            if (count > limit)
            {
                ThrowTooLong(column, column.Type, count);
            }
        }
    }

    /// <summary>Checks that a number fits DECIMAL(p,s) without losing a digit.</summary>
    public static void CheckDecimal(Column column, in OdpsDecimal value) => CheckDecimal(column, (DecimalType)column.Type, value);

    /// <summary>Checks a number inside a column's nested value.</summary>
    public static void CheckDecimal(Column column, DecimalType type, in OdpsDecimal value)
    {
        OdpsDecimal exact = value.Scale > type.Scale ? value.TrimTrailingZeros() : value;
        if (exact.Scale > type.Scale)
        {
            throw OutOfRange(column, value, $"it has {exact.Scale} digits after the point, the type has {type.Scale}; round it with ChangeScale({type.Scale})");
        }

        int whole = PowersOfTen.CountDigits(exact.UnsignedUnscaled) - exact.Scale;
        if (whole > type.Precision - type.Scale)
        {
            throw OutOfRange(column, value, $"it has {whole} digits before the point, the type has {type.Precision - type.Scale}");
        }
    }

    /// <summary>Checks that a whole number fits the column's integer type.</summary>
    public static void CheckInteger(Column column, long value)
    {
        (long min, long max) = column.Type.Kind switch
        {
            OdpsTypeKind.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
            OdpsTypeKind.SmallInt => (short.MinValue, short.MaxValue),
            OdpsTypeKind.Int => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (value < min || value > max)
        {
            ThrowIntegerRange(column, value, min, max);
        }
    }

    /// <summary>Checks that a DATETIME lies in the years 1 to 9999.</summary>
    public static void CheckDateTime(Column column, long milliseconds)
    {
        if (milliseconds is < EpochTime.MinMillisecond or > EpochTime.MaxMillisecond)
        {
            throw OutOfRange(column, milliseconds, "it is outside the years 1 to 9999 (in milliseconds since 1970-01-01T00:00Z)");
        }
    }

    /// <summary>Checks that a DATE lies in the years 1 to 9999.</summary>
    public static void CheckDate(Column column, long days)
    {
        if (days is < EpochTime.MinDay or > EpochTime.MaxDay)
        {
            throw OutOfRange(column, days, "it is outside the years 1 to 9999 (in days since 1970-01-01)");
        }
    }

    /// <summary>A value of the wrong .NET type.</summary>
    public static OdpsDataException WrongType(Column column, object value, string expected) => new(
        $"A value of type {value.GetType()} cannot be stored in column '{column.Name}' of type {column.Type}: {expected} expected.") { Column = column.Name };

    /// <summary>A value of the right .NET type that does not fit.</summary>
    public static OdpsDataException OutOfRange(Column column, object value, string reason) => new(
        string.Create(CultureInfo.InvariantCulture, $"The value {Shorten(value)} does not fit column '{column.Name}' of type {column.Type}: {reason}.")) { Column = column.Name };

    [DoesNotReturn]
    private static void ThrowTooLong(Column column, OdpsType type, int count) => throw new OdpsDataException(
        string.Create(CultureInfo.InvariantCulture, $"A text of {count} characters does not fit {(ReferenceEquals(type, column.Type) ? "" : $"{type} in ")}column '{column.Name}' of type {column.Type}.")) { Column = column.Name };

    [DoesNotReturn]
    private static void ThrowIntegerRange(Column column, long value, long min, long max) =>
        throw OutOfRange(column, value, string.Create(CultureInfo.InvariantCulture, $"the type holds {min} to {max}"));

    private static string Shorten(object value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length <= 100 ? text : string.Concat(text.AsSpan(0, 100), "...");
    }
}
