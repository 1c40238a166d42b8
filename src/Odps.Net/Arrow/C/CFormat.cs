using System.Collections.Immutable;
using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>The format strings of the C data interface.</summary>
internal static class CFormat
{
    public static string Of(ArrowType type) => type switch
    {
        TimestampType t => $"ts{Unit(t.Unit)}:{t.Timezone}",
        TimeType t => $"tt{Unit(t.Unit)}",
        DurationType t => $"tD{Unit(t.Unit)}",
        DecimalArrowType { TypeId: ArrowTypeId.Decimal128 } t => string.Create(CultureInfo.InvariantCulture, $"d:{t.Precision},{t.Scale}"),
        DecimalArrowType t => string.Create(CultureInfo.InvariantCulture, $"d:{t.Precision},{t.Scale},256"),
        FixedSizeBinaryType t => string.Create(CultureInfo.InvariantCulture, $"w:{t.ByteWidth}"),
        DictionaryType t => Of(t.IndexType),
        _ => type.TypeId switch
        {
            ArrowTypeId.Null => "n",
            ArrowTypeId.Boolean => "b",
            ArrowTypeId.Int8 => "c",
            ArrowTypeId.UInt8 => "C",
            ArrowTypeId.Int16 => "s",
            ArrowTypeId.UInt16 => "S",
            ArrowTypeId.Int32 => "i",
            ArrowTypeId.UInt32 => "I",
            ArrowTypeId.Int64 => "l",
            ArrowTypeId.UInt64 => "L",
            ArrowTypeId.HalfFloat => "e",
            ArrowTypeId.Float => "f",
            ArrowTypeId.Double => "g",
            ArrowTypeId.Binary => "z",
            ArrowTypeId.LargeBinary => "Z",
            ArrowTypeId.String => "u",
            ArrowTypeId.LargeString => "U",
            ArrowTypeId.Date32 => "tdD",
            ArrowTypeId.Date64 => "tdm",
            ArrowTypeId.IntervalYearMonth => "tiM",
            ArrowTypeId.IntervalDayTime => "tiD",
            ArrowTypeId.IntervalMonthDayNanosecond => "tin",
            ArrowTypeId.List => "+l",
            ArrowTypeId.LargeList => "+L",
            ArrowTypeId.Struct => "+s",
            ArrowTypeId.Map => "+m",
            _ => throw new NotSupportedException($"The Arrow type {type.Name} has no format string."),
        },
    };

    /// <summary>The type of a format string and child fields.</summary>
    /// <exception cref="OdpsDataException">The format is not known or not supported.</exception>
    public static ArrowType Parse(string format, ImmutableArray<Field> children, bool keysSorted)
    {
        try
        {
            return format switch
            {
                "n" => ArrowType.Null,
                "b" => ArrowType.Boolean,
                "c" => ArrowType.Int8,
                "C" => ArrowType.UInt8,
                "s" => ArrowType.Int16,
                "S" => ArrowType.UInt16,
                "i" => ArrowType.Int32,
                "I" => ArrowType.UInt32,
                "l" => ArrowType.Int64,
                "L" => ArrowType.UInt64,
                "e" => ArrowType.HalfFloat,
                "f" => ArrowType.Float,
                "g" => ArrowType.Double,
                "z" => ArrowType.Binary,
                "Z" => ArrowType.LargeBinary,
                "u" => ArrowType.String,
                "U" => ArrowType.LargeString,
                "tdD" => ArrowType.Date32,
                "tdm" => ArrowType.Date64,
                "tiM" => ArrowType.IntervalYearMonth,
                "tiD" => ArrowType.IntervalDayTime,
                "tin" => ArrowType.IntervalMonthDayNanosecond,
                "tts" or "ttm" => ArrowType.Time32(Unit(format[2])),
                "ttu" or "ttn" => ArrowType.Time64(Unit(format[2])),
                "tDs" or "tDm" or "tDu" or "tDn" => ArrowType.Duration(Unit(format[2])),
                "+s" => ArrowType.Struct(children.AsSpan()),
                "+l" when children.Length == 1 => ArrowType.List(children[0]),
                "+L" when children.Length == 1 => ArrowType.LargeList(children[0]),
                "+m" when children.Length == 1 => ArrowType.Map(children[0], keysSorted),
                ['t', 's', char unit, ':', .. string zone] => ArrowType.Timestamp(Unit(unit), zone),
                ['w', ':', .. string width] => ArrowType.FixedSizeBinary(int.Parse(width, NumberStyles.None, CultureInfo.InvariantCulture)),
                ['d', ':', .. string numbers] => ParseDecimal(numbers),
                _ => throw new OdpsDataException($"The Arrow format '{format}' is not supported."),
            };
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or OverflowException)
        {
            throw new OdpsDataException($"The Arrow format '{format}' is not valid: {cause.Message}", cause);
        }
    }

    private static DecimalArrowType ParseDecimal(string numbers)
    {
        int[] parts = [.. numbers.Split(',').Select(n => int.Parse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];
        return parts switch
        {
            [var precision, var scale] => ArrowType.Decimal128(precision, scale),
            [var precision, var scale, 128] => ArrowType.Decimal128(precision, scale),
            [var precision, var scale, 256] => ArrowType.Decimal256(precision, scale),
            _ => throw new FormatException("Decimals of 128 and 256 bits are supported."),
        };
    }

    private static char Unit(TimeUnit unit) => "smun"[(int)unit];

    private static TimeUnit Unit(char letter) => "smun".IndexOf(letter, StringComparison.Ordinal) is >= 0 and int unit
        ? (TimeUnit)unit
        : throw new FormatException($"There is no time unit '{letter}'.");
}
