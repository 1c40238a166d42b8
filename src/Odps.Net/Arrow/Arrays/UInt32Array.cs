namespace Odps.Net.Arrow;

/// <summary>An array of unsigned 32-bit integers.</summary>
public sealed class UInt32Array : PrimitiveArray<uint>
{
    internal UInt32Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of unsigned 32-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<uint, UInt32Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.UInt32, pool)
        {
        }
    }
}
