using System.Globalization;
using System.Numerics;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Literals.</content>
internal sealed partial class ExpressionBinder
{
    private TypedSql BindLiteral(LiteralExpression literal)
    {
        switch (literal.Kind)
        {
            case LiteralKind.Null:
                return TypedSql.Null;
            case LiteralKind.Boolean:
                return context.Literal(literal.Text == "TRUE" ? 1L : 0L, OdpsType.Boolean);
            case LiteralKind.Integer:
                return BindInteger(literal);
            case LiteralKind.Real:
                return BindReal(literal);
            case LiteralKind.Text:
                return context.Literal(literal.Text, OdpsType.String);
            default:
                OdpsType type = literal.Kind switch
                {
                    LiteralKind.Date => OdpsType.Date,
                    LiteralKind.DateTime => OdpsType.DateTime,
                    LiteralKind.Timestamp => OdpsType.Timestamp,
                    _ => OdpsType.TimestampNtz,
                };
                object? cell = Casts.Find(OdpsType.String, type, Session)!([literal.Text]);
                return cell is null ? throw SqlErrors.Parse(literal.Position, $"invalid {type} literal '{literal.Text}'") : context.Literal(cell, type);
        }
    }

    /// <summary>A whole number: INT where it fits with odps2 types, else BIGINT; larger ones are DECIMAL. L, S, Y and BD choose the type.</summary>
    private TypedSql BindInteger(LiteralExpression literal)
    {
        string digits = literal.Text.TrimEnd('l', 'L', 's', 'S', 'y', 'Y', 'b', 'B', 'd', 'D');
        var number = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        OdpsType? suffix = literal.Text[digits.Length..].ToUpperInvariant() switch
        {
            "L" => OdpsType.BigInt,
            "S" => OdpsType.SmallInt,
            "Y" => OdpsType.TinyInt,
            "BD" => DecimalOf(number, 0),
            _ => null,
        };
        if (suffix is DecimalType type)
        {
            return context.Literal(SortableDecimal.Encode(number, 0), type);
        }

        if (number < long.MinValue || number > long.MaxValue)
        {
            return suffix is null
                ? context.Literal(SortableDecimal.Encode(number, 0), DecimalOf(number, 0))
                : throw SqlErrors.Parse(literal.Position, $"the number {literal.Text} is out of range");
        }

        long value = (long)number;
        OdpsType result = suffix ?? (Session.IsOdps2 && value is >= int.MinValue and <= int.MaxValue ? OdpsType.Int : OdpsType.BigInt);
        (long min, long max) = NumberCells.Range(result);
        return value >= min && value <= max ? context.Literal(value, result) : throw SqlErrors.Parse(literal.Position, $"the number {literal.Text} is out of range");
    }

    private TypedSql BindReal(LiteralExpression literal)
    {
        if (literal.Text.EndsWith("BD", StringComparison.OrdinalIgnoreCase))
        {
            return SortableDecimal.TryParse(literal.Text.AsSpan(0, literal.Text.Length - 2), out BigInteger unscaled, out int scale)
                ? context.Literal(SortableDecimal.Encode(unscaled, scale), DecimalOf(unscaled, scale))
                : throw SqlErrors.Parse(literal.Position, $"invalid number '{literal.Text}'");
        }

        bool isFloat = literal.Text[^1] is 'f' or 'F';
        double number = double.Parse(literal.Text.TrimEnd('d', 'D', 'f', 'F'), NumberStyles.Float, CultureInfo.InvariantCulture);
        return context.Literal(isFloat ? (double)(float)number : number, isFloat ? OdpsType.Float : OdpsType.Double);
    }

    private static OdpsType DecimalOf(BigInteger unscaled, int scale)
    {
        int digits = Math.Max(BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).Length, scale + 1);
        return digits <= 38 ? OdpsType.Decimal(digits, scale) : OdpsType.LegacyDecimal;
    }

    private TypedSql BindInterval(IntervalExpression interval)
    {
        string unit = interval.ToUnit is null ? interval.Unit : $"{interval.Unit} TO {interval.ToUnit}";
        if (Bind(interval.Value) is not { IsLiteral: true, Value: { } value })
        {
            throw SqlErrors.Unsupported(interval.Position, "an INTERVAL of something other than a literal");
        }

        string text = System.Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim();
        bool negative = text.StartsWith('-');
        string[] parts = text.TrimStart('-', '+').Split('-', ' ', ':');
        if (unit is "YEAR" or "MONTH" or "YEAR TO MONTH")
        {
            if (parts.Length == (unit == "YEAR TO MONTH" ? 2 : 1) && parts.All(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                int first = int.Parse(parts[0], CultureInfo.InvariantCulture);
                int months = unit == "MONTH" ? first : (first * 12) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
                return context.Literal((long)(negative ? -months : months), OdpsType.IntervalYearMonth);
            }
        }
        else if (DayTimeUnits(unit) is { } units && parts.Length == units.Length)
        {
            decimal seconds = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                if (!decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal part))
                {
                    throw SqlErrors.Parse(interval.Position, $"invalid INTERVAL '{text}' {unit}");
                }

                seconds += part * units[i];
            }

            seconds = negative ? -seconds : seconds;
            decimal whole = Math.Floor(seconds);
            return context.Literal(StoredValues.FromInterval((long)whole, (int)((seconds - whole) * 1_000_000_000m)), OdpsType.IntervalDayTime);
        }

        throw SqlErrors.Parse(interval.Position, $"invalid INTERVAL '{text}' {unit}");
    }

    private static int[]? DayTimeUnits(string unit) => unit switch
    {
        "DAY" => [86400],
        "HOUR" => [3600],
        "MINUTE" => [60],
        "SECOND" => [1],
        "WEEK" => [604800],
        "DAY TO HOUR" => [86400, 3600],
        "DAY TO MINUTE" => [86400, 3600, 60],
        "DAY TO SECOND" => [86400, 3600, 60, 1],
        "HOUR TO MINUTE" => [3600, 60],
        "HOUR TO SECOND" => [3600, 60, 1],
        "MINUTE TO SECOND" => [60, 1],
        _ => null,
    };
}
