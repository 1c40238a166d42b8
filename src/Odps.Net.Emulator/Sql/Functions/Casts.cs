using System.Globalization;
using System.Numerics;
using System.Text;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>
/// CAST from type to type over cells. A text that is no value of the type gives NULL, as in the service's non-strict mode; a number that does
/// not fit is an error, so that no number is lost silently.
/// </summary>
internal static class Casts
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Whether a cell of one type is the same cell for the other.</summary>
    public static bool IsSameCell(OdpsType from, OdpsType to) =>
        from == to
        || (SqlTypes.IsInteger(from) && SqlTypes.IsInteger(to) && to.Kind >= from.Kind)
        || (SqlTypes.IsText(from) && to.Kind == OdpsTypeKind.String)
        || (from.Kind == OdpsTypeKind.Json && to.Kind == OdpsTypeKind.String)
        || (from.Kind == OdpsTypeKind.Float && to.Kind == OdpsTypeKind.Double)
        || (from is DecimalType f && to is DecimalType t && (t.IsLegacy || (!f.IsLegacy && t.Scale >= f.Scale && t.Precision - t.Scale >= f.Precision - f.Scale)))
        || (from is SizedTextType { Kind: OdpsTypeKind.VarChar } fs && to is SizedTextType { Kind: OdpsTypeKind.VarChar } ts && ts.Length >= fs.Length);

    /// <summary>The body of a cast; null when the types cannot be cast.</summary>
    public static ScalarBody? Find(OdpsType from, OdpsType to, SqlSession session)
    {
        Func<object, object?>? cast = FindCast(from, to, session);
        return cast is null ? null : arguments => arguments[0] is { } cell ? cast(cell) : null;
    }

    private static Func<object, object?>? FindCast(OdpsType from, OdpsType to, SqlSession session)
    {
        if (IsSameCell(from, to))
        {
            return cell => cell;
        }

        if (from.Kind == OdpsTypeKind.Json && (SqlTypes.IsNumber(to) || to.Kind == OdpsTypeKind.Boolean))
        {
            return FindCast(OdpsType.String, to, session) is { } ofText ? cell => ofText(((string)cell).Trim('"')) : null;
        }

        switch (to)
        {
            case SizedTextType text:
                return FindCast(from, OdpsType.String, session) is { } toText ? cell => toText(cell) is string s ? Cut(s, text.Length) : null : null;
            case DecimalType type:
                return ToDecimal(from, type);
        }

        TimeZoneInfo zone = session.Zone;
        return to.Kind switch
        {
            OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => ToInteger(from, to),
            OdpsTypeKind.Float => ToReal(from) is { } real ? cell => real(cell) is { } value ? StoredValues.FromDouble((float)StoredValues.ToDouble(value)) : null : null,
            OdpsTypeKind.Double => ToReal(from),
            OdpsTypeKind.Boolean => ToBoolean(from),
            OdpsTypeKind.String => ToText(from, zone),
            OdpsTypeKind.Json => SqlTypes.IsText(from) ? JsonCells.Normalize : null,
            OdpsTypeKind.Binary => SqlTypes.IsText(from) ? cell => Encoding.UTF8.GetBytes((string)cell) : null,
            OdpsTypeKind.Date or OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz => ToTime(from, to, zone),
            OdpsTypeKind.Array when from is ArrayType a && to is ArrayType b && FindCast(a.ElementType, b.ElementType, session) is { } element =>
                cell => NestedCells.WriteArray(NestedCells.ReadArray(a.ElementType, (string)cell).Select(e => e is null ? null : element(e)), b.ElementType),
            OdpsTypeKind.Map when from is MapType a && to is MapType b && FindCast(a.KeyType, b.KeyType, session) is { } mapKey && FindCast(a.ValueType, b.ValueType, session) is { } mapValue =>
                cell => NestedCells.WriteMap(NestedCells.ReadMap(a, (string)cell).Select(e => (mapKey(e.Key!), e.Value is null ? null : mapValue(e.Value))), b),
            OdpsTypeKind.Struct when from is StructType a && to is StructType b && a.Fields.Length == b.Fields.Length => ToStruct(a, b, session),
            _ => null,
        };
    }

    /// <summary>A STRUCT field by field, by position.</summary>
    private static Func<object, object?>? ToStruct(StructType from, StructType to, SqlSession session)
    {
        Func<object, object?>?[] fields = [.. from.Fields.Zip(to.Fields, (a, b) => FindCast(a.Type, b.Type, session))];
        return fields.Contains(null)
            ? null
            : cell => NestedCells.WriteStruct([.. fields.Select((f, i) => NestedCells.ReadField(from, i, (string)cell) is { } value ? f!(value) : null)], to);
    }

    /// <summary>The text of a cell, as CAST AS STRING and concatenation show it.</summary>
    public static Func<object, object?>? ToText(OdpsType from, TimeZoneInfo zone) => from.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => cell => ((long)cell).ToString(CultureInfo.InvariantCulture),
        OdpsTypeKind.Float => cell => NumberCells.ToText(StoredValues.ToDouble(cell), true),
        OdpsTypeKind.Double => cell => NumberCells.ToText(StoredValues.ToDouble(cell), false),
        OdpsTypeKind.Boolean => cell => (long)cell != 0 ? "true" : "false",
        OdpsTypeKind.Decimal => cell => NumberCells.DecimalText((string)cell, (DecimalType)from),
        OdpsTypeKind.Date => cell => TimeCells.ToDate((long)cell).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz => cell =>
        {
            (DateTime wall, int nanoseconds) = TimeCells.ToWall(from, cell, zone);
            return TimeCells.Format(wall, nanoseconds);
        },
        OdpsTypeKind.Binary => cell => DecodeUtf8((byte[])cell),
        OdpsTypeKind.IntervalDayTime or OdpsTypeKind.IntervalYearMonth => cell => StoredValues.FromCell(from, cell)!.ToString(),
        _ => SqlTypes.IsText(from) || from.Kind == OdpsTypeKind.Json ? cell => cell : null,
    };

    /// <summary>As many characters as the type has.</summary>
    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int end = 0;
        for (int count = 0; end < text.Length && count < length; count++)
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
        }

        return text[..end];
    }

    private static string? DecodeUtf8(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Func<object, object?>? ToInteger(OdpsType from, OdpsType to) => from.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => cell => NumberCells.CheckRange((long)cell, to),
        OdpsTypeKind.Float or OdpsTypeKind.Double => cell => NumberCells.ToInteger(StoredValues.ToDouble(cell), to),
        OdpsTypeKind.Decimal => cell =>
        {
            (BigInteger unscaled, int scale) = SortableDecimal.Decode((string)cell);
            BigInteger whole = unscaled / BigInteger.Pow(10, scale);
            (long min, long max) = NumberCells.Range(to);
            return whole >= min && whole <= max ? (long)whole : throw SqlErrors.Overflow($"{whole} is out of the range of {to}");
        },
        OdpsTypeKind.Boolean => cell => cell,
        OdpsTypeKind.DateTime => cell => NumberCells.CheckRange((long)Math.Floor((long)cell / 1000.0), to),
        _ => SqlTypes.IsText(from) ? cell => NumberCells.ParseInteger((string)cell, to) : null,
    };

    private static Func<object, object?>? ToReal(OdpsType from) => from.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt or OdpsTypeKind.Boolean => cell => (double)(long)cell,
        OdpsTypeKind.Float or OdpsTypeKind.Double => cell => cell,
        OdpsTypeKind.Decimal => cell => NumberCells.ToDouble((string)cell),
        OdpsTypeKind.DateTime => cell => (long)cell / 1000.0,
        _ => SqlTypes.IsText(from) ? cell => NumberCells.ParseDouble((string)cell) is { } number ? StoredValues.FromDouble(number) : null : null,
    };

    private static Func<object, object?>? ToDecimal(OdpsType from, DecimalType type) => from.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt or OdpsTypeKind.Boolean =>
            cell => NumberCells.CheckDecimal((long)cell, 0, type),
        OdpsTypeKind.Float or OdpsTypeKind.Double => cell =>
        {
            (BigInteger unscaled, int scale) = NumberCells.FromDouble(StoredValues.ToDouble(cell));
            return NumberCells.CheckDecimal(unscaled, scale, type);
        },
        OdpsTypeKind.Decimal => cell =>
        {
            (BigInteger unscaled, int scale) = SortableDecimal.Decode((string)cell);
            return NumberCells.CheckDecimal(unscaled, scale, type);
        },
        _ => SqlTypes.IsText(from)
            ? cell => SortableDecimal.TryParse(((string)cell).AsSpan().Trim(), out BigInteger unscaled, out int scale) ? NumberCells.FitDecimal(unscaled, scale, type) : null
            : null,
    };

    private static Func<object, object?>? ToBoolean(OdpsType from) => from.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt => cell => (long)cell != 0 ? 1L : 0L,
        OdpsTypeKind.Float or OdpsTypeKind.Double => cell => StoredValues.ToDouble(cell) != 0 ? 1L : 0L,
        OdpsTypeKind.Decimal => cell => (string)cell != SortableDecimal.Zero ? 1L : 0L,
        _ => SqlTypes.IsText(from)
            ? cell => ((string)cell).Trim().ToUpperInvariant() switch { "TRUE" or "1" => 1L, "FALSE" or "0" => 0L, _ => null }
            : null,
    };

    private static Func<object, object?>? ToTime(OdpsType from, OdpsType to, TimeZoneInfo zone)
    {
        // Everything goes by way of what the wall shows.
        Func<object, (DateTime Wall, int Nanoseconds)?>? read = from.Kind switch
        {
            _ when SqlTypes.IsTime(from) => cell => TimeCells.ToWall(from, cell, zone),
            OdpsTypeKind.BigInt or OdpsTypeKind.Int => cell => (TimeCells.ToWall(checked((long)cell * 1000), zone), 0),
            _ => SqlTypes.IsText(from) ? cell => TimeCells.TryParse((string)cell, out DateTime wall, out int nanoseconds) ? (wall, nanoseconds) : null : null,
        };
        if (read is null)
        {
            return null;
        }

        return cell => read(cell) is { } time ? TimeCells.FromWall(to, time.Wall, time.Nanoseconds, zone) : null;
    }
}
