namespace Odps.Net.Arrow;

/// <summary>An array of months, days and nanoseconds.</summary>
public sealed class MonthDayNanosecondIntervalArray : PrimitiveArray<MonthDayNanosecondInterval>
{
    internal MonthDayNanosecondIntervalArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of months, days and nanoseconds.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<MonthDayNanosecondInterval, MonthDayNanosecondIntervalArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.IntervalMonthDayNanosecond, pool)
        {
        }
    }
}
