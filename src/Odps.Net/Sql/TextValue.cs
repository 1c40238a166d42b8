using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>
/// Values as the service prints them in CSV text. Times without a zone are of the zone that is given. The text forms of the intervals do not determine a
/// value, so these stay text.
/// </summary>
internal static class TextValue
{
    private const NumberStyles Float = NumberStyles.Float;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz",
    ];

    /// <param name="type">The type of the value.</param>
    /// <param name="text">The text.</param>
    /// <param name="slot">The value.</param>
    /// <param name="zone">The zone of DATETIME and TIMESTAMP without a zone of their own; null for UTC.</param>
    public static bool TryParse(OdpsType type, string text, out RecordSlot slot, TimeZoneInfo? zone = null)
    {
        slot = default;
        switch (type.Kind)
        {
            case OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
                {
                    return false;
                }

                slot = RecordSlot.FromBits(number);
                return true;
            case OdpsTypeKind.Float:
                if (!float.TryParse(text, Float, CultureInfo.InvariantCulture, out float single))
                {
                    return TryParseSpecial(text, out slot);
                }

                slot = RecordSlot.FromDouble(single);
                return true;
            case OdpsTypeKind.Double:
                if (!double.TryParse(text, Float, CultureInfo.InvariantCulture, out double real))
                {
                    return TryParseSpecial(text, out slot);
                }

                slot = RecordSlot.FromDouble(real);
                return true;
            case OdpsTypeKind.Boolean:
                bool isTrue = text.Equals("true", StringComparison.OrdinalIgnoreCase);
                slot = RecordSlot.FromBits(isTrue ? 1 : 0);
                return isTrue || text.Equals("false", StringComparison.OrdinalIgnoreCase);
            case OdpsTypeKind.Decimal:
                slot = OdpsDecimal.TryParse(text, out OdpsDecimal value) ? RecordSlot.FromDecimal(value) : RecordSlot.FromObject(text);
                return true;
            case OdpsTypeKind.Date:
                bool isDate = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date);
                slot = RecordSlot.FromBits(isDate ? EpochTime.ToDays(date) : 0);
                return isDate;
            case OdpsTypeKind.DateTime:
                bool isTime = TryParseTime(text, zone, out DateTimeOffset time, out _);
                slot = RecordSlot.FromBits(isTime ? EpochTime.ToMilliseconds(time) : 0);
                return isTime;
            case OdpsTypeKind.Timestamp:
                return TryParseTimestamp(text, zone, (s, n) => new OdpsTimestamp(s, n), out slot);
            case OdpsTypeKind.TimestampNtz:
                return TryParseTimestamp(text, null, (s, n) => new OdpsTimestampNtz(s, n), out slot);
            case OdpsTypeKind.Array or OdpsTypeKind.Map or OdpsTypeKind.Struct:
                bool isNested = NestedText.TryParse(type, text, zone, out object? nested);
                slot = isNested && nested is not null ? RecordSlot.FromObject(nested) : default;
                return isNested;
            case OdpsTypeKind.Binary:
                slot = RecordSlot.FromObject(Encoding.UTF8.GetBytes(text));
                return true;
            default:
                slot = RecordSlot.FromObject(text);
                return true;
        }
    }

    private static bool TryParseSpecial(string text, out RecordSlot slot)
    {
        double? value = text.ToUpperInvariant() switch
        {
            "NAN" => double.NaN,
            "INF" or "INFINITY" or "+INF" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ => null,
        };
        slot = RecordSlot.FromDouble(value ?? 0);
        return value is not null;
    }

    private static bool TryParseTimestamp<T>(string text, TimeZoneInfo? zone, Func<long, int, T> create, out RecordSlot slot)
        where T : struct
    {
        slot = default;
        if (!TryParseTime(text, zone, out DateTimeOffset time, out int nanoseconds))
        {
            return false;
        }

        slot = RecordSlot.FromObject(create(time.ToUnixTimeSeconds(), nanoseconds));
        return true;
    }

    /// <summary>Reads a time; .NET's times end at 100 ns, so fraction digits are read apart.</summary>
    private static bool TryParseTime(string text, TimeZoneInfo? zone, out DateTimeOffset time, out int nanoseconds)
    {
        nanoseconds = 0;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point > 0)
        {
            int end = point + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            int digits = Math.Min(end - point - 1, 9);
            if (digits == 0 || !int.TryParse(text.AsSpan(point + 1, digits).ToString().PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds))
            {
                time = default;
                return false;
            }

            text = string.Concat(text.AsSpan(0, point), text.AsSpan(end));
        }

        bool read = DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        if (read && zone is not null && text.Length == "yyyy-MM-dd HH:mm:ss".Length)
        {
            // A clock that was set back shows an hour twice; the text does not say which, and .NET takes the later one.
            time = new DateTimeOffset(time.DateTime, zone.GetUtcOffset(time.DateTime)).ToUniversalTime();
        }

        time = time.AddMilliseconds(nanoseconds / 1_000_000);
        return read;
    }
}
