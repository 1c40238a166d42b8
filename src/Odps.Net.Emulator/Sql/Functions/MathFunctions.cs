using System.Globalization;
using System.Numerics;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>Mathematics.</summary>
internal static class MathFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add("abs", "number", t => t[0], (_, t) => t[0].Kind == OdpsTypeKind.Decimal
            ? a => Decimal((string)a[0]!, t[0], BigInteger.Abs)
            : SqlTypes.IsInteger(t[0]) ? a => (long)a[0]! >= 0 ? a[0] : NumberCells.CheckRange(checked(-(long)a[0]!), t[0]) : a => Real(Math.Abs, a));
        Add(table, "acos", Math.Acos);
        Add(table, "asin", Math.Asin);
        Add(table, "atan", Math.Atan);
        Add(table, "sin", Math.Sin);
        Add(table, "cos", Math.Cos);
        Add(table, "tan", Math.Tan);
        Add(table, "cot", x => 1 / Math.Tan(x));
        Add(table, "sinh", Math.Sinh);
        Add(table, "cosh", Math.Cosh);
        Add(table, "tanh", Math.Tanh);
        Add(table, "exp", Math.Exp);
        Add(table, "cbrt", Math.Cbrt);
        Add(table, "degrees", x => x * (180 / Math.PI));
        Add(table, "radians", x => x * (Math.PI / 180));
        AddPartial(table, "sqrt", x => x < 0 ? null : Math.Sqrt(x));
        AddPartial(table, "ln", x => x <= 0 ? null : Math.Log(x));
        AddPartial(table, "log2", x => x <= 0 ? null : Math.Log2(x));
        AddPartial(table, "log10", x => x <= 0 ? null : Math.Log10(x));
        table.Add("log", "double", OdpsType.Double, a => StoredValues.ToDouble(a[0]!) is > 0 and var x ? StoredValues.FromDouble(Math.Log(x)) : null);
        table.Add("log", "double,double", OdpsType.Double, a =>
            StoredValues.ToDouble(a[0]!) is > 0 and var b && b != 1 && StoredValues.ToDouble(a[1]!) is > 0 and var x ? StoredValues.FromDouble(b == 2 ? Math.Log2(x) : Math.Log(x) / Math.Log(b)) : null);
        table.Add("pow,power", "double,double", OdpsType.Double, a => StoredValues.FromDouble(Math.Pow(StoredValues.ToDouble(a[0]!), StoredValues.ToDouble(a[1]!))));
        table.Add("atan2", "double,double", OdpsType.Double, a => StoredValues.FromDouble(Math.Atan2(StoredValues.ToDouble(a[0]!), StoredValues.ToDouble(a[1]!))));
        table.Add("pi", "", OdpsType.Double, _ => Math.PI);
        table.Add("e", "", OdpsType.Double, _ => Math.E);
        table.Add("sign", "number", t => OdpsType.Double, (_, t) => t[0].Kind == OdpsTypeKind.Decimal
            ? a => (double)SortableDecimal.Decode((string)a[0]!).Unscaled.Sign
            : a => StoredValues.ToDouble(a[0]!) is var x && double.IsNaN(x) ? StoredValues.NaN : (double)Math.Sign(x));
        AddRounding(table);
        table.Add("mod", "number,number", t => ModType(t), (_, t) => Modulo(t));
        table.Add("pmod", "number,number", t => ModType(t), (_, t) => PositiveModulo(t));
        table.Add("conv", "text,bigint,bigint", OdpsType.String, a => Convert((string)a[0]!, (long)a[1]!, (long)a[2]!));
        table.Add("bin", "bigint", OdpsType.String, a => System.Convert.ToString((long)a[0]!, 2));
        table.Add("factorial", "bigint", OdpsType.BigInt, a => (long)a[0]! is >= 0 and <= 20 and var n ? Enumerable.Range(1, (int)n).Aggregate(1L, (x, y) => x * y) : null);
        table.Add("negative", "number", t => t[0], (_, t) => Arithmetic.Negate(t[0]));
        table.Add("positive", "number", t => t[0], (_, _) => a => a[0]);
        table.Add("isnan", "double", OdpsType.Boolean, a => double.IsNaN(StoredValues.ToDouble(a[0]!)) ? 1L : 0L);
        table.Add("shiftleft", "int,int", t => t[0].Kind == OdpsTypeKind.BigInt ? OdpsType.BigInt : OdpsType.Int, (_, t) => t[0].Kind == OdpsTypeKind.BigInt
            ? a => (long)a[0]! << (int)(long)a[1]! : a => (long)((int)(long)a[0]! << (int)(long)a[1]!));
        table.Add("shiftright", "int,int", t => t[0].Kind == OdpsTypeKind.BigInt ? OdpsType.BigInt : OdpsType.Int, (_, t) => t[0].Kind == OdpsTypeKind.BigInt
            ? a => (long)a[0]! >> (int)(long)a[1]! : a => (long)((int)(long)a[0]! >> (int)(long)a[1]!));
        table.Add("shiftrightunsigned", "int,int", t => t[0].Kind == OdpsTypeKind.BigInt ? OdpsType.BigInt : OdpsType.Int, (_, t) => t[0].Kind == OdpsTypeKind.BigInt
            ? a => (long)a[0]! >>> (int)(long)a[1]! : a => (long)((int)(long)a[0]! >>> (int)(long)a[1]!));
        table.Add("rand", "bigint?", _ => OdpsType.Double, (_, _) => Random(), isVolatile: true);
        table.Add("width_bucket", "double,double,double,bigint", OdpsType.BigInt, a => Bucket(
            StoredValues.ToDouble(a[0]!), StoredValues.ToDouble(a[1]!), StoredValues.ToDouble(a[2]!), (long)a[3]!));
    }

    private static void AddRounding(FunctionTable table)
    {
        table.Add("ceil,ceiling", "decimal", _ => OdpsType.BigInt, (_, _) => a => WholeOf((string)a[0]!, 1));
        table.Add("floor", "decimal", _ => OdpsType.BigInt, (_, _) => a => WholeOf((string)a[0]!, -1));
        table.Add("ceil,ceiling", "double", OdpsType.BigInt, a => NumberCells.ToInteger(Math.Ceiling(StoredValues.ToDouble(a[0]!)), OdpsType.BigInt));
        table.Add("floor", "double", OdpsType.BigInt, a => NumberCells.ToInteger(Math.Floor(StoredValues.ToDouble(a[0]!)), OdpsType.BigInt));
        table.Add("ceil,ceiling,floor", "bigint", OdpsType.BigInt, a => a[0]);
        table.Add("round", "decimal,bigint?", t => t[0], (_, t) => a => RoundDecimal((string)a[0]!, a.Length > 1 ? (long)a[1]! : 0, (DecimalType)t[0], cut: false));
        table.Add("trunc", "decimal,bigint?", t => t[0], (_, t) => a => RoundDecimal((string)a[0]!, a.Length > 1 ? (long)a[1]! : 0, (DecimalType)t[0], cut: true));
        table.Add("round", "double,bigint?", OdpsType.Double, a => RoundReal(a[0]!, a.Length > 1 ? (long)a[1]! : 0, cut: false));
        table.Add("bround", "double,bigint?", OdpsType.Double, a => StoredValues.FromDouble(
            Math.Round(StoredValues.ToDouble(a[0]!), (int)Math.Clamp(a.Length > 1 ? (long)a[1]! : 0, 0, 15), MidpointRounding.ToEven)));
        table.Add("format_number", "double,bigint", OdpsType.String, a => (long)a[1]! is >= 0 and <= 340 and var digits
            ? StoredValues.ToDouble(RoundReal(a[0]!, digits, cut: false)).ToString($"N{digits}", CultureInfo.InvariantCulture) : null);
        table.Add("trunc", "double,bigint?", OdpsType.Double, a => RoundReal(a[0]!, a.Length > 1 ? (long)a[1]! : 0, cut: true));
    }

    private static void Add(FunctionTable table, string name, Func<double, double> body) =>
        table.Add(name, "double", OdpsType.Double, a => StoredValues.FromDouble(body(StoredValues.ToDouble(a[0]!))));

    /// <summary>A function that gives NULL where it is not defined.</summary>
    private static void AddPartial(FunctionTable table, string name, Func<double, double?> body) =>
        table.Add(name, "double", OdpsType.Double, a => body(StoredValues.ToDouble(a[0]!)) is { } value ? StoredValues.FromDouble(value) : null);

    private static object Real(Func<double, double> body, object?[] arguments) => StoredValues.FromDouble(body(StoredValues.ToDouble(arguments[0]!)));

    private static string Decimal(string cell, OdpsType type, Func<BigInteger, BigInteger> body)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        return NumberCells.CheckDecimal(body(unscaled), scale, (DecimalType)type);
    }

    private static long WholeOf(string cell, int direction)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        BigInteger whole = BigInteger.DivRem(unscaled, BigInteger.Pow(10, scale), out BigInteger rest);
        whole += rest.Sign == direction ? direction : 0;
        return whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : throw SqlErrors.Overflow($"{whole} is out of the range of BIGINT");
    }

    private static string RoundDecimal(string cell, long digits, DecimalType type, bool cut)
    {
        (BigInteger unscaled, int scale) = SortableDecimal.Decode(cell);
        if (digits >= scale)
        {
            return cell;
        }

        return NumberCells.CheckDecimal(RoundTo(unscaled, scale - (int)Math.Max(digits, -400), cut), scale, type);
    }

    /// <summary>Sets the last digits to zero, rounding half away from zero.</summary>
    private static BigInteger RoundTo(BigInteger unscaled, int lastDigits, bool cut)
    {
        BigInteger unit = BigInteger.Pow(10, lastDigits);
        BigInteger quotient = BigInteger.DivRem(unscaled, unit, out BigInteger rest);
        quotient += !cut && BigInteger.Abs(rest) * 2 >= unit ? rest.Sign : 0;
        return quotient * unit;
    }

    private static object RoundReal(object cell, long digits, bool cut)
    {
        double value = StoredValues.ToDouble(cell);
        if (!double.IsFinite(value))
        {
            return cell;
        }

        // The decimal text of the number is what users see, so that is what is rounded: 2.675 gives 2.68.
        (BigInteger unscaled, int scale) = NumberCells.FromDouble(value);
        if (digits >= scale)
        {
            return value;
        }

        BigInteger rounded = RoundTo(unscaled, scale - (int)Math.Max(digits, -400), cut);
        return double.Parse(SortableDecimal.ToPlainText(rounded, scale), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static OdpsType ModType(OdpsType[] types) => types[0].Kind == OdpsTypeKind.Decimal || types[1].Kind == OdpsTypeKind.Decimal
        ? OdpsType.Double
        : SqlTypes.CommonNumber(types[0], types[1]);

    private static ScalarBody Modulo(OdpsType[] types)
    {
        OdpsType type = ModType(types);
        ScalarBody body = Arithmetic.Find("%", type, type);
        return a => body([Number(types[0], a[0]!, type), Number(types[1], a[1]!, type)]);
    }

    private static ScalarBody PositiveModulo(OdpsType[] types)
    {
        OdpsType type = ModType(types);
        ScalarBody rest = Modulo(types);
        ScalarBody sum = Arithmetic.Find("+", type, type);
        return a => rest(a) is not { } once ? null : Modulo([type, types[1]])([sum([once, Number(types[1], a[1]!, type)]), a[1]]);
    }

    private static object Number(OdpsType from, object cell, OdpsType to) =>
        !SqlTypes.IsReal(to) ? cell : from.Kind == OdpsTypeKind.Decimal ? NumberCells.ToDouble((string)cell) : cell;

    private static string? Convert(string text, long from, long to)
    {
        if (from is < 2 or > 36 || Math.Abs(to) is < 2 or > 36)
        {
            return null;
        }

        bool negative = text.StartsWith('-');
        BigInteger value = 0;
        foreach (char c in text.TrimStart('-').ToUpperInvariant())
        {
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? c - 'A' + 10 : 99;
            if (digit >= from)
            {
                break;
            }

            value = (value * from) + digit;
        }

        if (negative)
        {
            value = to < 0 ? -value : (BigInteger.One << 64) - value;
        }

        var result = new System.Text.StringBuilder();
        BigInteger rest = BigInteger.Abs(value);
        do
        {
            rest = BigInteger.DivRem(rest, Math.Abs(to), out BigInteger digit);
            result.Insert(0, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(int)digit]);
        }
        while (!rest.IsZero);
        return value.Sign < 0 ? $"-{result}" : result.ToString();
    }

    private static ScalarBody Random()
    {
        Random? random = null;
        return a =>
        {
            random ??= a.Length > 0 ? new Random((int)(long)a[0]!) : new Random();
            return random.NextDouble();
        };
    }

    private static long? Bucket(double value, double low, double high, long count)
    {
        if (count <= 0 || low == high)
        {
            return null;
        }

        return value < low ? 0L : value >= high ? count + 1 : (long)Math.Floor((value - low) / (high - low) * count) + 1;
    }
}
