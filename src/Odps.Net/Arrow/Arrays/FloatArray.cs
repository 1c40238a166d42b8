namespace Odps.Net.Arrow;

/// <summary>An array of IEEE binary32 numbers.</summary>
public sealed class FloatArray : PrimitiveArray<float>
{
    internal FloatArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of IEEE binary32 numbers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<float, FloatArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Float, pool)
        {
        }
    }
}
