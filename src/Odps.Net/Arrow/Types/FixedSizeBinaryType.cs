using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>A fixed number of bytes a value.</summary>
public sealed class FixedSizeBinaryType : ArrowType
{
    internal FixedSizeBinaryType(int byteWidth)
        : base(ArrowTypeId.FixedSizeBinary)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteWidth);
        ByteWidth = byteWidth;
        Name = string.Create(CultureInfo.InvariantCulture, $"fixed_size_binary[{byteWidth}]");
    }

    /// <summary>The bytes of a value.</summary>
    public int ByteWidth { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
