namespace Odps.Net.Arrow;

/// <summary>An array of IEEE binary64 numbers.</summary>
public sealed class DoubleArray : PrimitiveArray<double>
{
    internal DoubleArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of IEEE binary64 numbers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<double, DoubleArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Double, pool)
        {
        }
    }
}
