namespace Odps.Net.Arrow;

/// <summary>An array of unsigned 16-bit integers.</summary>
public sealed class UInt16Array : PrimitiveArray<ushort>
{
    internal UInt16Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of unsigned 16-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<ushort, UInt16Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.UInt16, pool)
        {
        }
    }
}
