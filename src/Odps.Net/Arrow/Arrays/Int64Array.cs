namespace Odps.Net.Arrow;

/// <summary>An array of signed 64-bit integers.</summary>
public sealed class Int64Array : PrimitiveArray<long>
{
    internal Int64Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of signed 64-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, Int64Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Int64, pool)
        {
        }
    }
}
