namespace Odps.Net.Arrow;

/// <summary>An array of IEEE binary16 numbers.</summary>
public sealed class HalfFloatArray : PrimitiveArray<Half>
{
    internal HalfFloatArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of IEEE binary16 numbers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<Half, HalfFloatArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.HalfFloat, pool)
        {
        }
    }
}
