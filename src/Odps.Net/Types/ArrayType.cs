namespace Odps.Net;

/// <summary>ARRAY&lt;t&gt;.</summary>
public sealed class ArrayType : OdpsType
{
    internal ArrayType(OdpsType element)
        : base(OdpsTypeKind.Array)
    {
        ElementType = element;
        Name = $"ARRAY<{element.Name}>";
    }

    /// <summary>The type of the elements; any element may be null.</summary>
    public OdpsType ElementType { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
