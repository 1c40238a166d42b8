namespace Odps.Net;

/// <summary>Gives one value of a record as the type that a caller asked for, where that loses nothing.</summary>
internal static class ScalarValue
{
    public static T? Convert<T>(Record record)
    {
        if (record.IsNull(0))
        {
            return default;
        }

        object value = record[0]!;
        if (value is T same)
        {
            return same;
        }

        Type wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object? converted = value switch
        {
            sbyte or short or int or long when wanted == typeof(long) => record.GetInt64(0),
            sbyte or short or int when wanted == typeof(int) => record.GetInt32(0),
            sbyte or short when wanted == typeof(short) => record.GetInt16(0),
            sbyte or short or int or long when wanted == typeof(decimal) => (decimal)record.GetInt64(0),
            float when wanted == typeof(double) => record.GetDouble(0),
            OdpsDecimal number when wanted == typeof(decimal) => number.ToDecimal(),
            OdpsTimestamp time when wanted == typeof(DateTimeOffset) => time.ToDateTimeOffset(),
            OdpsTimestampNtz time when wanted == typeof(DateTime) => time.ToDateTime(),
            IntervalDayTime interval when wanted == typeof(TimeSpan) => interval.ToTimeSpan(),
            _ => null,
        };
        return converted is T result
            ? result
            : throw new InvalidCastException($"Column '{record.Columns[0].Name}' is of type {record.Columns[0].Type} and holds a {value.GetType()}; it cannot be read as {typeof(T)}.");
    }
}
