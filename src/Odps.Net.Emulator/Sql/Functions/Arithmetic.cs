using System.Globalization;
using System.Numerics;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Arithmetic over cells. Integers that leave their type are an error; a division by zero gives NULL.</summary>
internal static class Arithmetic
{
    /// <summary>The body of an operator.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="operand">The type of both operands.</param>
    /// <param name="result">The type of the result.</param>
    public static ScalarBody Find(string name, OdpsType operand, OdpsType result)
    {
        if (operand.Kind == OdpsTypeKind.Decimal)
        {
            return arguments => arguments[0] is string x && arguments[1] is string y ? Decimal(name, x, y, result) : null;
        }

        if (SqlTypes.IsReal(operand))
        {
            bool isFloat = result.Kind == OdpsTypeKind.Float;
            return arguments => arguments[0] is { } x && arguments[1] is { } y ? Real(name, StoredValues.ToDouble(x), StoredValues.ToDouble(y), isFloat) : null;
        }

        return arguments => arguments[0] is long x && arguments[1] is long y ? Integer(name, x, y, result) : null;
    }

    public static ScalarBody Negate(OdpsType type) => arguments => arguments[0] switch
    {
        null => null,
        long n when !SqlTypes.IsReal(type) => Integer("-", 0, n, type),
        string s when type.Kind == OdpsTypeKind.Decimal => NegateDecimal(s),
        { } cell => StoredValues.FromDouble(-StoredValues.ToDouble(cell)),
    };

    private static string NegateDecimal(string cell)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        return SortableDecimal.Encode(-unscaled, scale);
    }

    private static long? Integer(string name, long x, long y, OdpsType result)
    {
        if (y == 0 && name is ("%" or "DIV"))
        {
            return null;
        }

        Int128 value = name switch
        {
            "+" => (Int128)x + y,
            "-" => (Int128)x - y,
            "*" => (Int128)x * y,
            "%" => y == -1 ? 0 : x % y,
            _ => (Int128)x / y,
        };
        (long min, long max) = NumberCells.Range(result);
        return value >= min && value <= max
            ? (long)value
            : throw SqlErrors.Overflow(string.Create(CultureInfo.InvariantCulture, $"{x} {name} {y} is out of the range of {result}"));
    }

    private static object? Real(string name, double x, double y, bool isFloat)
    {
        if (y == 0 && name is ("/" or "%" or "DIV"))
        {
            return null;
        }

        double value = name switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "%" => x % y,
            _ => Math.Truncate(x / y),
        };
        return name == "DIV" ? NumberCells.ToInteger(value, OdpsType.BigInt) : StoredValues.FromDouble(isFloat ? (float)value : value);
    }

    private static object? Decimal(string name, string x, string y, OdpsType result)
    {
        (BigInteger a, int scaleA) = SortableDecimal.Decode(x);
        (BigInteger b, int scaleB) = SortableDecimal.Decode(y);
        if (b.IsZero && name is ("/" or "%" or "DIV"))
        {
            return null;
        }

        if (name == "*")
        {
            return NumberCells.CheckDecimal(a * b, scaleA + scaleB, (DecimalType)result);
        }

        int scale = Math.Max(scaleA, scaleB);
        a *= BigInteger.Pow(10, scale - scaleA);
        b *= BigInteger.Pow(10, scale - scaleB);
        switch (name)
        {
            case "+":
                return NumberCells.CheckDecimal(a + b, scale, (DecimalType)result);
            case "-":
                return NumberCells.CheckDecimal(a - b, scale, (DecimalType)result);
            case "%":
                return NumberCells.CheckDecimal(BigInteger.Remainder(a, b), scale, (DecimalType)result);
            case "DIV":
                BigInteger whole = a / b;
                return whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : throw SqlErrors.Overflow($"{whole} is out of the range of {result}");
            default:
                // One digit more than is kept, and a mark for what is beyond it, so that the rounding is right.
                int digits = ((DecimalType)result).Scale + 1;
                BigInteger quotient = BigInteger.DivRem(a * BigInteger.Pow(10, digits), b, out BigInteger rest);
                quotient = (quotient * 10) + (rest.IsZero ? 0 : a.Sign * b.Sign);
                return NumberCells.CheckDecimal(quotient, digits + 1, (DecimalType)result);
        }
    }
}
