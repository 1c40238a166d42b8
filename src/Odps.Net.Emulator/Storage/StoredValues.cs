using System.Globalization;
using System.Numerics;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// How a value of each MaxCompute type lies in a SQLite cell. Every form is exact, and SQLite's own comparison of two cells of one type is
/// MaxCompute's comparison of the values.
/// </summary>
/// <remarks>
/// Integers, BOOLEAN (0, 1), DATE (days), DATETIME (milliseconds) and INTERVAL_YEAR_MONTH (months) are integers. FLOAT and DOUBLE are reals; NaN,
/// which SQLite would turn into NULL, is the text <c>NaN</c> and so sorts after every number. Texts are texts, BINARY is a blob. DECIMAL is the text
/// of <see cref="SortableDecimal"/>, TIMESTAMP, TIMESTAMP_NTZ and INTERVAL_DAY_TIME are texts of fixed width. Nested values are JSON, see
/// <see cref="NestedJson"/>.
/// </remarks>
internal static class StoredValues
{
    public const string NaN = "NaN";

    /// <summary>The days from 0001-01-01 to 1970-01-01.</summary>
    public const int DaysBefore1970 = 719_162;

    /// <summary>0001-01-01T00:00:00 in seconds since 1970-01-01.</summary>
    public const long MinSeconds = -62_135_596_800;

    public static object? ToCell(OdpsType type, object? value) => value is null ? null : type.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        OdpsTypeKind.Float or OdpsTypeKind.Double => FromDouble(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        OdpsTypeKind.Boolean => (bool)value ? 1L : 0L,
        OdpsTypeKind.Decimal => FromDecimal(value),
        OdpsTypeKind.Date => (long)((DateOnly)value).DayNumber - DaysBefore1970,
        OdpsTypeKind.DateTime => ((DateTimeOffset)value).ToUnixTimeMilliseconds(),
        OdpsTypeKind.Timestamp => value is OdpsTimestamp t ? FromTime(t.Seconds, t.Nanoseconds) : throw WrongType(type, value),
        OdpsTypeKind.TimestampNtz => value is OdpsTimestampNtz t ? FromTime(t.Seconds, t.Nanoseconds) : throw WrongType(type, value),
        OdpsTypeKind.IntervalDayTime => value is IntervalDayTime i ? FromInterval(i.Seconds, i.Nanoseconds) : throw WrongType(type, value),
        OdpsTypeKind.IntervalYearMonth => (long)((IntervalYearMonth)value).TotalMonths,
        OdpsTypeKind.Binary => value as byte[] ?? throw WrongType(type, value),
        OdpsTypeKind.Array or OdpsTypeKind.Map or OdpsTypeKind.Struct or OdpsTypeKind.Vector => NestedJson.Write(type, value),
        _ => value as string ?? throw WrongType(type, value),
    };

    public static object? FromCell(OdpsType type, object? cell) => cell is null ? null : type.Kind switch
    {
        OdpsTypeKind.TinyInt => (sbyte)(long)cell,
        OdpsTypeKind.SmallInt => (short)(long)cell,
        OdpsTypeKind.Int => (int)(long)cell,
        OdpsTypeKind.BigInt => (long)cell,
        OdpsTypeKind.Float => (float)ToDouble(cell),
        OdpsTypeKind.Double => ToDouble(cell),
        OdpsTypeKind.Boolean => (long)cell != 0,
        OdpsTypeKind.Decimal => ToDecimal((DecimalType)type, (string)cell),
        OdpsTypeKind.Date => DateOnly.FromDayNumber((int)((long)cell + DaysBefore1970)),
        OdpsTypeKind.DateTime => DateTimeOffset.FromUnixTimeMilliseconds((long)cell),
        OdpsTypeKind.Timestamp => ToTimestamp((string)cell),
        OdpsTypeKind.TimestampNtz => ToTimestampNtz((string)cell),
        OdpsTypeKind.IntervalDayTime => ToInterval((string)cell),
        OdpsTypeKind.IntervalYearMonth => new IntervalYearMonth((int)(long)cell),
        OdpsTypeKind.Binary => (byte[])cell,
        OdpsTypeKind.Array or OdpsTypeKind.Map or OdpsTypeKind.Struct or OdpsTypeKind.Vector => NestedJson.Read(type, (string)cell),
        _ => (string)cell,
    };

    public static object FromDouble(double value) => double.IsNaN(value) ? NaN : value;

    public static double ToDouble(object cell) => cell switch
    {
        double d => d,
        long n => n,
        _ => double.NaN,
    };

    public static string FromTime(long seconds, int nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds - MinSeconds:D12}.{nanoseconds:D9}");

    public static (long Seconds, int Nanoseconds) ToTime(string cell) => (
        long.Parse(cell.AsSpan(0, 12), NumberStyles.None, CultureInfo.InvariantCulture) + MinSeconds,
        int.Parse(cell.AsSpan(13), NumberStyles.None, CultureInfo.InvariantCulture));

    public static string FromInterval(long seconds, int nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{unchecked((ulong)seconds + 0x8000_0000_0000_0000UL):D20}.{nanoseconds:D9}");

    public static IntervalDayTime ToInterval(string cell) => new(
        unchecked((long)(ulong.Parse(cell.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture) - 0x8000_0000_0000_0000UL)),
        int.Parse(cell.AsSpan(21), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>About how many bytes a cell takes, for the sizes that the catalog shows.</summary>
    public static long SizeOf(object? cell) => cell switch
    {
        null => 1,
        string s => s.Length,
        byte[] bytes => bytes.Length,
        _ => 8,
    };

    private static OdpsTimestamp ToTimestamp(string cell)
    {
        (long seconds, int nanoseconds) = ToTime(cell);
        return new(seconds, nanoseconds);
    }

    private static OdpsTimestampNtz ToTimestampNtz(string cell)
    {
        (long seconds, int nanoseconds) = ToTime(cell);
        return new(seconds, nanoseconds);
    }

    private static string FromDecimal(object value)
    {
        switch (value)
        {
            case OdpsDecimal d:
                return SortableDecimal.Encode((BigInteger)d.Unscaled, d.Scale);
            case string text when SortableDecimal.TryParse(text, out BigInteger unscaled, out int scale):
                return SortableDecimal.Encode(unscaled, scale);
            default:
                throw WrongType(OdpsType.LegacyDecimal, value);
        }
    }

    /// <summary>A number with as many digits after the point as the type has; the legacy type has no padding. More than 38 digits are a text.</summary>
    private static object ToDecimal(DecimalType type, string cell)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        if (!type.IsLegacy && scale < type.Scale)
        {
            unscaled *= BigInteger.Pow(10, type.Scale - scale);
            scale = type.Scale;
        }

        var limit = BigInteger.Pow(10, OdpsDecimal.MaxPrecision);
        return scale <= OdpsDecimal.MaxPrecision && BigInteger.Abs(unscaled) < limit
            ? new OdpsDecimal((Int128)unscaled, scale)
            : SortableDecimal.ToPlainText(unscaled, scale);
    }

    private static ArgumentException WrongType(OdpsType type, object value) =>
        new($"A value of type {value.GetType()} cannot be kept as {type}.", nameof(value));
}
