namespace Odps.Net.Arrow;

/// <summary>An array of signed 16-bit integers.</summary>
public sealed class Int16Array : PrimitiveArray<short>
{
    internal Int16Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of signed 16-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<short, Int16Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Int16, pool)
        {
        }
    }
}
