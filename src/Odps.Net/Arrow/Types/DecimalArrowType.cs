using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>A decimal number in 16 or 32 bytes: an unscaled integer, and the count of digits after the point for the whole column.</summary>
public sealed class DecimalArrowType : ArrowType
{
    internal DecimalArrowType(ArrowTypeId typeId, int precision, int scale)
        : base(typeId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 76);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, -76);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 76);
        Precision = precision;
        Scale = scale;
        Name = string.Create(CultureInfo.InvariantCulture, $"{(typeId == ArrowTypeId.Decimal128 ? "decimal128" : "decimal256")}({precision}, {scale})");
    }

    /// <summary>All digits.</summary>
    public int Precision { get; }

    /// <summary>The digits after the point; negative for numbers that end in zeros before it.</summary>
    public int Scale { get; }

    /// <summary>The bytes of a value: 16 or 32.</summary>
    public int ByteWidth => TypeId == ArrowTypeId.Decimal128 ? 16 : 32;

    /// <inheritdoc/>
    public override string Name { get; }
}
