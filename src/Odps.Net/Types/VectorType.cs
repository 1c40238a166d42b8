using System.Globalization;

namespace Odps.Net;

/// <summary>VECTOR(float|double,n): n numbers, none of them null.</summary>
public sealed class VectorType : OdpsType
{
    internal VectorType(OdpsType element, int dimension)
        : base(OdpsTypeKind.Vector)
    {
        ElementType = element;
        Dimension = dimension;
        Name = string.Create(CultureInfo.InvariantCulture, $"VECTOR({element.Name},{dimension})");
    }

    /// <summary>FLOAT or DOUBLE.</summary>
    public OdpsType ElementType { get; }

    /// <summary>The number of elements of every value.</summary>
    public int Dimension { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
