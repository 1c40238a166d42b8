namespace Odps.Net.Arrow;

/// <summary>An array of signed 32-bit integers.</summary>
public sealed class Int32Array : PrimitiveArray<int>
{
    internal Int32Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of signed 32-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<int, Int32Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Int32, pool)
        {
        }
    }
}
