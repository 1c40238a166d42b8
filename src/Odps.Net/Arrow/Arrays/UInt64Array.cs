namespace Odps.Net.Arrow;

/// <summary>An array of unsigned 64-bit integers.</summary>
public sealed class UInt64Array : PrimitiveArray<ulong>
{
    internal UInt64Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of unsigned 64-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<ulong, UInt64Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.UInt64, pool)
        {
        }
    }
}
