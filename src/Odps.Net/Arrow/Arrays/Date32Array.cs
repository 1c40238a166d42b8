namespace Odps.Net.Arrow;

/// <summary>An array of days since 1970-01-01.</summary>
public sealed class Date32Array : PrimitiveArray<int>
{
    internal Date32Array(ArrayData data)
        : base(data)
    {
    }

    /// <summary>A value as a date; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="OdpsDataException">The value is outside the years 1 to 9999.</exception>
    public DateOnly? GetDateOnly(int index) => GetValue(index) is not int days
        ? null
        : days is >= EpochTime.MinDay and <= EpochTime.MaxDay ? EpochTime.ToDate(days) : throw ArrowValues.OutOfRange(DataType, days, "the years 1 to 9999");

    /// <summary>Builds arrays of days since 1970-01-01.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<int, Date32Array, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Date32, pool)
        {
        }

        /// <summary>Appends a date.</summary>
        /// <param name="value">The date.</param>
        public Builder Append(DateOnly value) => Append((int)EpochTime.ToDays(value));
    }
}
