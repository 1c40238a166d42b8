namespace Odps.Net.Arrow;

/// <summary>An array of lengths of time, counted in the unit of the type.</summary>
public sealed class DurationArray : PrimitiveArray<long>
{
    internal DurationArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The unit.</summary>
    public TimeUnit Unit => ((DurationType)DataType).Unit;

    /// <summary>Builds arrays of lengths of time.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, DurationArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="unit">The unit.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(TimeUnit unit, ArrowMemoryPool? pool = null)
            : base(ArrowType.Duration(unit), pool)
        {
        }
    }
}
