namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>The rules by which MaxCompute gives types to expressions.</summary>
internal static class SqlTypes
{
    /// <summary>The type of NULL, before something else decides.</summary>
    public static OdpsType Void { get; } = OdpsType.Unknown("VOID");

    public static bool IsVoid(OdpsType type) => type.Kind == OdpsTypeKind.Unknown;

    public static bool IsInteger(OdpsType type) => type.Kind is OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt;

    public static bool IsReal(OdpsType type) => type.Kind is OdpsTypeKind.Float or OdpsTypeKind.Double;

    public static bool IsNumber(OdpsType type) => IsInteger(type) || IsReal(type) || type.Kind == OdpsTypeKind.Decimal;

    public static bool IsText(OdpsType type) => type.Kind is OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar;

    public static bool IsTime(OdpsType type) => type.Kind is OdpsTypeKind.Date or OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz;

    public static bool IsNested(OdpsType type) => type.Kind is OdpsTypeKind.Array or OdpsTypeKind.Map or OdpsTypeKind.Struct or OdpsTypeKind.Vector;

    /// <summary>The type of a column that a query gives: NULL alone is a STRING.</summary>
    public static OdpsType Output(OdpsType type) => IsVoid(type) ? OdpsType.String : type;

    /// <summary>The type to which both sides of a comparison are brought; null when they cannot be compared.</summary>
    public static OdpsType? Comparison(OdpsType left, OdpsType right)
    {
        if (left == right || IsVoid(right))
        {
            return left;
        }

        if (IsVoid(left))
        {
            return right;
        }

        if (IsText(left) && IsText(right))
        {
            return OdpsType.String;
        }

        if (IsText(left) != IsText(right))
        {
            // A text compared with a number is read as a DOUBLE, with a DECIMAL or a time as that.
            OdpsType other = IsText(left) ? right : left;
            return IsInteger(other) || IsReal(other) ? OdpsType.Double
                : other.Kind == OdpsTypeKind.Decimal ? OdpsType.LegacyDecimal
                : IsTime(other) || other.Kind is OdpsTypeKind.Boolean ? other
                : other.Kind is OdpsTypeKind.Binary or OdpsTypeKind.Json ? OdpsType.String
                : null;
        }

        return Common(left, right);
    }

    /// <summary>The type of a value that may come from either side (CASE, COALESCE, UNION); null when there is none.</summary>
    public static OdpsType? Common(OdpsType left, OdpsType right)
    {
        if (left == right || IsVoid(right))
        {
            return left;
        }

        if (IsVoid(left))
        {
            return right;
        }

        if (IsNumber(left) && IsNumber(right))
        {
            return CommonNumber(left, right);
        }

        if (IsTime(left) && IsTime(right))
        {
            return (OdpsTypeKind)Math.Max((int)left.Kind, (int)right.Kind) switch
            {
                OdpsTypeKind.DateTime => OdpsType.DateTime,
                OdpsTypeKind.Timestamp => OdpsType.Timestamp,
                _ => OdpsType.TimestampNtz,
            };
        }

        bool leftIsSimple = !IsNested(left) && left.Kind != OdpsTypeKind.Binary;
        bool rightIsSimple = !IsNested(right) && right.Kind != OdpsTypeKind.Binary;
        if ((IsText(left) && rightIsSimple) || (IsText(right) && leftIsSimple))
        {
            return OdpsType.String;
        }

        return (left, right) switch
        {
            (ArrayType a, ArrayType b) when Common(a.ElementType, b.ElementType) is { } element => OdpsType.Array(element),
            (MapType a, MapType b) when Common(a.KeyType, b.KeyType) is { } key && Common(a.ValueType, b.ValueType) is { } value => OdpsType.Map(key, value),
            _ => null,
        };
    }

    /// <summary>The type of two numbers brought together.</summary>
    public static OdpsType CommonNumber(OdpsType left, OdpsType right)
    {
        if (left.Kind == OdpsTypeKind.Double || right.Kind == OdpsTypeKind.Double)
        {
            return OdpsType.Double;
        }

        if (left.Kind == OdpsTypeKind.Decimal || right.Kind == OdpsTypeKind.Decimal)
        {
            return IsReal(left) || IsReal(right) ? OdpsType.Double : DecimalTypes.Common(DecimalTypes.Of(left), DecimalTypes.Of(right));
        }

        if (IsReal(left) || IsReal(right))
        {
            return OdpsType.Float;
        }

        return left.Kind > right.Kind ? left : right;
    }

    /// <summary>How far an argument is from a parameter; null when it cannot be passed.</summary>
    public static int? ConversionCost(OdpsType from, OdpsType to)
    {
        if (from == to || IsVoid(from) || (IsText(from) && IsText(to)))
        {
            return 0;
        }

        if (IsNumber(from) && IsNumber(to))
        {
            return Rank(to) > Rank(from) ? Rank(to) - Rank(from) : from.Kind == OdpsTypeKind.Decimal && to.Kind == OdpsTypeKind.Decimal ? 0 : 20;
        }

        if (IsTime(from) && IsTime(to))
        {
            return to.Kind > from.Kind ? to.Kind - from.Kind : 20;
        }

        if (IsText(to) && (IsNumber(from) || IsTime(from) || from.Kind is OdpsTypeKind.Boolean or OdpsTypeKind.Json))
        {
            return 12;
        }

        if (IsText(from))
        {
            return to.Kind switch
            {
                OdpsTypeKind.Double => 13,
                OdpsTypeKind.BigInt or OdpsTypeKind.Decimal => 14,
                OdpsTypeKind.DateTime => 13,
                OdpsTypeKind.Date or OdpsTypeKind.Timestamp => 14,
                OdpsTypeKind.Binary => 15,
                _ when IsNumber(to) => 16,
                _ => null,
            };
        }

        return from.Kind == OdpsTypeKind.Binary && IsText(to) ? 15 : null;
    }

    private static int Rank(OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.TinyInt => 1,
        OdpsTypeKind.SmallInt => 2,
        OdpsTypeKind.Int => 3,
        OdpsTypeKind.BigInt => 4,
        OdpsTypeKind.Decimal => 5,
        OdpsTypeKind.Float => 6,
        _ => 7,
    };
}
