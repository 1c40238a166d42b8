namespace Odps.Net.Arrow;

/// <summary>An array of days and milliseconds.</summary>
public sealed class DayTimeIntervalArray : PrimitiveArray<DayTimeInterval>
{
    internal DayTimeIntervalArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of days and milliseconds.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<DayTimeInterval, DayTimeIntervalArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.IntervalDayTime, pool)
        {
        }
    }
}
