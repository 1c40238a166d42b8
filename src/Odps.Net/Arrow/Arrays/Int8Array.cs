namespace Odps.Net.Arrow;

/// <summary>An array of signed 8-bit integers.</summary>
public sealed class Int8Array : PrimitiveArray<sbyte>
{
    internal Int8Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of signed 8-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<sbyte, Int8Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Int8, pool)
        {
        }
    }
}
