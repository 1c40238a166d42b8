namespace Odps.Net.Arrow;

/// <summary>An array of unsigned 8-bit integers.</summary>
public sealed class UInt8Array : PrimitiveArray<byte>
{
    internal UInt8Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of unsigned 8-bit integers.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<byte, UInt8Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.UInt8, pool)
        {
        }
    }
}
