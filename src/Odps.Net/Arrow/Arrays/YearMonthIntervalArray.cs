namespace Odps.Net.Arrow;

/// <summary>An array of months.</summary>
public sealed class YearMonthIntervalArray : PrimitiveArray<int>
{
    internal YearMonthIntervalArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Builds arrays of months.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<int, YearMonthIntervalArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.IntervalYearMonth, pool)
        {
        }
    }
}
