using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>An array of decimal numbers of 16 bytes. <see cref="PrimitiveArray{T}.Values"/> are the unscaled numbers.</summary>
public sealed class Decimal128Array : PrimitiveArray<Int128>
{
    internal Decimal128Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>All digits that the type announces.</summary>
    public int Precision => ((DecimalArrowType)DataType).Precision;

    /// <summary>The digits after the point.</summary>
    public int Scale => ((DecimalArrowType)DataType).Scale;

    /// <summary>A value; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="OverflowException">The value has more than 38 digits.</exception>
    public OdpsDecimal? GetDecimal(int index) => GetValue(index) is not Int128 unscaled ? null : ArrowValues.ToDecimal((DecimalArrowType)DataType, unscaled);

    /// <summary>A value as text with all digits of the scale; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    public string? GetString(int index) => GetValue(index) is not Int128 unscaled ? null : ArrowValues.ToText(unscaled, Scale);

    /// <summary>Builds arrays of decimal numbers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<Int128, Decimal128Array, Builder>
    {
        private readonly DecimalArrowType _type;

        /// <summary>Creates an empty builder.</summary>
        /// <param name="precision">All digits, 1 to 38.</param>
        /// <param name="scale">The digits after the point, 0 to 38.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(int precision, int scale, ArrowMemoryPool? pool = null)
            : this(ArrowType.Decimal128(precision, scale), pool)
        {
        }

        internal Builder(DecimalArrowType type, ArrowMemoryPool? pool)
            : base(type, pool) => _type = type;

        /// <summary>Appends a number.</summary>
        /// <param name="value">The number.</param>
        /// <exception cref="OverflowException">It has more digits before or after the point than the type.</exception>
        public Builder Append(OdpsDecimal value)
        {
            OdpsDecimal exact = value.Scale > _type.Scale ? value.TrimTrailingZeros() : value;
            if (exact.Scale > _type.Scale || PowersOfTen.CountDigits(exact.UnsignedUnscaled) + _type.Scale - exact.Scale > Math.Min(_type.Precision, OdpsDecimal.MaxPrecision))
            {
                BigInteger unscaled = (BigInteger)value.Unscaled;
                if (!unscaled.IsZero)
                {
                    throw new OverflowException($"{value} does not fit {_type.Name}.");
                }
            }

            return Append(exact.Unscaled * PowersOfTen.Of(Math.Max(_type.Scale - exact.Scale, 0)));
        }
    }
}
