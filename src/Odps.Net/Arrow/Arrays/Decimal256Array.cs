using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>An array of decimal numbers of 32 bytes.</summary>
public sealed class Decimal256Array : FixedSizeBinaryArray
{
    internal Decimal256Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>All digits that the type announces.</summary>
    public int Precision => ((DecimalArrowType)DataType).Precision;

    /// <summary>The digits after the point.</summary>
    public int Scale => ((DecimalArrowType)DataType).Scale;

    /// <summary>The unscaled number; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    public BigInteger? GetUnscaled(int index) => IsValid(index) ? ArrowValues.ReadInt256(GetBytes(index)) : null;

    /// <summary>A value of at most 38 digits; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="OverflowException">The value has more than 38 digits; <see cref="GetString"/> gives them all.</exception>
    public OdpsDecimal? GetDecimal(int index) => GetUnscaled(index) is not { } unscaled
        ? null
        : ArrowValues.TryToDecimal(unscaled, Scale, out OdpsDecimal value) ? value : throw new OverflowException($"{GetString(index)} has more than 38 digits. Read it as text.");

    /// <summary>A value as text with all digits of the scale; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    public string? GetString(int index) => GetUnscaled(index) is { } unscaled ? ArrowValues.ToText(unscaled, Scale) : null;

    /// <summary>Builds arrays of decimal numbers.</summary>
    public new sealed class Builder : FixedBytesBuilder<Decimal256Array, Builder>
    {
        private readonly DecimalArrowType _type;

        /// <summary>Creates an empty builder.</summary>
        /// <param name="precision">All digits, 1 to 76.</param>
        /// <param name="scale">The digits after the point.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(int precision, int scale, ArrowMemoryPool? pool = null)
            : this(ArrowType.Decimal256(precision, scale), pool)
        {
        }

        internal Builder(DecimalArrowType type, ArrowMemoryPool? pool)
            : base(type, pool) => _type = type;

        /// <summary>Appends a number.</summary>
        /// <param name="unscaled">All digits as one number, those of the scale included.</param>
        /// <exception cref="OverflowException">It has more digits than the type.</exception>
        public Builder Append(BigInteger unscaled)
        {
            if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, _type.Precision))
            {
                throw new OverflowException($"{ArrowValues.ToText(unscaled, _type.Scale)} does not fit {_type.Name}.");
            }

            ArrowValues.WriteInt256(unscaled, AppendSlot());
            return Appended();
        }

        /// <summary>Appends a number.</summary>
        /// <param name="value">The number.</param>
        /// <exception cref="OverflowException">It has more digits before or after the point than the type.</exception>
        public Builder Append(OdpsDecimal value)
        {
            OdpsDecimal exact = value.Scale > _type.Scale ? value.TrimTrailingZeros() : value;
            return exact.Scale > _type.Scale
                ? throw new OverflowException($"{value} does not fit {_type.Name}.")
                : Append((BigInteger)exact.Unscaled * BigInteger.Pow(10, _type.Scale - exact.Scale));
        }
    }
}
