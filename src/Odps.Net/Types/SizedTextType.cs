using System.Globalization;

namespace Odps.Net;

/// <summary>CHAR(n) or VARCHAR(n).</summary>
public sealed class SizedTextType : OdpsType
{
    internal SizedTextType(OdpsTypeKind kind, int length)
        : base(kind)
    {
        Length = length;
        Name = string.Create(CultureInfo.InvariantCulture, $"{(kind == OdpsTypeKind.Char ? "CHAR" : "VARCHAR")}({length})");
    }

    /// <summary>The most characters (Unicode code points) that a value may have.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
