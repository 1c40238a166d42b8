using System.Runtime.CompilerServices;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <content>Values by type parameter.</content>
public sealed partial class RecordReader
{
    /// <summary>
    /// A value as <typeparamref name="T"/>, without boxing for the value types that the other getters return, for <see cref="DateTime"/> and
    /// <see cref="TimeSpan"/>, and for the nullable forms of all of these. Other types are those of <see cref="GetValue"/>.
    /// </summary>
    /// <typeparam name="T">The .NET type. NULL is <see langword="null"/> where the type allows it.</typeparam>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <exception cref="InvalidCastException">The column is of a type that does not fit, or is NULL and the type has no <see langword="null"/>.</exception>
    public T GetFieldValue<T>(int ordinal)
    {
        if (default(T) is null && IsNull(ordinal))
        {
            return default!;
        }

        // Each comparison is settled by the JIT when T is a value type.
        if (typeof(T) == typeof(long) || typeof(T) == typeof(long?))
        {
            return Cast<long, T>(GetInt64(ordinal));
        }

        if (typeof(T) == typeof(int) || typeof(T) == typeof(int?))
        {
            return Cast<int, T>(GetInt32(ordinal));
        }

        if (typeof(T) == typeof(short) || typeof(T) == typeof(short?))
        {
            return Cast<short, T>(GetInt16(ordinal));
        }

        if (typeof(T) == typeof(sbyte) || typeof(T) == typeof(sbyte?))
        {
            return Cast<sbyte, T>(GetSByte(ordinal));
        }

        if (typeof(T) == typeof(bool) || typeof(T) == typeof(bool?))
        {
            return Cast<bool, T>(GetBoolean(ordinal));
        }

        if (typeof(T) == typeof(double) || typeof(T) == typeof(double?))
        {
            return Cast<double, T>(GetDouble(ordinal));
        }

        if (typeof(T) == typeof(float) || typeof(T) == typeof(float?))
        {
            return Cast<float, T>(GetFloat(ordinal));
        }

        if (typeof(T) == typeof(decimal) || typeof(T) == typeof(decimal?))
        {
            return Cast<decimal, T>(GetDecimal(ordinal));
        }

        if (typeof(T) == typeof(OdpsDecimal) || typeof(T) == typeof(OdpsDecimal?))
        {
            return Cast<OdpsDecimal, T>(GetOdpsDecimal(ordinal));
        }

        return GetTimeOrObject<T>(ordinal);
    }

    private T GetTimeOrObject<T>(int ordinal)
    {
        if (typeof(T) == typeof(DateOnly) || typeof(T) == typeof(DateOnly?))
        {
            return Cast<DateOnly, T>(GetDate(ordinal));
        }

        if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?))
        {
            return Cast<DateTime, T>(GetDateTime(ordinal));
        }

        if (typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateTimeOffset?))
        {
            return Cast<DateTimeOffset, T>(GetDateTimeOffset(ordinal));
        }

        if (typeof(T) == typeof(OdpsTimestamp) || typeof(T) == typeof(OdpsTimestamp?))
        {
            return Cast<OdpsTimestamp, T>(GetTimestamp(ordinal));
        }

        if (typeof(T) == typeof(OdpsTimestampNtz) || typeof(T) == typeof(OdpsTimestampNtz?))
        {
            return Cast<OdpsTimestampNtz, T>(GetTimestampNtz(ordinal));
        }

        if (typeof(T) == typeof(IntervalDayTime) || typeof(T) == typeof(IntervalDayTime?))
        {
            return Cast<IntervalDayTime, T>(GetIntervalDayTime(ordinal));
        }

        if (typeof(T) == typeof(TimeSpan) || typeof(T) == typeof(TimeSpan?))
        {
            return Cast<TimeSpan, T>(GetIntervalDayTime(ordinal).ToTimeSpan());
        }

        if (typeof(T) == typeof(IntervalYearMonth) || typeof(T) == typeof(IntervalYearMonth?))
        {
            return Cast<IntervalYearMonth, T>(GetIntervalYearMonth(ordinal));
        }

        if (typeof(T) == typeof(string))
        {
            return (T)(object)GetString(ordinal);
        }

        if (typeof(T) == typeof(byte[]))
        {
            return (T)(object)GetBytes(ordinal);
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
        {
            return Cast<ReadOnlyMemory<byte>, T>(GetBytes(ordinal));
        }

        return GetValue(ordinal) is T value ? value : throw RowErrors.Mismatch(Columns[ordinal], IsNull(ordinal), typeof(T).Name);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Cast<TValue, T>(TValue value)
        where TValue : struct
    {
        if (typeof(T) == typeof(TValue))
        {
            return Unsafe.As<TValue, T>(ref value);
        }

        TValue? nullable = value;
        return Unsafe.As<TValue?, T>(ref nullable);
    }
}
