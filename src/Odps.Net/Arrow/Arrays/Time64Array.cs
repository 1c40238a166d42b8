namespace Odps.Net.Arrow;

/// <summary>An array of times of day, counted in the unit of the type.</summary>
public sealed class Time64Array : PrimitiveArray<long>
{
    internal Time64Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The unit.</summary>
    public TimeUnit Unit => ((TimeType)DataType).Unit;

    /// <summary>Builds arrays of times of day.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, Time64Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="unit">The unit.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(TimeUnit unit, ArrowMemoryPool? pool = null)
            : base(ArrowType.Time64(unit), pool)
        {
        }
    }
}
