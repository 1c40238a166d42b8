namespace Odps.Net.Arrow;

/// <summary>An array of time stamps, counted in the unit of the type.</summary>
public sealed class TimestampArray : PrimitiveArray<long>
{
    internal TimestampArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The unit.</summary>
    public TimeUnit Unit => ((TimestampType)DataType).Unit;

    /// <summary>The zone of the type; <see langword="null"/> when the values are wall-clock times.</summary>
    public string? Timezone => ((TimestampType)DataType).Timezone;

    /// <summary>A value as an exact time stamp (a wall-clock time taken as UTC); <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="OdpsDataException">The value is outside the years 1 to 9999.</exception>
    public OdpsTimestamp? GetTimestamp(int index) => GetValue(index) is not long value ? null : ArrowValues.ToTimestamp(DataType, value, Unit);

    /// <summary>A value as a time in UTC (a wall-clock time taken as UTC); <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="OdpsDataException">The value is outside the years 1 to 9999.</exception>
    /// <exception cref="OverflowException">The value has nanoseconds that are not a multiple of 100.</exception>
    public DateTimeOffset? GetDateTimeOffset(int index) => GetTimestamp(index)?.ToDateTimeOffset();

    /// <summary>Builds arrays of time stamps.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<long, TimestampArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="type">Unit and zone.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(TimestampType type, ArrowMemoryPool? pool = null)
            : base(type, pool)
        {
        }

        /// <summary>Appends an instant.</summary>
        /// <param name="value">The instant.</param>
        /// <exception cref="OverflowException">The unit cannot hold it exactly.</exception>
        public Builder Append(OdpsTimestamp value) => TimeUnits.TryJoin(value.Seconds, value.Nanoseconds, ((TimestampType)DataType).Unit, out long count)
            ? Append(count)
            : throw new OverflowException($"{value} is not an exact {DataType.Name}: it has a finer fraction, or is outside the range of 64 bits.");

        /// <summary>Appends an instant.</summary>
        /// <param name="value">The instant.</param>
        /// <exception cref="OverflowException">The unit cannot hold it exactly.</exception>
        public Builder Append(DateTimeOffset value) => Append(OdpsTimestamp.FromDateTimeOffset(value));
    }
}
