namespace Odps.Net.Arrow;

/// <summary>An array of milliseconds since 1970-01-01.</summary>
public sealed class Date64Array : PrimitiveArray<long>
{
    internal Date64Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>A value as a time in UTC; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="OdpsDataException">The value is outside the years 1 to 9999.</exception>
    public DateTimeOffset? GetDateTimeOffset(int index) => GetValue(index) is not long milliseconds
        ? null
        : milliseconds is >= EpochTime.MinMillisecond and <= EpochTime.MaxMillisecond
            ? EpochTime.ToDateTimeOffset(milliseconds)
            : throw ArrowValues.OutOfRange(DataType, milliseconds, "the years 1 to 9999");

    /// <summary>Builds arrays of milliseconds since 1970-01-01.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, Date64Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Date64, pool)
        {
        }
    }
}
