namespace Odps.Net;

/// <summary>DECIMAL(p,s), or the legacy DECIMAL without parameters.</summary>
public sealed class DecimalType : OdpsType
{
    internal DecimalType(int? precision, int? scale)
        : base(OdpsTypeKind.Decimal)
    {
        IsLegacy = precision is null;
        Precision = precision ?? 54;
        Scale = scale ?? (IsLegacy ? 18 : 0);
        Name = IsLegacy ? "DECIMAL" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})");
    }

    /// <summary>Whether this is DECIMAL without parameters.</summary>
    public bool IsLegacy { get; }

    /// <summary>All digits: 1 to 38; 54 for the legacy form.</summary>
    public int Precision { get; }

    /// <summary>The digits after the point; 18 for the legacy form.</summary>
    public int Scale { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
