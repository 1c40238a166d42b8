namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>Precision and scale of decimal arithmetic: 38 digits at most, and at least 6 after the point are kept when digits must go.</summary>
internal static class DecimalTypes
{
    private const int MaxPrecision = 38;

    /// <summary>The decimal type that holds every value of a number type.</summary>
    public static DecimalType Of(OdpsType type) => type switch
    {
        DecimalType d => d,
        _ => type.Kind switch
        {
            OdpsTypeKind.TinyInt => OdpsType.Decimal(3),
            OdpsTypeKind.SmallInt => OdpsType.Decimal(5),
            OdpsTypeKind.Int => OdpsType.Decimal(10),
            _ => OdpsType.Decimal(19),
        },
    };

    public static DecimalType Common(DecimalType left, DecimalType right)
    {
        if (left.IsLegacy || right.IsLegacy)
        {
            return (DecimalType)OdpsType.LegacyDecimal;
        }

        int scale = Math.Max(left.Scale, right.Scale);
        return Bounded(Math.Max(left.Precision - left.Scale, right.Precision - right.Scale) + scale, scale);
    }

    public static DecimalType Result(string name, DecimalType left, DecimalType right)
    {
        if (left.IsLegacy || right.IsLegacy)
        {
            return (DecimalType)OdpsType.LegacyDecimal;
        }

        (int p1, int s1, int p2, int s2) = (left.Precision, left.Scale, right.Precision, right.Scale);
        int scale = Math.Max(s1, s2);
        switch (name)
        {
            case "*":
                return Bounded(p1 + p2 + 1, s1 + s2);
            case "/":
                scale = Math.Max(6, s1 + p2 + 1);
                return Bounded(p1 - s1 + s2 + scale, scale);
            case "%":
                return Bounded(Math.Min(p1 - s1, p2 - s2) + scale, scale);
            default:
                return Bounded(Math.Max(p1 - s1, p2 - s2) + scale + 1, scale);
        }
    }

    public static DecimalType Sum(DecimalType type) => type.IsLegacy ? type : OdpsType.Decimal(MaxPrecision, type.Scale);

    public static DecimalType Average(DecimalType type) => type.IsLegacy ? type : Bounded(type.Precision + 4, type.Scale + 4);

    private static DecimalType Bounded(int precision, int scale)
    {
        if (precision > MaxPrecision)
        {
            scale = Math.Max(MaxPrecision - (precision - scale), Math.Min(scale, 6));
            precision = MaxPrecision;
        }

        return OdpsType.Decimal(Math.Max(precision, 1), Math.Min(scale, MaxPrecision));
    }
}
